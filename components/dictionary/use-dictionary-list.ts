'use client';

import { useCallback, useEffect, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { fetchDictionary } from '../../lib/client/dictionary.ts';
import type { DictionaryFilter, DictionaryList } from '../../lib/contract/dictionary.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';

const PAGE = 100;

export interface ListFilter {
  readonly q: string;
  readonly connection: string | undefined;
  readonly show: DictionaryFilter;
}

/** Tables that pass the filter, a page at a time; `reload` reads again as many as are shown. */
export function useDictionaryList({ q, connection, show }: ListFilter, generation: number) {
  const [list, setList] = useState<DictionaryList>();
  const [error, setError] = useState<ErrorShape>();
  const [isLoading, setIsLoading] = useState(true);
  const [limit, setLimit] = useState(PAGE);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter begins at its first page
  useEffect(() => setLimit(PAGE), [q, connection, show]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn and a generation mean: read again
  useEffect(() => {
    const stop = new AbortController();
    const asked = { q, connection, show, offset: 0, limit: Math.min(limit, 200) };
    setIsLoading(true);
    readPages(asked, limit, stop.signal).then(
      (answer) => {
        setList(answer);
        setError(undefined);
        setIsLoading(false);
      },
      (thrown: unknown) => {
        if (stop.signal.aborted) return;
        setError(toErrorShape(thrown));
        setIsLoading(false);
      },
    );
    return () => stop.abort();
  }, [q, connection, show, limit, turn, generation]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const more = useCallback(() => setLimit((before) => before + PAGE), []);
  return { list, error, isLoading, reload, more };
}

type Asked = Parameters<typeof fetchDictionary>[0];

async function readPages(asked: Asked, limit: number, signal: AbortSignal): Promise<DictionaryList> {
  const first = await fetchDictionary(asked, signal);
  const rows = [...first.rows];
  while (rows.length < limit && rows.length < first.total) {
    const next = await fetchDictionary({ ...asked, offset: rows.length }, signal);
    if (next.rows.length === 0) break;
    rows.push(...next.rows);
  }
  return { ...first, rows };
}
