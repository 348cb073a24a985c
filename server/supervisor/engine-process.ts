import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Explanation } from '../../lib/contract/run.ts';
import type { EngineOutcome, EngineRequest, EngineState, Observation } from '../engine/engine.ts';
import { engineEnvironment, engineFlags } from '../engine/engine-environment.ts';
import { Cancelled, JoineryError, toJoineryError } from '../errors.ts';
import type { Log } from '../log.ts';
import { letServerGoFirst } from '../work-priority.ts';
import type {
  Answer,
  Ending,
  ExplainRequest,
  FromProcess,
  ProcessConnection,
  ProcessSettings,
  Question,
  ToProcess,
} from './protocol.ts';
import { overMemory, watchJob } from './watchdog.ts';

/** What an engine process inherits of the environment. The server's other variables, secrets among them, stay away from it. */
const inherited = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TZ',
  'LANG',
  'LC_ALL',
  'NODE_EXTRA_CA_CERTS',
  'JOINERY_LOG_LEVEL',
  'JOINERY_LOG_FORMAT',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_COMPILE_CACHE',
] as const;

export interface ProcessListeners {
  readonly answer: (question: Question) => Promise<Answer>;
  /** Rows that its fetches brought. */
  readonly onObserved: (observations: readonly Observation[]) => void;
  readonly onExit: () => void;
  readonly log: Pick<Log, 'debug'>;
}

interface Job {
  readonly onState: (state: EngineState) => void;
  readonly end: (ending: Ending<EngineOutcome | Explanation>) => void;
}

/** One engine process. It runs one statement at a time; when it dies, its job fails with `engine_crashed` and `onExit` is told. */
export class EngineProcess {
  readonly #child: ChildProcess;
  readonly #jobs = new Map<number, Job>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #runTimeMs: number;
  /** Why the process was ended from here, and for which job; the others have crashed with it. */
  #endedFor: { readonly reason: Error; readonly job: number | undefined } | undefined;
  #jobCount = 0;
  #isGone = false;

  constructor(settings: ProcessSettings, listeners: ProcessListeners) {
    const { onExit } = listeners;
    this.#runTimeMs = settings.limits.runTimeMs;
    const env: NodeJS.ProcessEnv = { ...engineEnvironment, NODE_ENV: process.env.NODE_ENV ?? 'production' };
    for (const name of inherited) if (process.env[name] !== undefined) env[name] = process.env[name];
    this.#child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [], {
      env,
      execArgv: [...process.execArgv, ...engineFlags],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    letServerGoFirst(this.#child.pid, listeners.log);
    this.#ready.promise.catch(() => undefined);
    this.#child.on('message', (message: FromProcess) => this.#receive(message, listeners));
    this.#child.on('error', () => this.#gone(onExit));
    this.#child.on('exit', () => this.#gone(onExit));
    this.#send({ type: 'settings', settings });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Settles when the process can take a statement. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  run(request: EngineRequest, signal: AbortSignal, onState: (state: EngineState) => void): Promise<EngineOutcome> {
    return this.#work((job) => ({ type: 'run', job, request }), signal, onState) as Promise<EngineOutcome>;
  }

  explain(request: ExplainRequest, signal: AbortSignal): Promise<Explanation> {
    return this.#work(
      (job) => ({ type: 'explain', job, request }),
      signal,
      () => {},
    ) as Promise<Explanation>;
  }

  /** From now on it knows these connections. Only for a process that runs nothing. */
  tellConnections(connections: readonly ProcessConnection[]): void {
    this.#send({ type: 'connections', connections });
  }

  /** Asks the process to end and ends it after two seconds if it does not. */
  async close(): Promise<void> {
    if (this.#isGone) return;
    const exited = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 2_000);
    await exited;
    clearTimeout(timer);
  }

  async #work(
    message: (job: number) => ToProcess,
    signal: AbortSignal,
    onState: (state: EngineState) => void,
  ): Promise<EngineOutcome | Explanation> {
    if (this.#isGone) throw crashed();
    if (signal.aborted) throw new Cancelled();
    const job = ++this.#jobCount;
    const pending = Promise.withResolvers<Ending<EngineOutcome | Explanation>>();
    this.#jobs.set(job, { onState, end: pending.resolve });
    const cancel = (): void => this.#send({ type: 'cancel', job });
    signal.addEventListener('abort', cancel, { once: true });
    const unwatch = watchJob(this.#runTimeMs, signal, (reason) => this.#end({ reason, job }));
    try {
      this.#send(message(job));
      const ending = await pending.promise;
      if (ending.kind === 'cancelled') throw new Cancelled();
      if (ending.kind === 'error') throw this.#reasonFor(job) ?? JoineryError.fromShape(ending.error);
      return ending.value;
    } finally {
      unwatch();
      signal.removeEventListener('abort', cancel);
      this.#jobs.delete(job);
    }
  }

  #receive(message: FromProcess, { answer, onObserved }: ProcessListeners): void {
    if (message.type === 'ready') this.#ready.resolve();
    else if (message.type === 'state') this.#jobs.get(message.job)?.onState(message.state);
    else if (message.type === 'end') this.#jobs.get(message.job)?.end(message.ending);
    else if (message.type === 'observed') onObserved(message.observations);
    else if (message.type === 'memory') this.#end({ reason: overMemory(), job: undefined });
    else {
      const { question } = message;
      answer(message.content).then(
        (value) => this.#send({ type: 'answer', question, value }),
        (thrown: unknown) => this.#send({ type: 'answer', question, error: toJoineryError(thrown).toShape() }),
      );
    }
  }

  #end(why: { readonly reason: Error; readonly job: number | undefined }): void {
    this.#endedFor ??= why;
    this.#child.kill('SIGKILL');
  }

  #reasonFor(job: number): Error | undefined {
    if (!this.#isGone || this.#endedFor === undefined) return undefined;
    return (this.#endedFor.job ?? job) === job ? this.#endedFor.reason : undefined;
  }

  #send(message: ToProcess): void {
    if (this.#child.connected) this.#child.send(message);
  }

  #gone(onExit: () => void): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#ready.reject(crashed());
    for (const job of this.#jobs.values()) job.end({ kind: 'error', error: crashed().toShape() });
    onExit();
  }
}

const crashed = (): JoineryError =>
  new JoineryError('engine_crashed', 'The engine process ended unexpectedly while this statement ran.', {
    hint: 'Only this run was lost; a new process has taken over. If it happens again with this statement, select less or lower limits.runMemory.',
  });
