'use client';

import { useCallback, useSyncExternalStore } from 'react';
import { type RunState, runStore } from '../../lib/client/run-store.ts';

const nothing: RunState = { run: undefined, error: undefined };

/**
 * State of a run, live while it goes. Keeps the last known state when the connection breaks, and reconnects by itself.
 * `error` is about reading the run's state; the run's own failure is `run.error`.
 */
export function useRun(runId: string | undefined): RunState {
  const subscribe = useCallback(
    (listener: () => void) => (runId === undefined ? () => {} : runStore.subscribe(runId, listener)),
    [runId],
  );
  return useSyncExternalStore(
    subscribe,
    () => runStore.get(runId),
    () => nothing,
  );
}
