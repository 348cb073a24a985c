import { useEffect, useState } from 'react';
import { toErrorShape } from '../../../lib/client/answer.ts';
import { fetchJson, query } from '../../../lib/client/fetch-json.ts';
import type { ErrorShape } from '../../../lib/contract/errors.ts';
import { type ColumnSummary, columnSummarySchema, type ResultView } from '../../../lib/contract/result.ts';

interface Summary {
  readonly path: string | undefined;
  readonly state: ColumnSummary | undefined;
  readonly error: ErrorShape | undefined;
}

/** Figures of a column over the rows shown; read anew when they change, and given up when nobody looks any more. */
export function useSummary(runId: string | undefined, column: number, view: ResultView): Summary {
  const filters = JSON.stringify({ filters: view.filters });
  const path =
    runId === undefined
      ? undefined
      : query(`/api/results/${encodeURIComponent(runId)}/summary`, { column, view: filters });
  const [summary, setSummary] = useState<Summary>({ path: undefined, state: undefined, error: undefined });
  useEffect(() => {
    if (path === undefined) return;
    const going = new AbortController();
    void fetchJson(columnSummarySchema, path, { signal: going.signal }).then(
      (state) => setSummary({ path, state, error: undefined }),
      (thrown: unknown) => {
        if (!going.signal.aborted) setSummary({ path, state: undefined, error: toErrorShape(thrown) });
      },
    );
    return () => going.abort();
  }, [path]);
  return summary.path === path ? summary : { path, state: undefined, error: undefined };
}
