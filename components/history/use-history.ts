import { useEffect } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { RunFilter } from '../../lib/contract/history.ts';
import type { HistoryAnswer, Run } from '../../lib/contract/run.ts';
import { usePagedList } from '../ui/use-paged-list.ts';
import { fetchHistory } from './fetch-history.ts';
import { hasGoing, mergeFirstPage } from './history-list.ts';

const FRESHEN_MS = 2000;

/** History under a filter, page by page. Runs that still go are looked at again until they have ended. */
export function useHistory(filter: RunFilter) {
  const key = JSON.stringify(filter);
  const list = usePagedList<Run, HistoryAnswer>({
    key,
    fetchPage: (cursor, signal) => fetchHistory(filter, cursor, signal),
    itemsOf: ({ runs }) => runs,
  });
  const { items, change, setError } = list;
  const isGoing = hasGoing(items);
  useEffect(() => {
    if (!isGoing) return;
    const going = new AbortController();
    const timer = setInterval(async () => {
      try {
        const { runs } = await fetchHistory(JSON.parse(key), undefined, going.signal);
        if (!going.signal.aborted) change((before) => mergeFirstPage(before, runs));
      } catch (thrown) {
        if (!going.signal.aborted) setError(toErrorShape(thrown));
      }
    }, FRESHEN_MS);
    return () => {
      clearInterval(timer);
      going.abort();
    };
  }, [isGoing, key, change, setError]);
  return list;
}
