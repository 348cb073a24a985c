import { useCallback, useEffect, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { fetchJson, query } from '../../lib/client/fetch-json.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import {
  type FiguresProgress,
  figuresProgressSchema,
  type PerformanceAnswer,
  performanceAnswerSchema,
} from '../../lib/contract/performance.ts';
import type { Filter } from './filter.ts';
import { instantsOf } from './time-range.ts';

const PROGRESS_MS = 1_000;

/** Figures under a filter. Those of the filter before stay until the new ones are here. */
export function usePerformance(filter: Filter) {
  const [answer, setAnswer] = useState<PerformanceAnswer>();
  const [error, setError] = useState<ErrorShape>();
  const [isLoading, setIsLoading] = useState(true);
  const [round, setRound] = useState(0);
  const [progress, setProgress] = useState<FiguresProgress>({});
  const key = JSON.stringify(filter);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again for the same filter.
  useEffect(() => {
    const going = new AbortController();
    const { range, timeZone, connection, fingerprint, person } = JSON.parse(key) as Filter;
    setIsLoading(true);
    setError(undefined);
    const { from, to } = instantsOf(range, timeZone, new Date());
    fetchJson(
      performanceAnswerSchema,
      query('/api/performance', { from, to, timeZone, connection, fingerprint, person }),
      {
        signal: going.signal,
      },
    )
      .then(setAnswer)
      .catch((thrown: unknown) => !going.signal.aborted && setError(toErrorShape(thrown)))
      .finally(() => !going.signal.aborted && setIsLoading(false));
    return () => going.abort();
  }, [key, round]);

  const isWaiting = isLoading && answer === undefined;
  useEffect(() => {
    if (!isWaiting) return;
    const going = new AbortController();
    const timer = setInterval(() => {
      // Whoever waits learns nothing more from a failure here: the figures themselves will tell it.
      fetchJson(figuresProgressSchema, '/api/performance/progress', { signal: going.signal }).then(
        setProgress,
        () => {},
      );
    }, PROGRESS_MS);
    return () => {
      clearInterval(timer);
      going.abort();
    };
  }, [isWaiting]);

  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { answer, error, isLoading, progress, reload };
}
