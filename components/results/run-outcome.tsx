'use client';

import { CircleAlert, CircleSlash, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ErrorShape, Position } from '../../lib/contract/errors.ts';
import type { Run } from '../../lib/contract/run.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import { CodeText } from '../ui/code-text.tsx';
import { Origin } from '../ui/origin.tsx';
import styles from './run-panel.module.css';
import { type Connections, connectionOf, relationName } from './sources.ts';

interface RunOutcomeProps {
  readonly run: Run;
  readonly connections: Connections;
  onRerun(): void;
  onShowError(position: Position): void;
}

/** A run that ended without rows to show: failed, stopped, or broken off. Says what happened, where, and what to do. */
export function RunOutcome({ run, connections, onRerun, onShowError }: RunOutcomeProps) {
  const again = <Button onClick={onRerun}>Run again</Button>;
  if (run.status === 'cancelled') {
    return (
      <Outcome
        icon={<CircleSlash size={18} />}
        title={`Stopped after ${formatDuration(run.timings.totalMs)}`}
        actions={again}
      >
        <p>The work was stopped on the sources too. {readSoFar(run)}</p>
      </Outcome>
    );
  }
  if (run.status === 'interrupted') {
    return (
      <Outcome icon={<Unplug size={18} />} title="Interrupted" actions={again}>
        <p>Joinery was stopped while this run was going, so it has no result. Its text is kept; run it again.</p>
      </Outcome>
    );
  }
  if (run.error === undefined) {
    return (
      <Outcome icon={<CircleSlash size={18} />} title="The rows are no longer kept" actions={again}>
        <p>Stored results are removed after their retention. Run the statement again to see its rows.</p>
      </Outcome>
    );
  }
  return <Failure run={run} error={run.error} connections={connections} onShowError={onShowError} again={again} />;
}

interface FailureProps {
  readonly run: Run;
  readonly error: ErrorShape;
  readonly connections: Connections;
  readonly again: ReactNode;
  onShowError(position: Position): void;
}

function Failure({ run, error, connections, again, onShowError }: FailureProps) {
  const { position, connection } = error;
  const failed = run.fetches.find(({ status }) => status === 'failed');
  return (
    <Outcome
      isFailure
      icon={<CircleAlert size={18} />}
      title={error.message}
      actions={
        <>
          {position === undefined ? null : (
            <Button onClick={() => onShowError(position)}>
              Go to line {position.line}, column {position.column}
            </Button>
          )}
          {again}
        </>
      }
    >
      {error.hint === undefined ? null : (
        <p>
          <CodeText text={error.hint} />
        </p>
      )}
      <dl className={styles.facts}>
        {connection === undefined ? null : (
          <div>
            <dt>Connection</dt>
            <dd>
              <Origin color={connectionOf(connections, connection)?.color} /> {connection}
            </dd>
          </div>
        )}
        {failed === undefined ? null : (
          <div>
            <dt>While reading</dt>
            <dd>{relationName(failed)}</dd>
          </div>
        )}
        <div>
          <dt>Code</dt>
          <dd className="mono">{error.code}</dd>
        </div>
        <div>
          <dt>After</dt>
          <dd>{formatDuration(run.timings.totalMs)}</dd>
        </div>
      </dl>
      {failed === undefined ? null : <pre className={styles.sql}>{failed.sql}</pre>}
    </Outcome>
  );
}

function readSoFar(run: Run): string {
  const rows = run.fetches.reduce((sum, fetch) => sum + fetch.rows, 0);
  return rows === 0 ? 'Nothing had been read yet.' : `${formatCounted(rows, 'row')} had been read; they are not kept.`;
}

interface OutcomeProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly actions: ReactNode;
  readonly isFailure?: boolean;
  readonly children: ReactNode;
}

function Outcome({ icon, title, actions, isFailure = false, children }: OutcomeProps) {
  return (
    <div className={styles.scroll}>
      <div className={styles.outcome} data-failure={isFailure || undefined} role={isFailure ? 'alert' : 'status'}>
        <span aria-hidden="true" className={styles.outcomeIcon}>
          {icon}
        </span>
        <div className={styles.outcomeBody}>
          <h2>{title}</h2>
          {children}
          <div className={styles.actions}>{actions}</div>
        </div>
      </div>
    </div>
  );
}
