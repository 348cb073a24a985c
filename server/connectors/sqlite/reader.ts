/** The connector's hold on one reader process: commands with answers, fetches with back-pressure, and an end that always comes. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Cancelled, JoineryError, positionAt } from '../../errors.ts';
import {
  type Answers,
  type Command,
  createFrameDecoder,
  type Frame,
  frameKind,
  type ReaderFault,
  type ReadPlan,
} from './reader-protocol.ts';

type CommandOf<Op extends Command['op']> = Extract<Command, { op: Op }>;

interface Waiting {
  onFrame(frame: Frame): void;
  onGone(reason: Error): void;
}

/** A reader with the file open, lent for a session or a task. */
export interface ReaderLease {
  readonly reader: Reader;
  readonly facts: Answers['open'];
  giveBack(): Promise<void>;
}

/** Chunks asked for ahead of the reader of the stream, so that SQLite works while DuckDB does. */
const CHUNKS_AHEAD = 2;
/** Below the second within which a stop shall have happened; a busy machine may leave a process without a turn for a good part of it. */
const STOP_GRACE_MS = 800;

export class Reader {
  private readonly connection: string;
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly waiting = new Map<number, Waiting>();
  private readonly exited: Promise<void>;
  private nextId = 1;
  private gone: Error | undefined;
  private stderr = '';

  constructor(connection: string) {
    this.connection = connection;
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', readerPath()], {
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.child.stdout.on(
      'data',
      createFrameDecoder((frame) => this.waiting.get(frame.id)?.onFrame(frame)),
    );
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-4000);
    });
    // A write to a process that has just ended fails here; the exit below tells everyone.
    this.child.stdin.on('error', () => undefined);
    this.exited = new Promise((resolve) => {
      const end = (cause?: Error) => {
        this.end(
          new JoineryError('source_failed', 'The process that reads the SQLite file ended unexpectedly.', {
            connection: this.connection,
            cause: cause ?? new Error(this.stderr),
          }),
        );
        resolve();
      };
      this.child.on('error', end);
      this.child.on('close', () => end());
    });
    this.refWhileWaiting();
  }

  get isAlive(): boolean {
    return this.gone === undefined;
  }

  /**
   * Sends a command and waits for its answer. SQLite cannot be interrupted: an abort ends the whole process, or with `ifAborted: 'leave'`,
   * for commands that are quick in themselves, only the waiting.
   */
  ask<Op extends Exclude<Command['op'], 'pull'>>(
    command: CommandOf<Op>,
    signal?: AbortSignal,
    ifAborted: 'kill' | 'leave' = 'kill',
  ): Promise<Answers[Op]> {
    const id = this.nextId++;
    const sql = 'sql' in command ? command.sql : undefined;
    return new Promise<Answers[Op]>((resolve, reject) => {
      if (signal?.aborted) {
        reject(new Cancelled());
        return;
      }
      const settle = (): void => {
        this.waiting.delete(id);
        this.refWhileWaiting();
        signal?.removeEventListener('abort', onAbort);
      };
      const onAbort = () => {
        if (ifAborted === 'kill') this.kill(new Cancelled());
        settle();
        reject(new Cancelled());
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.wait(id, {
        onFrame: (frame) => {
          settle();
          if (frame.kind === frameKind.fault) reject(this.errorOf(frame, sql));
          else resolve(JSON.parse(frame.payload.toString()) as Answers[Op]);
        },
        onGone: (reason) => {
          settle();
          reject(reason);
        },
      });
      this.send({ ...command, id });
    });
  }

  /** Starts a fetch. Its stream must be read or closed; closing it early tells the reader to stop, without waiting for it. */
  async fetch(plan: ReadPlan, signal: AbortSignal): Promise<{ bytes: AsyncIterable<Uint8Array>; rows: () => number }> {
    const id = this.nextId;
    try {
      await this.ask({ op: 'start', plan }, signal, 'leave');
    } catch (error) {
      if (signal.aborted && this.isAlive) this.stop(id, true);
      throw error;
    }
    let rows = 0;
    return { bytes: this.chunks(id, signal, (count) => (rows += count)), rows: () => rows };
  }

  private async *chunks(id: number, signal: AbortSignal, count: (rows: number) => void): AsyncGenerator<Uint8Array> {
    const arrived: Frame[] = [];
    let wake: () => void = () => undefined;
    let failure: Error | undefined;
    let isEnded = false;
    const fail = (reason: Error) => {
      failure ??= reason;
      wake();
    };
    this.wait(id, {
      onFrame: (frame) => {
        arrived.push(frame);
        wake();
      },
      onGone: fail,
    });
    const onAbort = () => fail(new Cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    const pull = () => this.send({ op: 'pull', fetch: id, id });
    try {
      for (let ahead = 0; ahead < CHUNKS_AHEAD; ahead += 1) pull();
      while (!isEnded) {
        if (failure !== undefined) throw failure;
        const frame = arrived.shift();
        if (frame === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (arrived.length > 0 || failure !== undefined) resolve();
          });
          continue;
        }
        if (frame.kind === frameKind.fault) {
          isEnded = true;
          throw this.errorOf(frame, undefined);
        }
        if (frame.kind === frameKind.end) {
          isEnded = true;
          continue;
        }
        pull();
        count(frame.rows);
        yield frame.payload;
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.waiting.delete(id);
      this.refWhileWaiting();
      if (!isEnded && this.isAlive) this.stop(id, signal.aborted);
    }
  }

  /** Nobody waits for the answer. `mustEnd`: a reader that is deep in one long step of SQLite is ended with all that it reads. */
  private stop(fetch: number, mustEnd: boolean): void {
    const kill = () =>
      this.kill(
        new JoineryError(
          'source_failed',
          'Reading was ended together with another fetch that could not be stopped alone.',
          {
            connection: this.connection,
          },
        ),
      );
    const timer = mustEnd ? setTimeout(kill, STOP_GRACE_MS) : undefined;
    const done = () => clearTimeout(timer);
    this.ask({ op: 'stop', fetch }).then(done, done);
  }

  /** Ends the process at once; whoever waits for it gets `reason`. */
  kill(reason: Error): void {
    this.end(reason);
    this.child.kill('SIGKILL');
  }

  /** Kills the process if it does not answer within `graceMs`; settles when the file is free. */
  async release(graceMs: number): Promise<'free' | 'killed'> {
    if (!this.isAlive) {
      this.keepRunning('ref');
      await this.exited;
      return 'killed';
    }
    const late = AbortSignal.timeout(graceMs);
    try {
      await this.ask({ op: 'close' }, late);
      return 'free';
    } catch {
      await this.dispose();
      return 'killed';
    }
  }

  async dispose(): Promise<void> {
    this.kill(new Cancelled());
    // Its end is awaited, so it must keep the program running until then; its pipes too, for they close after it.
    this.keepRunning('ref');
    await this.exited;
  }

  private wait(id: number, waiting: Waiting): void {
    if (this.gone !== undefined) {
      waiting.onGone(this.gone);
      return;
    }
    this.waiting.set(id, waiting);
    this.refWhileWaiting();
  }

  /** An idle reader does not keep the program running. */
  private refWhileWaiting(): void {
    if (this.gone === undefined) this.keepRunning(this.waiting.size > 0 ? 'ref' : 'unref');
  }

  private keepRunning(method: 'ref' | 'unref'): void {
    this.child[method]();
    for (const stream of [this.child.stdin, this.child.stdout, this.child.stderr]) {
      if (stream instanceof Socket) stream[method]();
    }
  }

  private send(command: Command & { readonly id: number }): void {
    if (this.gone === undefined) this.child.stdin.write(`${JSON.stringify(command)}\n`);
  }

  private end(reason: Error): void {
    if (this.gone !== undefined) return;
    this.gone = reason;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const one of waiting) one.onGone(reason);
  }

  private errorOf(frame: Frame, sql: string | undefined): JoineryError {
    const fault = JSON.parse(frame.payload.toString()) as ReaderFault;
    return new JoineryError(fault.code, fault.message, {
      hint: fault.hint,
      connection: this.connection,
      position:
        sql === undefined || fault.offset === undefined ? undefined : positionAt(sql, fault.offset, fault.length ?? 0),
    });
  }
}

/** Beside this file; where a bundler has moved this file, below the folder in which the server was started. */
function readerPath(): string {
  const name = 'reader-process.ts';
  const beside = join(import.meta.dirname, name);
  return existsSync(beside) ? beside : join(process.cwd(), 'server', 'connectors', 'sqlite', name);
}
