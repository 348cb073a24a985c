'use client';

import type { Run } from '../../lib/contract/run.ts';
import { formatElapsed } from '../../lib/format/duration.ts';
import { formatCount, formatCounted } from '../../lib/format/number.ts';
import { Spinner } from '../ui/spinner.tsx';
import { FetchTable } from './fetch-table.tsx';
import styles from './run-panel.module.css';
import type { Connections } from './sources.ts';
import { useElapsed } from './use-elapsed.ts';

interface RunProgressProps {
  readonly run: Run;
  readonly connections: Connections;
}

/** A run on its way: what it waits for, and what each source has given so far. */
export function RunProgress({ run, connections }: RunProgressProps) {
  const elapsedMs = useElapsed(run);
  return (
    <div className={styles.scroll}>
      <div className={styles.going}>
        <Spinner />
        <strong role="status">{stage(run)}</strong>
        <span className={styles.elapsed}>{formatElapsed(elapsedMs)}</span>
      </div>
      {run.fetches.length === 0 ? null : <FetchTable fetches={run.fetches} connections={connections} />}
    </div>
  );
}

function stage({ status, queuePosition, rows }: Run): string {
  if (status === 'queued') {
    if (queuePosition === undefined) return 'Waiting in the queue';
    return queuePosition === 1 ? 'Next in the queue' : `Number ${formatCount(queuePosition)} in the queue`;
  }
  if (status === 'planning') return 'Planning what goes to which source';
  return rows > 0 ? `Running: ${formatCounted(rows, 'row')} of the result so far` : 'Running';
}
