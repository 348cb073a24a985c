'use client';

import { useEffect, useState } from 'react';
import { allQueries, fetchQueries } from '../../lib/client/queries.ts';
import type { Query } from '../../lib/contract/query.ts';
import { holdsWords, searchWords } from '../../lib/format/search-words.ts';

const delayMs = 120;
const mostHits = 8;

/** Those whose title holds all the words come before those in whose text or tags they are. */
export function titledFirst(queries: readonly Query[], q: string): readonly Query[] {
  const words = searchWords(q);
  const isTitled = ({ title }: Query) => holdsWords(title, words);
  return [...queries.filter(isTitled), ...queries.filter((query) => !isTitled(query))];
}

/** Saved queries by words, by their titles first, those changed last; none without a word. */
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
        ({ queries }) => setHits(titledFirst(queries, q).slice(0, mostHits)),
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
