/** A run that is going, in the memory of the server that has it at work. */
import { isEnded, type Run, type RunFrame, type StartRun } from '../../lib/contract/run.ts';
import type { EngineState } from '../engine/engine.ts';

/** How often watchers are told of progress. */
const FRAME_INTERVAL_MS = 100;

export interface LiveRun {
  run: Run;
  /** Settles when history has its beginning; rejects if it could not be kept. */
  readonly kept: Promise<void>;
  readonly controller: AbortController;
  readonly listeners: Set<() => void>;
  readonly ended: Promise<void>;
  /** What other servers can read of it, and its writing. */
  shared?: Run;
  sharing?: Promise<unknown>;
  isEnding?: true;
}

/** As it is while it waits for its turn. */
export function queuedRun(id: string, request: StartRun): Run {
  const { text, target, rowLimit, pushdown, parameters, documentId } = request;
  return {
    id,
    text,
    target,
    rowLimit,
    pushdown,
    ...(parameters === undefined ? {} : { parameters }),
    ...(documentId === undefined ? {} : { documentId }),
    status: 'queued',
    startedAt: new Date().toISOString(),
    timings: { queueMs: 0, planMs: 0, executeMs: 0, totalMs: 0 },
    fetches: [],
    columns: [],
    rows: 0,
    truncated: false,
    resultBytes: 0,
    peakMemoryBytes: 0,
    hasResult: false,
  };
}

export function change(live: LiveRun, part: Partial<Run>): void {
  if (isEnded(live.run.status)) return;
  live.run = { ...live.run, ...part };
  for (const listener of live.listeners) listener();
}

export function progressOf(run: Run, state: EngineState, queuedMs: number): Partial<Run> {
  return {
    status: state.stage,
    fetches: [...state.fetches],
    columns: [...state.columns],
    timings: {
      ...run.timings,
      planMs: state.planMs,
      executeMs: state.executeMs,
      totalMs: performance.now() - queuedMs,
    },
  };
}

/** Its state now, and each later one until it has ended. */
export async function* watchLive(live: LiveRun, signal: AbortSignal): AsyncGenerator<RunFrame> {
  let last: Run | undefined;
  while (!signal.aborted) {
    if (live.run !== last) {
      last = live.run;
      yield { type: 'run', run: last };
      if (isEnded(last.status)) return;
    }
    await nextChange(live, signal);
  }
}

/** Settles at the next change, but not sooner than a frame after the last one unless the run has ended. */
async function nextChange(live: LiveRun, signal: AbortSignal): Promise<void> {
  const before = live.run;
  await new Promise<void>((resolve) => {
    const startedMs = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const finish = (): void => {
      clearTimeout(timer);
      live.listeners.delete(onChange);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const onChange = (): void => {
      if (isEnded(live.run.status)) finish();
      else timer ??= setTimeout(finish, Math.max(0, FRAME_INTERVAL_MS - (performance.now() - startedMs)));
    };
    live.listeners.add(onChange);
    signal.addEventListener('abort', finish, { once: true });
    if (live.run !== before || signal.aborted) onChange();
  });
}
