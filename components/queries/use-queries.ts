'use client';

import { fetchQueries, type QueriesFilter } from '../../lib/client/queries.ts';
import type { Query, QueryList } from '../../lib/contract/query.ts';
import { usePagedList } from '../ui/use-paged-list.ts';

/** The queries that match, page by page, with the tags and collections there are. */
export function useQueries(filter: QueriesFilter) {
  const { items, answer, ...list } = usePagedList<Query, QueryList>({
    key: JSON.stringify(filter),
    fetchPage: (cursor, signal) => fetchQueries(filter, cursor, signal),
    itemsOf: ({ queries }) => queries,
  });
  return { ...list, queries: items, tags: answer?.tags ?? [], collections: answer?.collections ?? [] };
}
