import { fetchJson, query } from '../../lib/client/fetch-json.ts';
import { type RetentionStatus, type RunFilter, retentionStatusSchema } from '../../lib/contract/history.ts';
import { type HistoryAnswer, historyAnswerSchema, type Run, runSchema } from '../../lib/contract/run.ts';

const PAGE_RUNS = 50;

/** One page of history, newest first. */
export const fetchHistory = (
  filter: RunFilter,
  cursor: string | undefined,
  signal?: AbortSignal,
  limit = PAGE_RUNS,
): Promise<HistoryAnswer> =>
  fetchJson(
    historyAnswerSchema,
    query('/api/history', { ...filter, q: filter.q?.trim() || undefined, cursor, limit }),
    signal === undefined ? {} : { signal },
  );

export const fetchRun = (id: string): Promise<Run> => fetchJson(runSchema, `/api/runs/${encodeURIComponent(id)}`);

export const fetchRetention = (): Promise<RetentionStatus> =>
  fetchJson(retentionStatusSchema, '/api/history/retention');
