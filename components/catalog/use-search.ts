'use client';

import { useEffect, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { searchCatalog } from '../../lib/client/catalog.ts';
import type { SearchAnswer } from '../../lib/contract/catalog.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';

export interface SearchState {
  readonly isSearching: boolean;
  /** Of the last search that was answered; stays while the next is under way. */
  readonly answer: SearchAnswer | undefined;
  readonly error: ErrorShape | undefined;
}

const debounceMs = 150;
const limit = 200;
const idle: SearchState = { isSearching: false, answer: undefined, error: undefined };

/** Server-side search as it is typed: a moment after the last key, the one before given up. `generation` searches anew. */
export function useSearch(query: string, generation = 0, hits = limit): SearchState {
  const [state, setState] = useState(idle);
  const wanted = query.trim();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation of metadata wants a new search
  useEffect(() => {
    if (wanted === '') {
      setState(idle);
      return;
    }
    const abort = new AbortController();
    setState((before) => ({ ...before, isSearching: true }));
    const timer = setTimeout(() => {
      searchCatalog(wanted, hits, abort.signal).then(
        (answer) => setState({ isSearching: false, answer, error: undefined }),
        (thrown: unknown) => {
          if (!abort.signal.aborted) setState({ isSearching: false, answer: undefined, error: toErrorShape(thrown) });
        },
      );
    }, debounceMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [wanted, generation, hits]);
  return state;
}
