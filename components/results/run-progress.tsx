'use client';

import type { CSSProperties } from 'react';
import type { Fetch, Run } from '../../lib/contract/run.ts';
import { formatBytes } from '../../lib/format/bytes.ts';
import { formatDuration, formatElapsed } from '../../lib/format/duration.ts';
import { formatCount, formatCounted } from '../../lib/format/number.ts';
import { Origin, originColor } from '../ui/origin.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './run-panel.module.css';
import { type Connections, connectionOf, fetchStates } from './sources.ts';
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
      {run.fetches.length === 0 ? null : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">State</th>
              <th scope="col" className={styles.number}>
                Rows
              </th>
              <th scope="col" className={styles.number}>
                Size
              </th>
              <th scope="col" className={styles.number}>
                Time
              </th>
            </tr>
          </thead>
          <tbody>
            {run.fetches.map((fetch) => (
              <FetchLine key={fetch.index} fetch={fetch} connections={connections} />
            ))}
          </tbody>
        </table>
      )}
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

function FetchLine({ fetch, connections }: { readonly fetch: Fetch; readonly connections: Connections }) {
  const connection = connectionOf(connections, fetch.connection);
  const { estimatedRows, rows, status } = fetch;
  const share = status === 'done' ? 1 : estimatedRows ? Math.min(1, rows / estimatedRows) : 0;
  return (
    <tr>
      <td>
        <span className={styles.source}>
          <Origin color={connection?.color} />
          <b>{fetch.connection}</b>
          <span className={styles.relation}>{fetch.relation}</span>
        </span>
        <span
          className={styles.meter}
          style={{ '--c': originColor(connection?.color), '--p': `${share * 100}%` } as CSSProperties}
        />
      </td>
      <td className={styles.state} data-state={status}>
        {fetchStates[status]}
      </td>
      <td className={styles.number}>{formatCount(rows)}</td>
      <td className={styles.number}>{formatBytes(fetch.bytes)}</td>
      <td className={styles.number}>{fetch.ms === 0 ? '' : formatDuration(fetch.ms)}</td>
    </tr>
  );
}
