/** Runs from request to history: queue, engine process, progress, outcome. */
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Explanation, type Run, type RunFrame, type StartRun, startRunSchema } from '../../lib/contract/run.ts';
import { Cancelled, JoineryError, toJoineryError } from '../errors.ts';
import type { Presence } from '../history/index.ts';
import type { Log } from '../log.ts';
import type { EnginePool } from '../supervisor/engine-pool.ts';
import type { HistoryService, RunService } from '../workbench.ts';
import { KeptRuns } from './kept-runs.ts';
import { change, type LiveRun, progressOf, queuedRun, watchLive } from './live-run.ts';
import { sentence } from './run-sentence.ts';

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
  readonly #kept: KeptRuns;

  constructor(options: RunServiceOptions) {
    this.#options = options;
    this.#kept = new KeptRuns({ history: options.history, others: options.others, live: this.#live });
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
    const run = queuedRun(id, parsed);
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
    } else await this.#kept.stop(runId);
    return this.get(runId);
  }

  async get(runId: string): Promise<Run> {
    return this.#live.get(runId)?.run ?? this.#options.history.run(runId);
  }

  watch(runId: string, signal: AbortSignal): AsyncGenerator<RunFrame> {
    const live = this.#live.get(runId);
    return live === undefined ? this.#kept.watch(runId, signal) : watchLive(live, signal);
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
    this.#kept.close();
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
        timings: { ...outcome.timings, ...outsideOf(outcome.timings.totalMs, performance.now() - queuedMs) },
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
    // Not by the clock, which may have been set meanwhile: a run would end before it began.
    const { totalMs } = ending.timings ?? run.timings;
    const ended: Run = { ...run, ...ending, endedAt: new Date(Date.parse(run.startedAt) + totalMs).toISOString() };
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

/** What the engine did not have the run for: it waited for a place, or for a process of the engine that had to begin. */
const outsideOf = (engineMs: number, totalMs: number) => ({ queueMs: Math.max(0, totalMs - engineMs), totalMs });
