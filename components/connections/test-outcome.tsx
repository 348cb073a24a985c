'use client';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ConnectionTestAnswer } from '../../lib/contract/connection.ts';
import { formatDuration, formatElapsed } from '../../lib/format/duration.ts';
import { CopyButton } from '../results/copy-button.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './connections.module.css';

interface TestOutcomeProps {
  readonly startedAt: number | undefined;
  readonly answer: ConnectionTestAnswer | undefined;
  onStop(): void;
}

/** What a try says: that it goes on, what answered and whether the account could write, or why it failed. */
export function TestOutcome({ startedAt, answer, onStop }: TestOutcomeProps) {
  if (startedAt !== undefined) {
    return (
      <div className={styles.outcome} role="status">
        <Spinner />
        <span>Trying to connect…</span>
        <Elapsed since={startedAt} />
        <Button kind="quiet" onClick={onStop}>
          Stop
        </Button>
      </div>
    );
  }
  if (answer === undefined) return null;
  if (answer.error !== undefined) return <ErrorNotice error={answer.error} />;
  const { serverLabel, roundTripMs, account } = answer;
  const [advice, ...commands] = account?.advice?.split('\n') ?? [];
  return (
    <div className={styles.answer} role="status">
      <p className={styles.answerLine} data-tone="good">
        <CircleCheck size={14} aria-hidden="true" />
        <span>
          <strong>{serverLabel}</strong> answers
          {roundTripMs === undefined ? '.' : ` in ${formatDuration(roundTripMs)}.`}
        </span>
      </p>
      {account === undefined ? null : (
        <p className={styles.answerLine} data-tone={account.canWrite ? 'warn' : 'good'}>
          {account.canWrite ? (
            <TriangleAlert size={14} aria-hidden="true" />
          ) : (
            <CircleCheck size={14} aria-hidden="true" />
          )}
          <span>
            {account.canWrite
              ? 'This account could write, though Joinery never does. '
              : 'This account can only read. '}
            {advice}
          </span>
        </p>
      )}
      {commands.length === 0 ? null : <Commands text={commands.join('\n')} />}
    </div>
  );
}

/** For an administrator, to be copied as they stand. */
function Commands({ text }: { readonly text: string }) {
  return (
    <div className={styles.commands}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{text}</pre>
      <CopyButton text={text} label="Copy the commands" />
    </div>
  );
}

function Elapsed({ since }: { readonly since: number }) {
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className={styles.elapsed} aria-hidden="true">
      {formatElapsed(now - since)}
    </span>
  );
}
