import { failureOf, fetchJson } from '../../lib/client/fetch-json.ts';
import { type StoredResults, storedResultsSchema } from '../../lib/contract/result.ts';

export const fetchStoredResults = (): Promise<StoredResults> => fetchJson(storedResultsSchema, '/api/results');

/** Drops the rows of a run; the run stays in the history. Throws ClientError. */
export async function dropStoredResult(runId: string): Promise<void> {
  const response = await fetch(`/api/results/${encodeURIComponent(runId)}`, { method: 'DELETE' });
  if (!response.ok) throw await failureOf(response);
}
