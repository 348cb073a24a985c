import { useEffect, useState } from 'react';
import { toErrorShape } from '../../../lib/client/answer.ts';
import { fetchJson, query } from '../../../lib/client/fetch-json.ts';
import type { ErrorShape } from '../../../lib/contract/errors.ts';
import { type ChartAnswer, type ChartSpec, chartAnswerSchema } from '../../../lib/contract/result.ts';

interface Chart {
  readonly path: string;
  readonly answer: ChartAnswer | undefined;
  readonly error: ErrorShape | undefined;
}

/** Points of a chart, computed by the server over all rows shown; the picture before stays while a new one is made. */
export function useChart(runId: string, spec: ChartSpec): Chart & { readonly isBusy: boolean } {
  const path = query(`/api/results/${encodeURIComponent(runId)}/chart`, { spec: JSON.stringify(spec) });
  const [chart, setChart] = useState<Chart>({ path: '', answer: undefined, error: undefined });
  useEffect(() => {
    const going = new AbortController();
    void fetchJson(chartAnswerSchema, path, { signal: going.signal }).then(
      (answer) => setChart({ path, answer, error: undefined }),
      (thrown: unknown) => {
        if (!going.signal.aborted) setChart({ path, answer: undefined, error: toErrorShape(thrown) });
      },
    );
    return () => going.abort();
  }, [path]);
  return { ...chart, isBusy: chart.path !== path };
}
