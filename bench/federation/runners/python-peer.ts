/** A peer that runs in Python, kept alive between statements (see peers/serve.py). */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Statement } from '../statements.ts';
import { type Answer, DidNotFinish, type Runner } from './runner.ts';

export interface PythonPeer {
  readonly name: string;
  readonly label: string;
  readonly role: 'peer' | 'limit';
  readonly isExact?: boolean;
  readonly script: string;
  readonly args: readonly string[];
  /** The text that it gets. */
  readonly text: (statement: Statement) => string;
  readonly can?: (statement: Statement) => boolean;
  /** False for one that only sends the statement to a server: its memory says nothing. */
  readonly isEngine: boolean;
  /** Called when it had to be stopped in the middle of a statement. */
  readonly cleanUp?: () => Promise<void>;
}

interface Reply {
  readonly error?: string;
  readonly ms: number;
  readonly peakMemoryBytes: number | null;
  readonly columns: string[];
  readonly kinds: NonNullable<Answer['kinds']>;
  readonly rows: (string | null)[][];
}

interface Worker {
  ask(request: object): Promise<Reply>;
  isGone(): boolean;
  stop(): Promise<void>;
}

/** Runs a text of its own too: the local DuckDB checks answers. */
export interface PythonRunner extends Runner {
  ask(id: string, sql: string, timeLimitMs: number): Promise<Reply>;
}

export function pythonRunner(python: string, peer: PythonPeer): PythonRunner {
  let worker: Worker | undefined;
  const ask = async (id: string, sql: string, timeLimitMs: number): Promise<Reply> => {
    worker ??= await startWorker(python, peer);
    const current = worker;
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      void current.stop();
    }, timeLimitMs);
    try {
      const reply = await current.ask({ id, sql });
      if (reply.error !== undefined) throw new DidNotFinish(reply.error);
      return reply;
    } catch (error) {
      if (current.isGone()) worker = undefined;
      if (!isLate) throw error;
      await peer.cleanUp?.();
      throw new DidNotFinish('It ran out of time.', true);
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
      const { ms, peakMemoryBytes, columns, kinds, rows } = await ask(statement.id, peer.text(statement), timeLimitMs);
      const memory = peer.isEngine && peakMemoryBytes !== null ? { peakMemoryBytes } : {};
      return { ms, ...memory, answer: { columns, kinds, rows } };
    },
    close: async () => worker?.stop(),
  };
}

async function startWorker(python: string, peer: PythonPeer): Promise<Worker> {
  const script = path.resolve(import.meta.dirname, '../peers', peer.script);
  const child = spawn(python, [script, ...peer.args], { stdio: ['pipe', 'pipe', 'pipe'] });
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
