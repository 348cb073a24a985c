'use client';

import type { Run } from '../../lib/contract/run.ts';
import { FetchTable } from '../results/fetch-table.tsx';
import type { Connections } from '../results/sources.ts';
import { EmptyState } from '../ui/notice.tsx';
import styles from './plan.module.css';
import { SentQuery } from './sent-query.tsx';

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
      <FetchTable fetches={run.fetches} connections={connections} detail={(fetch) => <SentQuery fetch={fetch} />} />
    </section>
  );
}
