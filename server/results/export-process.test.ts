import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { endingOf } from './export-process.ts';

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
