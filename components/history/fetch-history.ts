import { fetchJson, query } from '../../lib/client/fetch-json.ts';
import { type HistoryAnswer, historyAnswerSchema, type RunStatus } from '../../lib/contract/run.ts';

export interface HistoryFilter {
  readonly q: string;
  readonly status: RunStatus | undefined;
  readonly connection: string | undefined;
}

const PAGE_RUNS = 50;

/** One page of history, newest first. */
export const fetchHistory = (
  { q, status, connection }: HistoryFilter,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<HistoryAnswer> =>
  fetchJson(
    historyAnswerSchema,
    query('/api/history', { q: q.trim() || undefined, status, connection, cursor, limit: PAGE_RUNS }),
    { signal },
  );
