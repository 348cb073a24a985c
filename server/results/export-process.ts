import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Cancelled, JoineryError } from '../errors.ts';
import type { Log } from '../log.ts';
import { letServerGoFirst } from '../work-priority.ts';
import type { ExportEnding, ExportTask } from './export-task.ts';
import { HeavyWork } from './heavy-work.ts';

/** The process needs no secret of the server's environment. */
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL'] as const;

function start(task: ExportTask, log: Pick<Log, 'debug'> | undefined): ChildProcess {
  const env: NodeJS.ProcessEnv = { NODE_ENV: process.env.NODE_ENV ?? 'production', TZ: 'UTC' };
  for (const name of inherited) if (process.env[name] !== undefined) env[name] = process.env[name];
  const child = fork(fileURLToPath(new URL('./export-worker.ts', import.meta.url)), [], {
    env,
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  letServerGoFirst(child.pid, log);
  child.send(task);
  return child;
}

/** What the process told before it ended; a process that ended without a word has crashed. Its end is often seen before its last word: both are waited for. */
export function endingOf(child: ChildProcess): Promise<ExportEnding> {
  return new Promise((resolve) => {
    let told: ExportEnding | undefined;
    child.on('message', (message: ExportEnding) => {
      told = message;
    });
    const end = (): void =>
      resolve(
        told ?? {
          kind: 'failed',
          error: new JoineryError('internal', 'The process that prepared the export ended before it was done.', {
            hint: 'Try again. If it happens again, export fewer columns or as CSV.',
          }).toShape(),
        },
      );
    child.once('error', end);
    const hasEnded = new Promise((done) => child.once('exit', done));
    const hasSpoken = new Promise((done) => child.once('disconnect', done));
    void Promise.all([hasEnded, hasSpoken]).then(end);
  });
}

/** Exports, each encoded in a process of its own. A few go at a time; others wait. */
export class ExportProcesses {
  readonly #scratch: string;
  readonly #turns: HeavyWork;
  readonly #log: Pick<Log, 'debug'> | undefined;
  readonly #closing = new AbortController();
  readonly #going = new Set<Promise<void>>();

  constructor(options: {
    readonly scratch: string;
    readonly atOnce: number;
    readonly log?: Pick<Log, 'debug'> | undefined;
  }) {
    this.#scratch = options.scratch;
    this.#turns = new HeavyWork(options.atOnce);
    this.#log = options.log;
  }

  /**
   * The bytes, made no faster than they are taken. An abort, or a reader that goes away, kills the process; its temporary files go with it.
   */
  async *export(task: Omit<ExportTask, 'scratch'>, given: AbortSignal): AsyncGenerator<Uint8Array> {
    const signal = AbortSignal.any([given, this.#closing.signal]);
    const release = await this.#turns.take(signal);
    const scratch = path.join(this.#scratch, `export-${randomUUID()}`);
    const child = start({ ...task, scratch }, this.#log);
    const ended = endingOf(child);
    // Cleared away when the process ends, whether or not anybody asks for more bytes.
    const cleared = ended.then(() => rm(scratch, { recursive: true, force: true })).finally(release);
    this.#going.add(cleared);
    const kill = (): void => void child.kill('SIGKILL');
    signal.addEventListener('abort', kill, { once: true });
    try {
      if (child.stdout !== null) for await (const piece of child.stdout) yield piece as Uint8Array;
      const ending = await ended;
      if (ending.kind === 'failed') throw JoineryError.fromShape(ending.error);
    } catch (thrown) {
      throw signal.aborted ? new Cancelled() : thrown;
    } finally {
      signal.removeEventListener('abort', kill);
      kill();
      await cleared;
      this.#going.delete(cleared);
    }
  }

  /** Ends all exports and waits until nothing is left of them. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#going);
  }
}
