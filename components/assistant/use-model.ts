'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { fetchAssistantStatus } from '../../lib/client/assistant.ts';
import type { AssistantStatus } from '../../lib/contract/assistant.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';

/** Whether a model can be asked; undefined until it is known. */
export function useModelStatus(): AssistantStatus | undefined {
  const [status, setStatus] = useState<AssistantStatus>();
  useEffect(() => {
    const stop = new AbortController();
    fetchAssistantStatus(stop.signal).then(setStatus, (thrown: unknown) => {
      if (!stop.signal.aborted) setStatus({ isConfigured: false, reason: toErrorShape(thrown).message });
    });
    return () => stop.abort();
  }, []);
  return status;
}

export interface Asking {
  readonly isAsking: boolean;
  readonly error: ErrorShape | undefined;
  /** Runs one question at a time; another one, `stop`, or leaving the screen ends it. */
  run(work: (signal: AbortSignal) => Promise<void>): void;
  stop(): void;
}

/** One question under way at most, which can be stopped at any time. */
export function useAsking(): Asking {
  const [isAsking, setIsAsking] = useState(false);
  const [error, setError] = useState<ErrorShape>();
  const current = useRef<AbortController>(undefined);
  const stop = useCallback(() => {
    current.current?.abort();
    current.current = undefined;
    setIsAsking(false);
  }, []);
  useEffect(() => () => current.current?.abort(), []);
  const run = useCallback((work: (signal: AbortSignal) => Promise<void>) => {
    current.current?.abort();
    const abort = new AbortController();
    current.current = abort;
    setIsAsking(true);
    setError(undefined);
    const isCurrent = () => current.current === abort;
    work(abort.signal).then(
      () => isCurrent() && setIsAsking(false),
      (thrown: unknown) => {
        if (!isCurrent() || abort.signal.aborted) return;
        setError(toErrorShape(thrown));
        setIsAsking(false);
      },
    );
  }, []);
  return { isAsking, error, run, stop };
}
