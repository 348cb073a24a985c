'use client';

import { Bookmark, ChevronDown, ChevronRight, RotateCw, SquareArrowOutUpRight } from 'lucide-react';
import { useState } from 'react';
import type { ConnectionSummary } from '../../lib/contract/catalog.ts';
import { FEDERATED, isEnded, type Run } from '../../lib/contract/run.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCount, formatCounted } from '../../lib/format/number.ts';
import { formatClock } from '../../lib/format/time.ts';
import { Button } from '../ui/button.tsx';
import { Origin } from '../ui/origin.tsx';
import styles from './history.module.css';
import { oneLine, sourcesOf } from './history-list.ts';
import { RunStatusMark } from './run-status.tsx';

interface HistoryRowProps {
  readonly run: Run;
  /** An action of this or another row is under way. */
  readonly isBusy: boolean;
  connectionOf(id: string): ConnectionSummary | undefined;
  onOpen(): void;
  onRerun(): void;
  onSave(): void;
}

/** One run: when, how it ended, its text (in one line, all of it when unfolded), where it read, how much and how long. */
export function HistoryRow({ run, isBusy, connectionOf, onOpen, onRerun, onSave }: HistoryRowProps) {
  const [isUnfolded, setIsUnfolded] = useState(false);
  const line = oneLine(run.text);
  const hasEnded = isEnded(run.status);
  return (
    <li className={styles.item}>
      <div className={styles.row}>
        <time className={styles.time} dateTime={run.startedAt} title={run.startedAt}>
          {formatClock(run.startedAt)}
        </time>
        <RunStatusMark status={run.status} />
        <button
          type="button"
          data-history-row=""
          className={styles.text}
          aria-expanded={isUnfolded}
          onClick={() => setIsUnfolded(!isUnfolded)}
        >
          {isUnfolded ? <ChevronDown size={13} aria-hidden="true" /> : <ChevronRight size={13} aria-hidden="true" />}
          <span>{line}</span>
        </button>
        <span className={styles.sources}>
          {sourcesOf(run).map((id) => (
            <span key={id} className={styles.source}>
              <Origin color={connectionOf(id)?.color} />
              {id}
            </span>
          ))}
        </span>
        <span className={styles.figure}>{rowWords(run)}</span>
        <span className={styles.figure}>{hasEnded ? formatDuration(run.timings.totalMs) : ''}</span>
        <span className={styles.actions}>
          <Button
            kind="quiet"
            disabled={isBusy}
            aria-label={`Open: ${line}`}
            title={
              run.hasResult ? 'Opens the text and the stored result in a tab; nothing runs' : 'Opens the text in a tab'
            }
            onClick={onOpen}
          >
            <SquareArrowOutUpRight size={14} aria-hidden="true" />
            Open
          </Button>
          <Button kind="quiet" disabled={isBusy} aria-label={`Run again: ${line}`} onClick={onRerun}>
            <RotateCw size={14} aria-hidden="true" />
            Run again
          </Button>
          <Button
            kind="quiet"
            isIcon
            disabled={isBusy}
            aria-label={`Save as query: ${line}`}
            title="Save as query"
            onClick={onSave}
          >
            <Bookmark size={14} aria-hidden="true" />
          </Button>
        </span>
      </div>
      {run.error === undefined ? null : <p className={styles.error}>{run.error.message}</p>}
      {isUnfolded ? (
        <div className={styles.whole}>
          <pre className={styles.sql}>{run.text}</pre>
          <p className={styles.about}>
            {run.target === FEDERATED ? 'Across connections' : `In the dialect of ${run.target}`} ·{' '}
            {run.rowLimit === null ? 'no row limit' : `at most ${formatCounted(run.rowLimit, 'row')}`} ·{' '}
            {run.hasResult ? 'result kept' : 'no result kept'}
          </p>
        </div>
      ) : null}
    </li>
  );
}

/** `1,000+ rows`: there were more than the limit let through. */
function rowWords({ status, rows, truncated }: Run): string {
  if (status !== 'succeeded') return '';
  return truncated ? `${formatCount(rows)}+ rows` : formatCounted(rows, 'row');
}
