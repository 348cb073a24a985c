'use client';

import { type CSSProperties, Fragment, type ReactNode } from 'react';
import type { Fetch } from '../../lib/contract/run.ts';
import { formatBytes } from '../../lib/format/bytes.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCount } from '../../lib/format/number.ts';
import { formatClock } from '../../lib/format/time.ts';
import { Chip } from '../ui/chip.tsx';
import { originColor } from '../ui/origin.tsx';
import styles from './fetch-table.module.css';
import { SourceLine } from './source-line.tsx';
import { type Connections, connectionOf, fetchStates, relationName, sourceName } from './sources.ts';

interface FetchTableProps {
  readonly fetches: readonly Fetch[];
  readonly connections: Connections;
  /** What is told below each line; absent while they go on: then a bar says how far each one is. */
  readonly detail?: (fetch: Fetch) => ReactNode;
}

const figures = ['Rows', 'Size', 'Time'];

/** The queries that a run sent, a line each: to which source, how far, how much. */
export function FetchTable({ fetches, connections, detail }: FetchTableProps) {
  const headings = detail === undefined ? figures : [...figures, 'Read at'];
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">State</th>
          {headings.map((heading) => (
            <th key={heading} scope="col" className={styles.number}>
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fetches.map((fetch) => (
          <Fragment key={fetch.index}>
            <tr>
              <td>
                <FetchSource fetch={fetch} connections={connections} />
                {detail === undefined ? <Meter fetch={fetch} connections={connections} /> : null}
              </td>
              <td className={styles.state} data-state={fetch.status}>
                {fetchStates[fetch.status]}
              </td>
              <td className={styles.number}>{formatCount(fetch.rows)}</td>
              <td className={styles.number}>{formatBytes(fetch.bytes)}</td>
              <td className={styles.number}>{fetch.ms === 0 ? '' : formatDuration(fetch.ms)}</td>
              {detail === undefined ? null : (
                <td className={styles.number} title={fetch.readAt}>
                  {fetch.readAt === undefined ? '' : formatClock(fetch.readAt)}
                </td>
              )}
            </tr>
            {detail === undefined ? null : (
              <tr className={styles.detail}>
                <td colSpan={headings.length + 2}>{detail(fetch)}</td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

interface FetchSourceProps {
  readonly fetch: Fetch;
  readonly connections: Connections;
}

/** Which connection, and what of it. */
export function FetchSource({ fetch, connections }: FetchSourceProps) {
  return (
    <SourceLine
      color={connectionOf(connections, fetch.connection)?.color}
      name={sourceName(fetch.connection)}
      detail={relationName(fetch)}
      title={relationName(fetch)}
    >
      {fetch.capped ? (
        <Chip tone="warn" title="The statement needed no more rows, so the source was stopped early.">
          stopped early
        </Chip>
      ) : null}
    </SourceLine>
  );
}

function Meter({ fetch: { connection, estimatedRows, rows, status }, connections }: FetchSourceProps) {
  const share = status === 'done' ? 1 : estimatedRows ? Math.min(1, rows / estimatedRows) : 0;
  const color = originColor(connectionOf(connections, connection)?.color);
  return <span className={styles.meter} style={{ '--c': color, '--p': `${share * 100}%` } as CSSProperties} />;
}
