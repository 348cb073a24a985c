'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { fetchQueries, type QueriesFilter } from '../../lib/client/queries.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { Query } from '../../lib/contract/query.ts';

interface Loaded {
  readonly queries: readonly Query[];
  readonly tags: readonly string[];
  readonly collections: readonly string[];
  readonly nextCursor: string | undefined;
  readonly hasAnswer: boolean;
}

const nothing: Loaded = { queries: [], tags: [], collections: [], nextCursor: undefined, hasAnswer: false };

/** The queries that match, page by page. What is shown stays until an answer replaces it. */
export function useQueries({ q, tag, collection, isFavourite }: QueriesFilter) {
  const [loaded, setLoaded] = useState(nothing);
  const [isLoading, setIsLoading] = useState(true);
  const [error, setError] = useState<ErrorShape>();
  const abort = useRef<AbortController>(undefined);
  const load = useCallback(
    async (cursor: string | undefined) => {
      abort.current?.abort();
      const going = new AbortController();
      abort.current = going;
      setIsLoading(true);
      setError(undefined);
      try {
        const list = await fetchQueries({ q, tag, collection, isFavourite }, cursor, going.signal);
        if (going.signal.aborted) return;
        const { queries, tags, collections, nextCursor } = list;
        setLoaded((before) => ({
          queries: cursor === undefined ? queries : [...before.queries, ...queries],
          tags,
          collections,
          nextCursor,
          hasAnswer: true,
        }));
      } catch (thrown) {
        if (!going.signal.aborted) setError(toErrorShape(thrown));
      } finally {
        if (!going.signal.aborted) setIsLoading(false);
      }
    },
    [q, tag, collection, isFavourite],
  );
  useEffect(() => {
    void load(undefined);
    return () => abort.current?.abort();
  }, [load]);
  const reload = useCallback(() => void load(undefined), [load]);
  const loadMore = useCallback(() => {
    if (!isLoading && loaded.nextCursor !== undefined) void load(loaded.nextCursor);
  }, [isLoading, loaded.nextCursor, load]);
  return { ...loaded, isLoading, error, reload, loadMore };
}
