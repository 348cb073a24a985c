import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Cancelled, JoineryError } from '../errors.ts';
import type { Log } from '../log.ts';
import { ExportProcess } from './export-process.ts';
import type { ExportEnding, ExportTask } from './export-task.ts';
import { HeavyWork } from './heavy-work.ts';

/** Starting a process costs as much as encoding millions of values; one that waits for the next export takes some 100 MB. */
const IDLE_MS = 30_000;
/** What a larger one needed of memory is given back by ending its process. */
const REUSABLE_BYTES = 16 * 1_048_576;
const MOST_TASKS = 200;

interface Idle {
  readonly process: ExportProcess;
  readonly tasks: number;
  readonly timer: NodeJS.Timeout;
}

interface Options {
  readonly scratch: string;
  readonly atOnce: number;
  readonly log?: Pick<Log, 'debug'> | undefined;
}

/** Exports, encoded in processes of their own. A few go at a time; others wait. */
export class ExportProcesses {
  readonly #options: Options;
  readonly #turns: HeavyWork;
  readonly #closing = new AbortController();
  readonly #going = new Set<Promise<unknown>>();
  readonly #idle: Idle[] = [];

  constructor(options: Options) {
    this.#options = options;
    this.#turns = new HeavyWork(options.atOnce);
  }

  /**
   * The bytes, made no faster than they are taken. An abort, or a reader that goes away, kills the process; its temporary files go with it.
   */
  async *export(task: Omit<ExportTask, 'scratch'>, given: AbortSignal): AsyncGenerator<Uint8Array> {
    const signal = AbortSignal.any([given, this.#closing.signal]);
    const release = await this.#turns.take(signal);
    const { process, tasks } = this.#take();
    const scratch = path.join(this.#options.scratch, `export-${randomUUID()}`);
    const { bytes, ended } = process.run({ ...task, scratch });
    let isOver = false;
    // Cleared away when the task ends, whether or not anybody asks for more bytes.
    const cleared = ended.then(async (ending) => {
      isOver = true;
      if (!this.#rest(process, tasks, ending)) await process.kill();
      await rm(scratch, { recursive: true, force: true });
      release();
    });
    this.#going.add(cleared);
    void cleared.finally(() => this.#going.delete(cleared));
    // One that has ended its task may have another by now.
    const kill = (): void => {
      if (!isOver) void process.kill();
    };
    signal.addEventListener('abort', kill, { once: true });
    try {
      for await (const piece of bytes) yield piece as Uint8Array;
      const ending = await ended;
      if (ending.kind === 'failed') throw JoineryError.fromShape(ending.error);
    } catch (thrown) {
      throw signal.aborted ? new Cancelled() : thrown;
    } finally {
      signal.removeEventListener('abort', kill);
      kill();
      await cleared;
    }
  }

  /** Ends all exports and waits until nothing is left of them. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#going);
    await Promise.all(this.#idle.splice(0).map(({ process, timer }) => ended(process, timer)));
  }

  #take(): { readonly process: ExportProcess; readonly tasks: number } {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      clearTimeout(idle.timer);
      if (!idle.process.isGone) return idle;
    }
    return { process: new ExportProcess(this.#options.log), tasks: 0 };
  }

  /** Keeps a process for the next export; false if it had better end. */
  #rest(process: ExportProcess, tasksBefore: number, ending: ExportEnding): boolean {
    const tasks = tasksBefore + 1;
    const isGood = ending.kind === 'done' && ending.bytes <= REUSABLE_BYTES && tasks < MOST_TASKS;
    if (!isGood || this.#closing.signal.aborted) return false;
    const timer = setTimeout(() => {
      this.#idle.splice(
        this.#idle.findIndex((one) => one.process === process),
        1,
      );
      void process.kill();
    }, IDLE_MS).unref();
    this.#idle.push({ process, tasks, timer });
    return true;
  }
}

function ended(process: ExportProcess, timer: NodeJS.Timeout): Promise<void> {
  clearTimeout(timer);
  return process.kill();
}
