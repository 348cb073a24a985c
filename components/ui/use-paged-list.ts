'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';

interface Loaded<Item, Answer> {
  readonly items: readonly Item[];
  /** The page that came last. */
  readonly answer: Answer | undefined;
}

interface PagedListOptions<Item, Answer> {
  /** Another key is another list. */
  readonly key: string;
  fetchPage(cursor: string | undefined, signal: AbortSignal): Promise<Answer>;
  itemsOf(answer: Answer): readonly Item[];
}

/** A list that is read page by page. What is shown stays until an answer replaces it. */
export function usePagedList<Item, Answer extends { readonly nextCursor?: string | undefined }>(
  options: PagedListOptions<Item, Answer>,
) {
  const newest = useRef(options);
  newest.current = options;
  const [loaded, setLoaded] = useState<Loaded<Item, Answer>>({ items: [], answer: undefined });
  const [isLoading, setIsLoading] = useState(true);
  const [error, setError] = useState<ErrorShape>();
  const abort = useRef<AbortController>(undefined);

  const load = useCallback(async (cursor: string | undefined) => {
    abort.current?.abort();
    const going = new AbortController();
    abort.current = going;
    setIsLoading(true);
    setError(undefined);
    try {
      const { fetchPage, itemsOf } = newest.current;
      const answer = await fetchPage(cursor, going.signal);
      if (going.signal.aborted) return;
      const items = itemsOf(answer);
      setLoaded((before) => ({ items: cursor === undefined ? items : [...before.items, ...items], answer }));
    } catch (thrown) {
      if (!going.signal.aborted) setError(toErrorShape(thrown));
    } finally {
      if (!going.signal.aborted) setIsLoading(false);
    }
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another key asks anew
  useEffect(() => {
    void load(undefined);
    return () => abort.current?.abort();
  }, [load, options.key]);

  const nextCursor = loaded.answer?.nextCursor;
  return {
    ...loaded,
    nextCursor,
    hasAnswer: loaded.answer !== undefined,
    isLoading,
    error,
    setError,
    loadMore: useCallback(() => {
      if (!isLoading && nextCursor !== undefined) void load(nextCursor);
    }, [isLoading, nextCursor, load]),
    reload: useCallback(() => void load(undefined), [load]),
    /** Changes what is shown, such as entries that are known in a newer state. */
    change: useCallback(
      (edit: (items: readonly Item[]) => readonly Item[]) =>
        setLoaded((before) => ({ ...before, items: edit(before.items) })),
      [],
    ),
  };
}
