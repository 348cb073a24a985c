/** Engine processes behind one queue: at most `concurrentRuns` statements at a time, in turns among people. */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Explanation } from '../../lib/contract/run.ts';
import type { EngineOutcome, EngineRequest, EngineState, Observation } from '../engine/engine.ts';
import { runFolderPath } from '../engine/execute/run-folder.ts';
import { pipesPrefix } from '../engine/fetch/spare-fifos.ts';
import type { RunScope } from '../engine/scope.ts';
import { Cancelled } from '../errors.ts';
import type { Log } from '../log.ts';
import { EngineProcess } from './engine-process.ts';
import { FairQueue } from './fair-queue.ts';
import type { Answer, ExplainRequest, ProcessConnection, ProcessSettings, Question } from './protocol.ts';

export interface PoolOptions {
  readonly settings: ProcessSettings;
  readonly concurrentRuns: number;
  readonly queuedRuns: number;
  /** Statements of one person, waiting and at work; more are refused with `queue_full`. Absent = no such limit. */
  readonly runsPerPerson?: number | undefined;
  /** For whom the work that goes on is; absent = for the server itself, which may use everything. */
  readonly scope?: (() => RunScope | undefined) | undefined;
  readonly answer: (question: Question) => Promise<Answer>;
  readonly onObserved: (observations: readonly Observation[]) => void;
  readonly log: Log;
}

export class EnginePool {
  readonly #options: PoolOptions;
  readonly #idle: EngineProcess[] = [];
  readonly #all = new Set<EngineProcess>();
  readonly #queue: FairQueue;
  /** Statements that have a turn, and wait for a process. */
  readonly #waiting: PromiseWithResolvers<EngineProcess>[] = [];
  /** Processes that are not ready yet. */
  #starting = 0;
  readonly #clearings = new Set<Promise<void>>();
  /** Processes at work that have not been told of the connections as they are now. */
  readonly #stale = new Set<EngineProcess>();
  #connections: readonly ProcessConnection[];
  #isClosing = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#connections = options.settings.connections;
    this.#queue = new FairQueue(options);
  }

  /** Statements that start from now on see these connections; those at work end with the ones they began with. */
  applyConnections(connections: readonly ProcessConnection[]): void {
    this.#connections = connections;
    for (const process of this.#all) {
      if (this.#idle.includes(process)) process.tellConnections(connections);
      else this.#stale.add(process);
    }
  }

  /** Starts the first process, so that the first statement does not wait for it. */
  async warmUp(): Promise<void> {
    await this.#start().ready;
  }

  /** Throws `queue_full` where `run` would refuse the one who asks. */
  admit(): void {
    this.#queue.admit(this.#options.scope?.()?.person ?? '');
  }

  /** Queues and runs. `onPosition` tells the place in the queue (1 = next) while waiting, `onStart` when it leaves the queue. */
  async run(
    request: EngineRequest,
    signal: AbortSignal,
    listeners: { onPosition(position: number): void; onStart(): void; onState(state: EngineState): void },
  ): Promise<EngineOutcome> {
    const scope = this.#options.scope?.();
    const person = scope?.person ?? '';
    await this.#queue.turn(person, signal, listeners.onPosition);
    let process: EngineProcess | undefined;
    try {
      process = await this.#takeProcess(signal);
      listeners.onStart();
      return await process.run({ ...request, scope }, signal, listeners.onState);
    } catch (thrown) {
      if (process !== undefined && !this.#all.has(process)) {
        await rm(runFolderPath(this.#options.settings.tempDir, request.runId), { recursive: true, force: true });
      }
      throw thrown;
    } finally {
      if (process !== undefined && this.#all.has(process)) this.#rest(process);
      this.#queue.done(person);
    }
  }

  /** Explains at once, beside the queue: it reads no rows. */
  explain(request: ExplainRequest, signal: AbortSignal): Promise<Explanation> {
    const process = this.#idle[0] ?? [...this.#all].find((one) => !this.#stale.has(one)) ?? this.#start();
    return process.explain({ ...request, scope: this.#options.scope?.() }, signal);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all([...this.#all].map((process) => process.close()));
    await Promise.all(this.#clearings);
  }

  get figures(): { readonly processes: number; readonly running: number; readonly waiting: number } {
    return { processes: this.#all.size, running: this.#queue.running, waiting: this.#queue.waiting };
  }

  /** Settles when there is a process that can work; starts one if there is none. */
  async ask(): Promise<void> {
    if (this.#isClosing) throw new Error('The engine is closed');
    if (this.#all.size === 0) await this.warmUp();
    else await Promise.any([...this.#all].map((process) => process.ready));
  }

  get pids(): number[] {
    return [...this.#all].map((process) => process.pid).filter((pid) => pid !== undefined);
  }

  #rest(process: EngineProcess): void {
    if (this.#stale.delete(process)) process.tellConnections(this.#connections);
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(process);
    else next.resolve(process);
  }

  /** One that is free, or else the first to be: one that is started for it, or one at work that ends its statement sooner. */
  async #takeProcess(signal: AbortSignal): Promise<EngineProcess> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    const free = Promise.withResolvers<EngineProcess>();
    this.#waiting.push(free);
    if (this.#starting < this.#waiting.length) this.#start();
    const cancel = (): void => {
      const place = this.#waiting.indexOf(free);
      if (place >= 0) this.#waiting.splice(place, 1);
      free.reject(new Cancelled());
    };
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await free.promise;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  /** A process that works for whoever waits as soon as it is ready. */
  #start(): EngineProcess {
    const process = this.#spawn();
    this.#starting += 1;
    process.ready.then(
      () => {
        this.#starting -= 1;
        this.#rest(process);
      },
      (reason: unknown) => {
        this.#starting -= 1;
        if (this.#waiting.length > this.#starting) this.#waiting.shift()?.reject(reason);
      },
    );
    return process;
  }

  #spawn(): EngineProcess {
    const settings = { ...this.#options.settings, connections: this.#connections };
    const { answer, onObserved, log } = this.#options;
    const onExit = (): void => {
      const clearing = this.#clearAfter(process.pid).finally(() => this.#clearings.delete(clearing));
      this.#clearings.add(clearing);
      this.#all.delete(process);
      this.#stale.delete(process);
      const place = this.#idle.indexOf(process);
      if (place >= 0) this.#idle.splice(place, 1);
      if (!this.#isClosing)
        log.warn({ pid: process.pid }, 'An engine process ended unexpectedly; the next run starts a new one');
    };
    const process: EngineProcess = new EngineProcess(settings, { answer, onObserved, onExit, log });
    this.#all.add(process);
    log.debug({ pid: process.pid }, 'An engine process started');
    return process;
  }

  /** Pipes made ahead by a process that could not clear them away itself. */
  async #clearAfter(pid: number | undefined): Promise<void> {
    const { tempDir } = this.#options.settings;
    const names = await readdir(tempDir).catch(() => []);
    const left = names.filter((name) => pid !== undefined && name.startsWith(pipesPrefix(pid)));
    await Promise.allSettled(left.map((name) => rm(path.join(tempDir, name), { recursive: true, force: true })));
  }
}
