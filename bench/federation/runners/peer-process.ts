/** A runner in a process of its own that is kept alive between statements (peers/serve.py tells the protocol). */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Statement } from '../statements.ts';
import { type Answer, DidNotFinish, type Runner, type Sample } from './runner.ts';

export interface PeerProcess {
  readonly name: string;
  readonly label: string;
  readonly role: Runner['role'];
  readonly isExact?: boolean;
  readonly command: readonly [program: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** The text that it gets. */
  readonly text: (statement: Statement) => string;
  readonly can?: (statement: Statement) => boolean;
  /** False for one that only sends the statement to a server: its memory says nothing. */
  readonly isEngine: boolean;
  /** How long after the time limit it is killed, if it keeps the limit itself; default 0. */
  readonly graceMs?: number;
  /** Called when it had to be stopped in the middle of a statement. */
  readonly cleanUp?: () => Promise<void>;
}

interface Reply {
  readonly error?: string;
  /** Whether that was its own time limit. */
  readonly isTimeLimit?: boolean;
  readonly ms: number;
  readonly planMs?: number;
  readonly moved?: Sample['moved'];
  readonly peakMemoryBytes: number | null;
  readonly columns: string[];
  readonly kinds?: NonNullable<Answer['kinds']>;
  readonly rows: (string | null)[][];
}

interface Worker {
  ask(request: object): Promise<Reply>;
  isGone(): boolean;
  /** Ends it when it has cleared up. */
  end(): Promise<void>;
  stop(): Promise<void>;
}

/** How long a program may take to end once it is asked nothing more. */
const CLEAR_UP_MS = 5_000;

/** Runs a text of its own too: the local DuckDB checks answers. */
export interface ProcessRunner extends Runner {
  ask(id: string, sql: string, timeLimitMs: number): Promise<Answer>;
}

export function processRunner(peer: PeerProcess): ProcessRunner {
  let worker: Worker | undefined;
  const ask = async (id: string, sql: string, timeLimitMs: number): Promise<Reply> => {
    worker ??= await startWorker(peer);
    const current = worker;
    let isLate = false;
    const timer = setTimeout(
      () => {
        isLate = true;
        void current.stop();
      },
      timeLimitMs + (peer.graceMs ?? 0),
    );
    try {
      const reply = await current.ask({ id, sql });
      if (reply.error !== undefined) throw new DidNotFinish(reply.error, reply.isTimeLimit);
      return reply;
    } catch (error) {
      if (current.isGone()) worker = undefined;
      if (!isLate) throw error;
      await peer.cleanUp?.();
      throw new DidNotFinish('It ran out of time, and was killed.', true);
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    name: peer.name,
    label: peer.label,
    role: peer.role,
    isExact: peer.isExact ?? true,
    can: peer.can ?? (() => true),
    ask,
    async run(statement, timeLimitMs) {
      const reply = await ask(statement.id, peer.text(statement), timeLimitMs);
      const { ms, planMs, moved, peakMemoryBytes } = reply;
      return {
        ms,
        answer: reply,
        ...(planMs === undefined ? {} : { planMs }),
        ...(moved === undefined ? {} : { moved }),
        ...(peer.isEngine && peakMemoryBytes !== null ? { peakMemoryBytes } : {}),
      };
    },
    close: async () => worker?.end(),
  };
}

async function startWorker({ command, env }: PeerProcess): Promise<Worker> {
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  // A program that ended fails at its next answer, with what it said.
  child.stdin.on('error', () => {});
  const isGone = (): boolean => child.exitCode !== null || child.signalCode !== null || child.killed;
  const stop = async (): Promise<void> => {
    if (isGone()) return;
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
  };
  const next = replies(child);
  await next();
  return {
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return JSON.parse(await next()) as Reply;
    },
    isGone,
    async end() {
      const timer = setTimeout(() => void stop(), CLEAR_UP_MS);
      child.stdin.end();
      if (!isGone()) await once(child, 'close');
      clearTimeout(timer);
    },
    stop,
  };
}

/** Line by line; fails with what the program said when it ends instead. */
function replies(child: ChildProcess): () => Promise<string> {
  if (child.stdout === null) throw new Error('The peer has no output.');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  return async () => {
    const { done, value } = await lines.next();
    if (done === true) throw new DidNotFinish(`It ended. ${said.trim()}`);
    return value;
  };
}
