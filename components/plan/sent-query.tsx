'use client';

import type { Fetch } from '../../lib/contract/run.ts';
import { sourceWords } from '../../lib/format/source-words.ts';
import { fetchStageWords } from '../../lib/format/stage-words.ts';
import { CopyButton } from '../results/copy-button.tsx';
import { isBlock } from '../results/sources.ts';
import styles from './plan.module.css';

/** What a fetch asks its source: filters of the statement by where they are applied, its time and what the source says of it, and the SQL. A stored result is asked nothing. */
export function SentQuery({
  fetch,
}: {
  readonly fetch: Pick<
    Fetch,
    'relation' | 'pushed' | 'kept' | 'sql' | 'waitMs' | 'transferMs' | 'isInPlace' | 'source'
  >;
}) {
  const time = fetchStageWords(fetch);
  const lists = [
    { words: isBlock(fetch) ? 'Done at the source' : 'Filtered at the source', filters: fetch.pushed },
    { words: 'Filtered here', filters: fetch.kept },
    { words: 'Time', filters: time === undefined ? [] : [time] },
    { words: 'The source says', filters: sourceWords(fetch.source) },
  ].filter(({ filters }) => filters.length > 0);
  return (
    <>
      {lists.length === 0 ? null : (
        <dl className={styles.filters}>
          {lists.map(({ words, filters }) => (
            <div key={words}>
              <dt>{words}</dt>
              <dd>{filters.join(' · ')}</dd>
            </div>
          ))}
        </dl>
      )}
      {fetch.sql === '' ? (
        <p className={styles.noSql}>Read from the rows stored here: nothing was asked of a source.</p>
      ) : (
        <div className={styles.sqlBox}>
          <pre className={styles.sql}>{fetch.sql}</pre>
          <CopyButton text={fetch.sql} label="Copy SQL" />
        </div>
      )}
    </>
  );
}
