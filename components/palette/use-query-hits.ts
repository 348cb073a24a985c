'use client';

import { useEffect, useState } from 'react';
import { allQueries, fetchQueries } from '../../lib/client/queries.ts';
import type { Query } from '../../lib/contract/query.ts';

const delayMs = 120;
const mostHits = 8;

/** Saved queries by words, those changed last; none without a word. */
export function useQueryHits(words: string): readonly Query[] {
  const [hits, setHits] = useState<readonly Query[]>([]);
  useEffect(() => {
    const q = words.trim();
    if (q === '') {
      setHits([]);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      const filter = { ...allQueries, q };
      // Commands and tables are found without them.
      fetchQueries(filter, undefined, abort.signal).then(
        ({ queries }) => setHits(queries.slice(0, mostHits)),
        () => undefined,
      );
    }, delayMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [words]);
  return hits;
}
