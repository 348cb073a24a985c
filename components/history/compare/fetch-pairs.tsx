'use client';

import { useState } from 'react';
import type { Fetch } from '../../../lib/contract/run.ts';
import { formatBytes } from '../../../lib/format/bytes.ts';
import { formatDuration } from '../../../lib/format/duration.ts';
import { formatCount } from '../../../lib/format/number.ts';
import { fetchStageWords } from '../../../lib/format/stage-words.ts';
import { LineDiffView } from '../../queries/line-diff-view.tsx';
import { useConnections } from '../../shell/connections-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Origin } from '../../ui/origin.tsx';
import styles from './compare.module.css';
import { type FetchPair, pairFetches } from './compare-runs.ts';

interface FetchPairsProps {
  readonly before: readonly Fetch[];
  readonly after: readonly Fetch[];
}

/** What each source was asked and gave, table by table; the SQL sent unfolds as a difference. */
export function FetchPairs({ before, after }: FetchPairsProps) {
  const pairs = pairFetches(before, after);
  return (
    <section className={styles.section} aria-label="Fetches">
      <h2>Fetches</h2>
      {pairs.length === 0 ? <p className="faint">Neither run read from a source.</p> : null}
      {pairs.map((pair) => (
        <Pair key={pair.key} pair={pair} />
      ))}
    </section>
  );
}

function Pair({ pair }: { readonly pair: FetchPair }) {
  const { byId } = useConnections();
  const [isOpen, setIsOpen] = useState(false);
  const { connection, relation, before, after } = pair;
  return (
    <div className={styles.fetch}>
      <div className={styles.fetchHead}>
        <Origin color={byId(connection)?.color} />
        <b>{connection}</b> <span className="mono">{relation}</span>
        <Button kind="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {before?.sql === after?.sql ? 'SQL sent (the same)' : 'SQL sent'}
        </Button>
      </div>
      <p>
        <em>Before</em> {wordsOf(before)}
      </p>
      <p>
        <em>After</em> {wordsOf(after)}
      </p>
      {isOpen ? (
        <LineDiffView label={`SQL sent to ${connection}`} before={before?.sql ?? ''} after={after?.sql ?? ''} />
      ) : null}
    </div>
  );
}

function wordsOf(fetch: Fetch | undefined): string {
  if (fetch === undefined) return 'no such fetch';
  const stages = fetchStageWords(fetch);
  const keys = (fetch.reducers ?? []).filter(({ form }) => form === 'keys' || form === 'bounds').length;
  return [
    `${formatCount(fetch.rows)} rows`,
    formatBytes(fetch.bytes),
    formatDuration(fetch.ms),
    ...(stages === undefined ? [] : [stages]),
    fetch.pushed.length === 0 ? 'no filter at the source' : `at the source: ${fetch.pushed.join('; ')}`,
    ...(keys === 0 ? [] : ['made smaller by keys of another fetch']),
    ...(fetch.status === 'done' ? [] : [fetch.status]),
  ].join(' · ');
}
