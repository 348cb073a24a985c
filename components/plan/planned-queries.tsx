'use client';

import type { Explanation } from '../../lib/contract/run.ts';
import { FetchSource } from '../results/fetch-table.tsx';
import type { Connections } from '../results/sources.ts';
import styles from './plan.module.css';
import { SentQuery } from './sent-query.tsx';

interface PlannedQueriesProps {
  readonly explanation: Explanation;
  readonly connections: Connections;
}

/** The SQL that would be sent to each source, and DuckDB's own plan for those who want it. */
export function PlannedQueries({ explanation, connections }: PlannedQueriesProps) {
  return (
    <>
      {explanation.fetches.map((fetch) => (
        <div key={fetch.index} className={styles.query}>
          <FetchSource fetch={fetch} connections={connections} />
          <SentQuery fetch={fetch} />
        </div>
      ))}
      {explanation.planText === '' ? null : (
        <details className={styles.planText}>
          <summary>DuckDB's plan as text</summary>
          <pre className={styles.planLines}>{explanation.planText}</pre>
        </details>
      )}
    </>
  );
}
