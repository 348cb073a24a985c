'use client';

import type { QueryVersion } from '../../lib/contract/query.ts';
import { CopyButton } from '../results/copy-button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { SqlText } from '../ui/sql-text.tsx';
import styles from './queries.module.css';
import { useQuerySql } from './use-query-sql.ts';

/** The SQL of a query in the editor's colours, to read and to copy. */
export function QueryText({ query }: { readonly query: Pick<QueryVersion, 'kind' | 'text'> }) {
  const { sql, error } = useQuerySql(query);
  if (error !== undefined) return <ErrorNotice error={error} />;
  if (sql === undefined) return <Spinner label="Writing the SQL of the join" />;
  return (
    <div className={styles.codeBox}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls must be reached by the keyboard */}
      <pre className={styles.code} tabIndex={0}>
        <SqlText sql={sql} />
      </pre>
      <CopyButton text={sql} label="Copy SQL" />
    </div>
  );
}
