'use client';

import { Fragment } from 'react';
import type { Fetch, Run } from '../../lib/contract/run.ts';
import { formatBytes } from '../../lib/format/bytes.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCount } from '../../lib/format/number.ts';
import { formatClock } from '../../lib/format/time.ts';
import { CopyButton } from '../results/copy-button.tsx';
import { type Connections, connectionOf, fetchStates } from '../results/sources.ts';
import { Chip } from '../ui/chip.tsx';
import { EmptyState } from '../ui/notice.tsx';
import { Origin } from '../ui/origin.tsx';
import styles from './plan.module.css';

interface LedgerProps {
  readonly run: Run | undefined;
  readonly connections: Connections;
}

/** Each query that a run sent to a source: what was asked, what came back, and when it was read. */
export function Ledger({ run, connections }: LedgerProps) {
  if (run === undefined || run.fetches.length === 0) {
    return (
      <EmptyState title="Nothing was read from a source">
        {run === undefined
          ? 'Nothing has run yet: the ledger lists each query sent, its rows and when they were read.'
          : 'This run needed no source.'}
      </EmptyState>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard
    <section className={styles.scroll} aria-label="Ledger" tabIndex={0}>
      <table className={styles.ledger}>
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
            <th scope="col" className={styles.number}>
              Read at
            </th>
          </tr>
        </thead>
        <tbody>
          {run.fetches.map((fetch) => (
            <Fragment key={fetch.index}>
              <Figures fetch={fetch} color={connectionOf(connections, fetch.connection)?.color} />
              <tr className={styles.detail}>
                <td colSpan={6}>
                  <Filters fetch={fetch} />
                  <div className={styles.sqlBox}>
                    <pre className={styles.sql}>{fetch.sql}</pre>
                    <CopyButton text={fetch.sql} label="Copy SQL" />
                  </div>
                </td>
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Figures({ fetch, color }: { readonly fetch: Fetch; readonly color: number | undefined }) {
  return (
    <tr>
      <td>
        <span className={styles.source}>
          <Origin color={color} />
          <b>{fetch.connection}</b>
          <span className={styles.relation}>{fetch.relation}</span>
          {fetch.capped ? (
            <Chip tone="warn" title="The statement needed no more rows, so the source was stopped early.">
              stopped early
            </Chip>
          ) : null}
        </span>
      </td>
      <td className={styles.state} data-state={fetch.status}>
        {fetchStates[fetch.status]}
      </td>
      <td className={styles.number}>{formatCount(fetch.rows)}</td>
      <td className={styles.number}>{formatBytes(fetch.bytes)}</td>
      <td className={styles.number}>{formatDuration(fetch.ms)}</td>
      <td className={styles.number} title={fetch.readAt}>
        {fetch.readAt === undefined ? '' : formatClock(fetch.readAt)}
      </td>
    </tr>
  );
}

/** Filters of the statement: those that the source applied, and those applied here. */
export function Filters({ fetch }: { readonly fetch: Pick<Fetch, 'pushed' | 'kept'> }) {
  if (fetch.pushed.length === 0 && fetch.kept.length === 0) return null;
  const lists = [
    { words: 'Filtered at the source', filters: fetch.pushed },
    { words: 'Filtered here', filters: fetch.kept },
  ];
  return (
    <dl className={styles.filters}>
      {lists.map(({ words, filters }) =>
        filters.length === 0 ? null : (
          <div key={words}>
            <dt>{words}</dt>
            <dd>{filters.join(' · ')}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
