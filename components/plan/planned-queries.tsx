'use client';

import type { Explanation } from '../../lib/contract/run.ts';
import { CopyButton } from '../results/copy-button.tsx';
import { type Connections, connectionOf } from '../results/sources.ts';
import { Origin } from '../ui/origin.tsx';
import { Filters } from './ledger.tsx';
import styles from './plan.module.css';

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
          <span className={styles.source}>
            <Origin color={connectionOf(connections, fetch.connection)?.color} />
            <b>{fetch.connection}</b>
            <span className={styles.relation}>{fetch.relation}</span>
          </span>
          <Filters fetch={fetch} />
          <div className={styles.sqlBox}>
            <pre className={styles.sql}>{fetch.sql}</pre>
            <CopyButton text={fetch.sql} label="Copy SQL" />
          </div>
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
