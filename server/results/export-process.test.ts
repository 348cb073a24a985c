import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WORK_NICENESS } from '../work-priority.ts';
import { endingOf } from './export-process.ts';
import { ExportProcesses } from './export-processes.ts';
import type { ExportTask } from './export-task.ts';
import { makeResult } from './testing/make-result.ts';

/** The end of a process and its last word come by two ways, in either order. */
const child = () => new EventEmitter() as ChildProcess;

it('hears the last word of a process whose end was seen first', async () => {
  const process = child();
  const ending = endingOf(process);
  process.emit('exit', 0);
  await new Promise((resolve) => setImmediate(resolve));
  process.emit('message', { kind: 'done', bytes: 3 });
  process.emit('disconnect');
  expect(await ending).toEqual({ kind: 'done', bytes: 3 });
});

it('takes a process for crashed that ends without a word, or never began', async () => {
  const crashed = child();
  const ending = endingOf(crashed);
  crashed.emit('disconnect');
  crashed.emit('exit', null, 'SIGKILL');
  expect(await ending).toMatchObject({ kind: 'failed', error: { code: 'internal' } });
  const never = child();
  const failing = endingOf(never);
  never.emit('error', new Error('spawn EAGAIN'));
  expect(await failing).toMatchObject({ kind: 'failed', error: { code: 'internal' } });
});

/** Linux: processes whose parent this is, and what they are at. */
async function childrenWith(word: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const [status, command] = await Promise.all(
      ['status', 'cmdline'].map((file) => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '')),
    );
    if (status?.includes(`\nPPid:\t${process.pid}\n`) === true && command?.includes(word) === true)
      found.push(Number(name));
  }
  return found;
}

describe.runIf(process.platform === 'linux')('export processes', () => {
  const never = new AbortController().signal;
  let folder: string;
  let exports: ExportProcesses;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'joinery-export-process-'));
    exports = new ExportProcesses({ scratch: folder, atOnce: 1 });
  });
  afterEach(async () => {
    await exports.close();
    expect(await childrenWith('export-worker')).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  });

  const pids = () => childrenWith('export-worker');
  const taskOf = async (select: string): Promise<Omit<ExportTask, 'scratch'>> => {
    const file = path.join(folder, `${++files}.duckdb`);
    return {
      path: file,
      columns: await makeResult(file, select),
      view: undefined,
      positions: undefined,
      format: 'csv',
      settings: {},
    };
  };
  let files = 0;
  const textOf = async (task: Omit<ExportTask, 'scratch'>): Promise<string> => {
    const pieces: Uint8Array[] = [];
    for await (const piece of exports.export(task, never)) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  };

  it('encode behind the web server, whatever else wants the processor', async () => {
    // More than a pipe holds: the process waits for its reader.
    const task = await taskOf("SELECT repeat('x', 1000) AS text FROM range(20000)");
    for await (const _ of exports.export(task, never)) {
      expect((await pids()).map((pid) => getPriority(pid))).toEqual([Math.min(19, getPriority() + WORK_NICENESS)]);
      break;
    }
  });

  it('one process takes one export after another, whole, also where it is slowly read', async () => {
    const [small, large] = [await taskOf('SELECT 1 AS n'), await taskOf('SELECT range AS n FROM range(300000)')];
    expect(await textOf(small)).toBe('n\n1\n');
    const before = await pids();
    expect(before).toHaveLength(1);
    const lines = (await textOf(large)).trimEnd().split('\n');
    expect([lines.length, lines.at(-1)]).toEqual([300_001, '299999']);
    expect(await textOf(small)).toBe('n\n1\n');
    expect(await pids()).toEqual(before);
    expect((await readdir(folder)).filter((name) => !name.includes('duckdb'))).toEqual([]);
  });

  it('a failed one, and one that nobody reads to its end, cost their process; the next export has a new one', async () => {
    const task = await taskOf("SELECT repeat('x', 1000) AS text FROM range(20000)");
    for await (const _ of exports.export(task, never)) break;
    expect(await pids()).toEqual([]);
    await expect(textOf({ ...task, path: path.join(folder, 'none.duckdb') })).rejects.toMatchObject({
      code: 'result_expired',
    });
    expect(await pids()).toEqual([]);
    expect(await textOf(await taskOf('SELECT 2 AS n'))).toBe('n\n2\n');
  });

  it('a process that dies while it waits is replaced', async () => {
    const task = await taskOf('SELECT 3 AS n');
    await textOf(task);
    for (const pid of await pids()) {
      process.kill(pid, 'SIGKILL');
      while (existsSync(`/proc/${pid}`)) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await textOf(task)).toBe('n\n3\n');
  });
});
