import { useCallback, useEffect, useRef, useState } from 'react';
import { type ActionAnswer, toErrorShape } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';

export interface Loaded<T> {
  /** Undefined until the first answer; kept while a newer one is on its way. */
  readonly value: T | undefined;
  readonly error: ErrorShape | undefined;
  reload(): Promise<void>;
}

/** What `load` answers, and again on `reload`. `load` must stay the same from one drawing to the next. */
export function useLoaded<T>(load: () => Promise<ActionAnswer<T>>): Loaded<T> {
  const [value, setValue] = useState<T>();
  const [error, setError] = useState<ErrorShape>();
  const newest = useRef(0);

  const reload = useCallback(async () => {
    const turn = ++newest.current;
    const answer = await load().catch((thrown) => ({ ok: false as const, error: toErrorShape(thrown) }));
    if (turn !== newest.current) return;
    setError(answer.ok ? undefined : answer.error);
    if (answer.ok) setValue(answer.value);
  }, [load]);
  useEffect(() => {
    void reload();
    return () => {
      newest.current += 1;
    };
  }, [reload]);
  return { value, error, reload };
}
