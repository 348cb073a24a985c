import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { WORK_NICENESS } from '../work-priority.ts';
import { ExportProcesses, endingOf } from './export-process.ts';
import { makeResult } from './testing/make-result.ts';

/** The end of a process and its last word come by two ways, in either order. */
const child = () => new EventEmitter() as ChildProcess;

it('hears the last word of a process whose end was seen first', async () => {
  const process = child();
  const ending = endingOf(process);
  process.emit('exit', 0);
  await new Promise((resolve) => setImmediate(resolve));
  process.emit('message', { kind: 'done' });
  process.emit('disconnect');
  expect(await ending).toEqual({ kind: 'done' });
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

it.runIf(process.platform === 'linux')('encodes behind the web server, whatever else wants the processor', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'joinery-export-process-'));
  const exports = new ExportProcesses({ scratch: folder, atOnce: 1 });
  try {
    const file = path.join(folder, 'r.duckdb');
    // More than a pipe holds: the process waits for its reader.
    const columns = await makeResult(file, "SELECT repeat('x', 1000) AS text FROM range(20000)");
    const task = { path: file, columns, view: undefined, positions: undefined, format: 'csv', settings: {} } as const;
    for await (const _ of exports.export(task, new AbortController().signal)) {
      const pids = await childrenWith('export-worker');
      expect(pids.map((pid) => getPriority(pid))).toEqual([Math.min(19, getPriority() + WORK_NICENESS)]);
      break;
    }
  } finally {
    await exports.close();
    await rm(folder, { recursive: true, force: true });
  }
});
