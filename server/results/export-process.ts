import { type ChildProcess, fork } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { JoineryError } from '../errors.ts';
import type { Log } from '../log.ts';
import { letServerGoFirst } from '../work-priority.ts';
import type { ExportEnding, ExportTask } from './export-task.ts';

/** The process needs no secret of the server's environment. */
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL'] as const;

export interface ExportGoing {
  /** Taken as fast as they are read. They end with the task, however it ended. */
  readonly bytes: PassThrough;
  /** Settles when all bytes are here, whether or not anybody has read them. */
  readonly ended: Promise<ExportEnding>;
}

/** A process that encodes exports, one after another. */
export class ExportProcess {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;

  constructor(log: Pick<Log, 'debug'> | undefined) {
    const env: NodeJS.ProcessEnv = { NODE_ENV: process.env.NODE_ENV ?? 'production', TZ: 'UTC' };
    for (const name of inherited) if (process.env[name] !== undefined) env[name] = process.env[name];
    this.#child = fork(fileURLToPath(new URL('./export-worker.ts', import.meta.url)), [], {
      env,
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    letServerGoFirst(this.#child.pid, log);
    this.#child.on('error', () => undefined);
    this.#gone = goneOf(this.#child);
  }

  /** It has ended, or is about to. */
  get isGone(): boolean {
    const { connected, exitCode, signalCode } = this.#child;
    return !connected || exitCode !== null || signalCode !== null;
  }

  /** Only for one that has no task. */
  run(task: ExportTask): ExportGoing {
    const child = this.#child;
    const bytes = new PassThrough();
    // Who stops reading destroys it; what still comes then goes nowhere.
    bytes.on('error', () => undefined);
    let [received, expected] = [0, Number.POSITIVE_INFINITY];
    const whole = Promise.withResolvers<void>();
    const take = (piece: Uint8Array): void => {
      received += piece.length;
      // What is left when the process has told its end is no more than a pipe holds.
      const isTold = expected !== Number.POSITIVE_INFINITY;
      if (!bytes.destroyed && !bytes.write(piece) && !isTold) child.stdout?.pause();
      if (received >= expected) whole.resolve();
    };
    const goOn = (): void => void child.stdout?.resume();
    child.stdout?.on('data', take);
    goOn();
    bytes.on('drain', goOn);
    const work = async (): Promise<ExportEnding> => {
      const ending = await endingOf(child, this.#gone);
      if (ending.kind === 'failed') return ending;
      expected = ending.bytes;
      if (received >= expected) whole.resolve();
      goOn();
      await Promise.race([whole.promise, this.#gone]);
      return received >= expected ? ending : crashed();
    };
    const ended = work().finally(() => {
      child.stdout?.off('data', take).pause();
      bytes.off('drain', goOn).end();
    });
    child.send(task, () => undefined);
    return { bytes, ended };
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }
}

/** Settles when a process has ended and nothing more is heard of it: its end is often seen before its last word. */
async function goneOf(child: ChildProcess): Promise<void> {
  const failed = new Promise((resolve) => child.once('error', resolve));
  const hasEnded = new Promise((resolve) => child.once('exit', resolve));
  const hasSpoken = new Promise((resolve) => child.once('disconnect', resolve));
  await Promise.race([failed, Promise.all([hasEnded, hasSpoken])]);
}

const crashed = (): ExportEnding => ({
  kind: 'failed',
  error: new JoineryError('internal', 'The process that prepared the export ended before it was done.', {
    hint: 'Try again. If it happens again, export fewer columns or as CSV.',
  }).toShape(),
});

/** What the process tells of its task; one that ends without a word has crashed. */
export async function endingOf(child: ChildProcess, gone: Promise<unknown> = goneOf(child)): Promise<ExportEnding> {
  const told = Promise.withResolvers<ExportEnding>();
  child.once('message', told.resolve);
  try {
    return await Promise.race([told.promise, gone.then(crashed)]);
  } finally {
    child.off('message', told.resolve);
  }
}
