import { useCallback, useEffect, useRef, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { Run } from '../../lib/contract/run.ts';
import { fetchHistory, type HistoryFilter } from './fetch-history.ts';
import { hasGoing, mergeFirstPage } from './history-list.ts';

interface Loaded {
  readonly runs: readonly Run[];
  readonly nextCursor: string | undefined;
  readonly hasAnswer: boolean;
}
const nothing: Loaded = { runs: [], nextCursor: undefined, hasAnswer: false };
const FRESHEN_MS = 2000;

/** History under a filter, page by page. Runs that still go are looked at again until they have ended. */
export function useHistory({ q, status, connection }: HistoryFilter) {
  const [loaded, setLoaded] = useState<Loaded>(nothing);
  const [isLoading, setIsLoading] = useState(true);
  const [error, setError] = useState<ErrorShape>();
  const abort = useRef<AbortController | undefined>(undefined);

  const load = useCallback(
    async (cursor: string | undefined) => {
      abort.current?.abort();
      const going = new AbortController();
      abort.current = going;
      setIsLoading(true);
      setError(undefined);
      try {
        const { runs, nextCursor } = await fetchHistory({ q, status, connection }, cursor, going.signal);
        if (going.signal.aborted) return;
        setLoaded((before) => ({
          runs: cursor === undefined ? runs : [...before.runs, ...runs],
          nextCursor,
          hasAnswer: true,
        }));
      } catch (thrown) {
        if (!going.signal.aborted) setError(toErrorShape(thrown));
      } finally {
        if (!going.signal.aborted) setIsLoading(false);
      }
    },
    [q, status, connection],
  );

  useEffect(() => {
    void load(undefined);
    return () => abort.current?.abort();
  }, [load]);

  const isGoing = hasGoing(loaded.runs);
  useEffect(() => {
    if (!isGoing) return;
    const going = new AbortController();
    const timer = setInterval(async () => {
      try {
        const { runs } = await fetchHistory({ q, status, connection }, undefined, going.signal);
        if (!going.signal.aborted) setLoaded((before) => ({ ...before, runs: mergeFirstPage(before.runs, runs) }));
      } catch (thrown) {
        if (!going.signal.aborted) setError(toErrorShape(thrown));
      }
    }, FRESHEN_MS);
    return () => {
      clearInterval(timer);
      going.abort();
    };
  }, [isGoing, q, status, connection]);

  const loadMore = useCallback(() => {
    if (!isLoading && loaded.nextCursor !== undefined) void load(loaded.nextCursor);
  }, [isLoading, loaded.nextCursor, load]);
  return {
    ...loaded,
    isLoading,
    error,
    loadMore,
    reload: () => void load(undefined),
  };
}
