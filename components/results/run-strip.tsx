'use client';

import { useState } from 'react';
import type { Run } from '../../lib/contract/run.ts';
import { formatBytes } from '../../lib/format/bytes.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { Origin } from '../ui/origin.tsx';
import type { GridStatus } from './grid/result-grid.tsx';
import styles from './run-panel.module.css';
import { type Connections, connectionOf, sourceName, totalsBySource } from './sources.ts';
import { StoredResultsDialog } from './stored-results-dialog.tsx';

interface RunStripProps {
  readonly run: Run;
  readonly connections: Connections;
  readonly status: GridStatus;
}

/** The line under the grid: what each source gave and took, the whole, and the selection. */
export function RunStrip({ run, connections, status }: RunStripProps) {
  const { timings, rows } = run;
  const [showsStored, setShowsStored] = useState(false);
  return (
    <div className={styles.strip}>
      {totalsBySource(run.fetches).map((total) => (
        <span key={total.connection} className={styles.stripItem} title={`${formatBytes(total.bytes)} read`}>
          <Origin color={connectionOf(connections, total.connection)?.color} />
          {sourceName(total.connection)} {formatCounted(total.rows, 'row')} · {formatDuration(total.ms)}
        </span>
      ))}
      <span
        title={`Planned in ${formatDuration(timings.planMs)}, waited ${formatDuration(timings.queueMs)} in the queue`}
      >
        {run.fetches.length > 1 ? 'read and join' : 'read'} {formatDuration(timings.executeMs)}
      </span>
      <b className={styles.stripTotal}>
        {formatCounted(rows, 'row')} · {formatDuration(timings.totalMs)}
      </b>
      {run.hasResult && run.resultExpiredAt === undefined ? (
        <button
          type="button"
          className={styles.stripLink}
          title="Room that the rows take on the server. Shows all stored results, and the limit of all together."
          onClick={() => setShowsStored(true)}
        >
          {formatBytes(run.resultBytes)} stored
        </button>
      ) : null}
      <span className={styles.stripRight} role="status" data-tone={status.copy?.tone ?? 'plain'}>
        {status.copy?.text ?? status.selection}
      </span>
      {showsStored ? <StoredResultsDialog onClose={() => setShowsStored(false)} /> : null}
    </div>
  );
}
