/** Runs from request to history: queue, engine process, progress, outcome. */
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Explanation,
  isEnded,
  type Run,
  type RunFrame,
  type StartRun,
  startRunSchema,
} from '../../lib/contract/run.ts';
import type { EngineState } from '../engine/engine.ts';
import { Cancelled, JoineryError, toJoineryError } from '../errors.ts';
import type { Presence } from '../history/index.ts';
import type { Log } from '../log.ts';
import type { EnginePool } from '../supervisor/engine-pool.ts';
import type { HistoryService, RunService } from '../workbench.ts';

export interface RunServiceOptions {
  readonly pool: Pick<EnginePool, 'admit' | 'run' | 'explain'>;
  readonly history: HistoryService;
  /** File that a run's rows go to. */
  readonly resultPath: (runId: string) => string;
  /** Called after a result was stored, so that old ones can make room. */
  readonly onStored: () => void;
  /** Called when a run has ended, however it did. */
  readonly onEnded?: (run: Run) => void;
  /** The servers over one database, where there are several. */
  readonly others?: Pick<Presence, 'askStop' | 'stopsAsked'> | undefined;
  readonly log: Log;
}

/** How often watchers are told of progress. */
const FRAME_INTERVAL_MS = 100;
/** How often servers over one database look what the others ask of them, and let them know how far their runs are. */
const SHARE_INTERVAL_MS = 1_000;
/** How long a server may take to stop a run for another one. */
const STOP_PATIENCE_MS = 20_000;

interface LiveRun {
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

export interface DrainableRuns extends RunService {
  /** Takes no new runs; settles when those that go have ended, at the latest after `limitMs`, and answers how many it had to stop. */
  drain(limitMs: number): Promise<number>;
}

export function createRunService(options: RunServiceOptions): DrainableRuns {
  return new Runs(options);
}

class Runs implements DrainableRuns {
  readonly #options: RunServiceOptions;
  readonly #live = new Map<string, LiveRun>();
  #isDraining = false;
  readonly #sharing: NodeJS.Timeout | undefined;

  constructor(options: RunServiceOptions) {
    this.#options = options;
    if (options.others === undefined) return;
    this.#sharing = setInterval(() => void this.#share(), SHARE_INTERVAL_MS);
    this.#sharing.unref();
  }

  async start(request: StartRun): Promise<Run> {
    const parsed = startRunSchema.parse(request);
    const id = randomUUID();
    await mkdir(path.dirname(this.#options.resultPath(id)), { recursive: true });
    if (this.#isDraining)
      throw new JoineryError('queue_full', 'Joinery is stopping and takes no new runs.', {
        hint: 'Try again when it has started anew.',
      });
    // Before history hears of it: a thousand refused runs of one person must not hold up what it writes for others. From here to the queue nothing waits.
    this.#options.pool.admit();
    const run: Run = {
      id,
      text: parsed.text,
      target: parsed.target,
      rowLimit: parsed.rowLimit,
      pushdown: parsed.pushdown,
      ...(parsed.parameters === undefined ? {} : { parameters: parsed.parameters }),
      ...(parsed.documentId === undefined ? {} : { documentId: parsed.documentId }),
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
    // The engine begins while history writes; nobody hears of the run, nor does it end, before it is kept.
    const kept = this.#options.history.insertRun(run);
    const end = Promise.withResolvers<void>();
    const live: LiveRun = { run, kept, controller: new AbortController(), listeners: new Set(), ended: end.promise };
    this.#live.set(run.id, live);
    void this.#execute(live).finally(() => {
      this.#live.delete(run.id);
      end.resolve();
    });
    try {
      await kept;
    } catch (thrown) {
      live.controller.abort();
      await live.ended;
      throw thrown;
    }
    return run;
  }

  async cancel(runId: string): Promise<Run> {
    const live = this.#live.get(runId);
    if (live !== undefined) {
      live.controller.abort();
      await live.ended;
    } else if (this.#options.others !== undefined) await this.#stopElsewhere(runId, this.#options.others);
    return this.get(runId);
  }

  async #stopElsewhere(runId: string, others: NonNullable<RunServiceOptions['others']>): Promise<void> {
    if (isEnded((await this.get(runId)).status)) return;
    await others.askStop(runId);
    const patience = AbortSignal.timeout(STOP_PATIENCE_MS);
    for await (const { run } of this.watch(runId, patience)) if (isEnded(run.status)) return;
    throw new JoineryError('internal', 'The server that has this run at work does not answer.', {
      hint: 'If it has ended, the run is marked interrupted within a minute. If it is only slow, it stops the run when it can.',
    });
  }

  /** What concerns the other servers, until the next time. */
  async #share(): Promise<void> {
    const { others, history } = this.#options;
    const live = [...this.#live.values()].filter(
      ({ sharing, isEnding }) => sharing === undefined && isEnding === undefined,
    );
    if (others === undefined || live.length === 0) return;
    try {
      for (const runId of await others.stopsAsked(live.map(({ run }) => run.id)))
        this.#live.get(runId)?.controller.abort();
    } catch {
      // The database is away: presence says so in the log, and the next round asks again.
      return;
    }
    for (const one of live) {
      const { run, shared, controller } = one;
      if (run === shared || one.isEnding === true || controller.signal.aborted) continue;
      one.sharing = one.kept
        .then(() => history.updateRun(run))
        .then(
          () => {
            one.shared = run;
          },
          () => undefined,
        )
        .finally(() => {
          delete one.sharing;
        });
    }
  }

  async get(runId: string): Promise<Run> {
    return this.#live.get(runId)?.run ?? this.#options.history.run(runId);
  }

  async *watch(runId: string, signal: AbortSignal): AsyncGenerator<RunFrame> {
    const live = this.#live.get(runId);
    if (live === undefined) {
      yield* this.#watchKept(runId, signal);
      return;
    }
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

  /** A run that has ended, or one of another server, which tells the database now and then how far it is. */
  async *#watchKept(runId: string, signal: AbortSignal): AsyncGenerator<RunFrame> {
    let last = '';
    while (!signal.aborted) {
      const run = await this.#options.history.run(runId);
      const text = JSON.stringify(run);
      if (text !== last) yield { type: 'run', run };
      last = text;
      if (this.#options.others === undefined || isEnded(run.status)) return;
      await delay(SHARE_INTERVAL_MS / 2, undefined, { signal }).catch(() => undefined);
    }
  }

  explain(request: StartRun, signal: AbortSignal): Promise<Explanation> {
    return this.#options.pool.explain(startRunSchema.parse(request), signal);
  }

  async drain(limitMs: number): Promise<number> {
    this.#isDraining = true;
    const timer = Promise.withResolvers<void>();
    const timeout = setTimeout(timer.resolve, limitMs);
    await Promise.race([Promise.all([...this.#live.values()].map(({ ended }) => ended)), timer.promise]);
    clearTimeout(timeout);
    const stopped = this.#live.size;
    await this.close();
    return stopped;
  }

  async close(): Promise<void> {
    clearInterval(this.#sharing);
    const live = [...this.#live.values()];
    for (const { controller } of live) controller.abort();
    await Promise.all(live.map(({ ended }) => ended));
  }

  async #execute(live: LiveRun): Promise<void> {
    const queuedMs = performance.now();
    let startedMs = queuedMs;
    const { id, text, target, rowLimit, pushdown, parameters } = live.run;
    const resultPath = this.#options.resultPath(id);
    try {
      const outcome = await this.#options.pool.run(
        { runId: id, text, target, rowLimit, pushdown, parameters, resultPath },
        live.controller.signal,
        {
          onPosition: (queuePosition) => change(live, { queuePosition }),
          onStart: () => {
            startedMs = performance.now();
            const { queuePosition: _, ...run } = live.run;
            live.run = run;
            change(live, { status: 'planning', timings: { ...run.timings, queueMs: startedMs - queuedMs } });
          },
          onState: (state) => change(live, progressOf(live.run, state, queuedMs)),
        },
      );
      await this.#end(live, {
        ...outcome,
        columns: [...outcome.columns],
        fetches: [...outcome.fetches],
        status: 'succeeded',
        hasResult: true,
        timings: { ...outcome.timings, queueMs: startedMs - queuedMs, totalMs: performance.now() - queuedMs },
      });
      this.#options.onStored();
    } catch (thrown) {
      const timings = { ...live.run.timings, totalMs: performance.now() - queuedMs };
      if (thrown instanceof Cancelled) await this.#end(live, { status: 'cancelled', timings });
      else await this.#end(live, { status: 'failed', timings, error: this.#shapeOf(thrown, id) });
    }
  }

  /** Kept in history first, told to watchers then: what people have seen as ended is on disk. */
  async #end(live: LiveRun, ending: Partial<Run>): Promise<void> {
    const isKept = await live.kept.then(
      () => true,
      () => false,
    );
    if (!isKept) {
      await rm(this.#options.resultPath(live.run.id), { force: true });
      return;
    }
    // From here on nothing may say that it goes on.
    live.isEnding = true;
    await live.sharing;
    const { queuePosition: _, ...run } = live.run;
    const ended: Run = { ...run, ...ending, endedAt: new Date().toISOString() };
    try {
      await this.#options.history.updateRun(ended);
    } catch (thrown) {
      this.#options.log.error(
        { run: run.id, fault: toJoineryError(thrown).code },
        'The end of a run could not be kept in history',
      );
    }
    this.#options.log.info(
      {
        run: run.id,
        target: run.target,
        status: ended.status,
        rows: ended.rows,
        ms: Math.round(ended.timings.totalMs),
      },
      sentence(ended),
    );
    live.run = ended;
    this.#options.onEnded?.(ended);
    for (const listener of live.listeners) listener();
  }

  #shapeOf(thrown: unknown, runId: string) {
    const error = toJoineryError(thrown);
    if (error.class === 'internal')
      this.#options.log.error(
        { run: runId, fault: error.cause instanceof Error ? error.cause.stack : undefined },
        'A run met an unexpected fault',
      );
    return error.toShape();
  }
}

function change(live: LiveRun, part: Partial<Run>): void {
  if (isEnded(live.run.status)) return;
  live.run = { ...live.run, ...part };
  for (const listener of live.listeners) listener();
}

function progressOf(run: Run, state: EngineState, queuedMs: number): Partial<Run> {
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

function sentence(run: Run): string {
  const seconds = (run.timings.totalMs / 1000).toFixed(2);
  const sources = new Set(run.fetches.map((fetch) => fetch.connection)).size;
  if (run.status === 'succeeded')
    return `A statement over ${sources} connection${sources === 1 ? '' : 's'} gave ${run.rows} rows in ${seconds} s`;
  if (run.status === 'cancelled') return `A statement was stopped after ${seconds} s`;
  return `A statement failed after ${seconds} s: ${run.error?.code ?? 'unknown'}`;
}
