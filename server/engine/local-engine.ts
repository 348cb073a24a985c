/** The engine in this process: what the worker process and the CLI run. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { getHeapStatistics } from 'node:v8';
import type { Explanation } from '../../lib/contract/run.ts';
import { FEDERATED } from '../../lib/contract/run.ts';
import { Cancelled, JoineryError } from '../errors.ts';
import type { Engine, EngineDependencies, EngineOutcome, EngineRequest, EngineState } from './engine.ts';
import { type Caution, RunAgain } from './execute/execution-error.ts';
import { MemoryMeter } from './execute/memory-meter.ts';
import { resultKeyOf } from './execute/result-writer.ts';
import { RunFolder } from './execute/run-folder.ts';
import type { RunInstance } from './execute/run-instance.ts';
import { SpareInstances } from './execute/spare-instances.ts';
import { executeStatement, type Written } from './execute-statement.ts';
import type { LedgerEntry } from './fetch/ledger.ts';
import { pipesPrefix, SpareFifos } from './fetch/spare-fifos.ts';
import { nativeStatement } from './native-statement.ts';
import { type BoundStatement, bindParameters } from './parse/bind-parameters.ts';
import { labelColumns } from './plan/result-columns.ts';
import type { Relation } from './plan/scan.ts';
import { Shadow } from './plan/shadow.ts';
import { type PlannedStatement, planStatement } from './plan-statement.ts';
import { observedIn } from './reduce/observed.ts';
import { withinScope } from './scope.ts';
import { Sessions } from './sessions.ts';

/** Relations after which the shadow is made anew. */
const SHADOW_SIZE = 2_000;
const STATE_INTERVAL_MS = 100;
/** How long no statement has to come until what the last one left is cleared away: whoever asks the next at once does not wait for that. */
const QUIET_MS = 25;
/** What has fetched more may hold much memory, and is given back at once. */
const LIGHT_BYTES = 8 * 1_048_576;

/** V8 keeps the room of a million keys until it needs more, and the next run's DuckDB would come on top of it. */
const HEAP_AT_REST = 192 * 1_048_576;

interface Executed {
  readonly planned: PlannedStatement;
  readonly written: Written;
}

export class LocalEngine implements Engine {
  readonly #dependencies: EngineDependencies;
  #shadow: Promise<Shadow> | undefined;
  readonly #fifos: SpareFifos;
  readonly #chores = new Set<Promise<void>>();
  #running = 0;
  #quiet: NodeJS.Timeout | undefined;
  /** Instances of ended runs. Giving one back holds up the process, so it is done when the answer is on its way. */
  readonly #left: RunInstance[] = [];
  readonly #instances: SpareInstances;

  constructor(dependencies: EngineDependencies) {
    this.#dependencies = dependencies;
    const spares = path.join(dependencies.tempDir, `${pipesPrefix(process.pid)}${randomUUID()}`);
    this.#instances = new SpareInstances(dependencies.limits, spares);
    this.#fifos = new SpareFifos(spares);
  }

  /** Makes the first statement as fast as the following ones; after another, settles when what that left is cleared away. */
  async warmUp(): Promise<void> {
    clearTimeout(this.#quiet);
    await Promise.all([this.#warmShadow(), this.#makeReady(), ...this.#chores]);
    await this.#giveBack();
  }

  async run(
    written: EngineRequest,
    signal: AbortSignal,
    onState: (state: EngineState) => void,
  ): Promise<EngineOutcome> {
    const bound = bindRequest(written);
    const request = { ...written, text: bound.text };
    const startedMs = performance.now();
    const limit = AbortSignal.timeout(this.#dependencies.limits.runTimeMs);
    const stop = AbortSignal.any([signal, limit]);
    const memory = new MemoryMeter();
    this.#running += 1;
    clearTimeout(this.#quiet);
    const progress = new Progress(startedMs, onState);
    try {
      const scoped = withinScope(this.#dependencies, request.scope);
      await using sessions = new Sessions((id) => scoped.connector(id), request.runId, stop);
      const outcome = await this.#runCautiously(request, sessions, stop, progress);
      const { rows, truncated } = outcome.written;
      const resultKey = resultKeyOf(request);
      const result = truncated || resultKey === undefined ? [] : [{ key: resultKey, rows }];
      this.#dependencies.observations?.note([...observedIn(outcome.planned.fetches), ...result]);
      const totalMs = performance.now() - startedMs;
      return {
        ...outcome.written,
        fetches: outcome.planned.fetches.map(({ entry }) => entry.snapshot),
        columns: labelColumns(outcome.planned.plan.columns),
        peakMemoryBytes: memory.peakBytes,
        timings: { planMs: progress.planMs, executeMs: totalMs - progress.planMs, totalMs },
      };
    } catch (thrown) {
      if (signal.aborted) throw new Cancelled();
      if (limit.aborted) throw timeoutError(this.#dependencies.limits.runTimeMs, progress.entries);
      throw bound.restore(thrown);
    } finally {
      progress.stop();
      memory.stop();
      this.#running -= 1;
      const bytes = progress.entries.reduce((sum, { snapshot }) => sum + snapshot.bytes, 0);
      this.#tidy(this.#instances.isEmpty || bytes > LIGHT_BYTES);
    }
  }

  async explain(
    request: Pick<EngineRequest, 'text' | 'target' | 'pushdown' | 'rowLimit' | 'parameters' | 'scope'>,
    signal: AbortSignal,
  ): Promise<Explanation> {
    const startedMs = performance.now();
    const bound = bindRequest(request);
    const scoped = withinScope(this.#dependencies, request.scope);
    await using sessions = new Sessions((id) => scoped.connector(id), 'explain', signal);
    const planned = await this.#plan({ ...request, text: bound.text }, sessions, signal).catch((thrown: unknown) => {
      throw bound.restore(thrown);
    });
    return {
      target: request.target,
      fetches: planned.fetches.map(({ entry }) => entry.snapshot),
      columns: labelColumns(planned.plan.columns),
      planText: planned.plan.planText,
      planMs: performance.now() - startedMs,
    };
  }

  async close(): Promise<void> {
    clearTimeout(this.#quiet);
    await Promise.all(this.#chores);
    await this.#giveBack();
    await this.#instances.close();
    await this.#fifos.close();
  }

  /** Once as planned, and again for each thing that turned out other than expected. */
  async #runCautiously(
    request: EngineRequest & Caution,
    sessions: Sessions,
    signal: AbortSignal,
    progress: Progress,
  ): Promise<Executed> {
    try {
      return await this.#runOnce(request, sessions, signal, progress);
    } catch (thrown) {
      if (!(thrown instanceof RunAgain)) throw thrown;
      this.#dependencies.log.debug(`${request.runId} is run again: ${thrown.message}`);
      return this.#runCautiously({ ...request, ...thrown.caution }, sessions, signal, progress);
    }
  }

  async #runOnce(
    request: EngineRequest & Caution,
    sessions: Sessions,
    signal: AbortSignal,
    progress: Progress,
  ): Promise<Executed> {
    const resultKey = resultKeyOf(request);
    const [planned, [seenRows] = []] = await Promise.all([
      this.#plan(request, sessions, signal, (relations) => sessions.openFor(relations)),
      resultKey === undefined ? undefined : this.#dependencies.observations?.rowsOf([resultKey]),
    ]);
    progress.planned(planned);
    signal.throwIfAborted();
    await using folder = RunFolder.create(this.#dependencies.tempDir, request.runId);
    const instance = await this.#instances.take();
    let isAnswered = false;
    try {
      const dependencies = withinScope(this.#dependencies, request.scope);
      const context = { instance, folder, sessions, fifos: this.#fifos, dependencies, seenRows };
      const written = await executeStatement(planned, request, context, signal);
      isAnswered = true;
      return { planned, written };
    } finally {
      // What failed may hold its file open, and what has spilled has files in the run's folder, which goes with the run.
      if (isAnswered && !folder.hasSpilled) this.#left.push(instance);
      else await instance[Symbol.asyncDispose]();
    }
  }

  async #plan(
    request: Pick<EngineRequest, 'text' | 'target' | 'pushdown' | 'parameters' | 'scope'> & {
      readonly everything?: boolean;
    },
    sessions: Sessions,
    signal: AbortSignal,
    onBound?: (relations: readonly Relation[]) => void,
  ): Promise<PlannedStatement> {
    const shadow = await this.#warmShadow();
    if (request.target === FEDERATED)
      return planStatement(request, shadow, withinScope(this.#dependencies, request.scope), sessions, signal, onBound);
    return nativeStatement(request.target, request, shadow, sessions, signal);
  }

  #warmShadow(): Promise<Shadow> {
    const previous = this.#shadow ?? Shadow.create();
    this.#shadow = previous.then((shadow) => (shadow.size < SHADOW_SIZE ? shadow : Shadow.create()));
    this.#shadow.catch(() => {
      this.#shadow = undefined;
    });
    return this.#shadow;
  }

  /** What the next run wants to find: an instance and pipes. */
  async #makeReady(): Promise<void> {
    await Promise.all([this.#instances.refill(), this.#fifos.refill()]);
  }

  /** Clears away and makes ready what no run waits for: at once, or when nothing is asked for a moment. */
  #tidy(atOnce: boolean): void {
    if (atOnce) this.#afterwards();
    else if (this.#running === 0) this.#quiet = setTimeout(() => this.#afterwards(), QUIET_MS).unref();
  }

  /** Begins when the answer is on its way; `close` waits for it. */
  #afterwards(): void {
    const done = new Promise((resolve) => setImmediate(resolve))
      .then(() => this.#makeReady())
      .then(() => this.#giveBack())
      .catch((thrown: unknown) => this.#dependencies.log.warn({ err: thrown }, 'Clearing up after a run failed'))
      .finally(() => this.#chores.delete(done));
    this.#chores.add(done);
  }

  async #giveBack(): Promise<void> {
    for (const instance of this.#left.splice(0)) await instance[Symbol.asyncDispose]();
    // Only a process that was started with `engineFlags` can.
    if (this.#running === 0 && getHeapStatistics().total_heap_size > HEAP_AT_REST)
      await globalThis.gc?.({ type: 'major', execution: 'async' });
  }
}

/** A native statement keeps its placeholders: its driver binds them. */
function bindRequest({
  target,
  text,
  parameters,
}: Pick<EngineRequest, 'target' | 'text' | 'parameters'>): BoundStatement {
  if (target === FEDERATED) return bindParameters(text, parameters ?? []);
  return { text, restore: (thrown) => thrown };
}

/** Tells the run's state ten times a second while anything goes on. */
class Progress {
  readonly #startedMs: number;
  readonly #onState: (state: EngineState) => void;
  readonly #timer: NodeJS.Timeout;
  #planned: PlannedStatement | undefined;
  planMs = 0;

  constructor(startedMs: number, onState: (state: EngineState) => void) {
    this.#startedMs = startedMs;
    this.#onState = onState;
    this.#timer = setInterval(() => this.#tell(), STATE_INTERVAL_MS);
  }

  planned(planned: PlannedStatement): void {
    this.#planned = planned;
    this.planMs = performance.now() - this.#startedMs;
    this.#tell();
  }

  get entries(): readonly LedgerEntry[] {
    return this.#planned?.fetches.map(({ entry }) => entry) ?? [];
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#tell();
  }

  #tell(): void {
    const sinceStartMs = performance.now() - this.#startedMs;
    this.#onState({
      stage: this.#planned === undefined ? 'planning' : 'running',
      fetches: this.entries.map((entry) => entry.snapshot),
      columns: this.#planned === undefined ? [] : labelColumns(this.#planned.plan.columns),
      planMs: this.#planned === undefined ? sinceStartMs : this.planMs,
      executeMs: this.#planned === undefined ? 0 : sinceStartMs - this.planMs,
    });
  }
}

function timeoutError(limitMs: number, entries: readonly LedgerEntry[]): JoineryError {
  const silent = entries.filter(({ waitedMs }) => waitedMs > 0).sort((a, b) => b.waitedMs - a.waitedMs)[0]?.snapshot;
  return new JoineryError(
    'run_timeout',
    `The run reached its time limit of ${Math.round(limitMs / 1000)} seconds and was stopped.`,
    {
      connection: silent?.connection,
      hint:
        silent === undefined
          ? 'Select less, or raise limits.runTime in config.yaml.'
          : `${silent.connection} was waited for at the end (${silent.relation}). Select less, look at that server, or raise limits.runTime in config.yaml.`,
    },
  );
}
