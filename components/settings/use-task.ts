import { useState } from 'react';
import { type ActionAnswer, toErrorShape } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';

export interface Task {
  readonly isBusy: boolean;
  readonly error: ErrorShape | undefined;
  /** The value, or undefined after a failure, which then stands in `error`. */
  run<T>(action: () => Promise<ActionAnswer<T>>): Promise<T | undefined>;
}

/** One thing that a person does at a time: busy meanwhile, and its failure until the next try. */
export function useTask(): Task {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorShape>();
  return {
    isBusy,
    error,
    async run(action) {
      setIsBusy(true);
      setError(undefined);
      try {
        const answer = await action();
        if (answer.ok) return answer.value;
        setError(answer.error);
      } catch (thrown) {
        setError(toErrorShape(thrown));
      } finally {
        setIsBusy(false);
      }
      return undefined;
    },
  };
}
