import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type History, openHistory } from './index.ts';
import { sampleRun } from './testing/sample-run.ts';

// A small file system of its own needs the right to mount one; where it is missing, nothing here is tried.
let folder: string;
let isMounted = false;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-full-'));
  isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder], { stdio: 'ignore' }).status === 0;
});
afterAll(async () => {
  if (isMounted) spawnSync('umount', ['-l', folder]);
  await rm(folder, { recursive: true, force: true });
});

/** Writes runs until one is refused; answers what was acknowledged and the refusal. */
async function writeUntilRefused(history: History, prefix: string): Promise<{ kept: string[]; refusal: unknown }> {
  const kept: string[] = [];
  for (let number = 0; number < 2_000; number += 1) {
    const id = `${prefix}${number}`;
    try {
      await history.insertRun(sampleRun(id, { text: `SELECT '${id}${'x'.repeat(4_000)}'` }));
      kept.push(id);
    } catch (refusal) {
      return { kept, refusal };
    }
  }
  throw new Error('The disk never became full');
}

test('a full disk is said so; what was acknowledged stays, and writing goes on when there is room', async (context) => {
  if (!isMounted) return context.skip('no right to mount a small file system');
  const ballast = path.join(folder, 'ballast');
  await writeFile(ballast, Buffer.alloc(1_500_000));
  const told: unknown[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (words: unknown) => told.push(words) };
  let history = await openHistory({ dataDir: folder, log });
  const { kept, refusal } = await writeUntilRefused(history, 'a');
  expect(kept.length).toBeGreaterThan(0);
  expect(refusal).toMatchObject({ code: 'disk_full', hint: expect.stringContaining('room') });
  await expect(history.insertRun(sampleRun('refused', { text: 'x'.repeat(9_000) }))).rejects.toMatchObject({
    code: 'disk_full',
  });
  // Reading goes on.
  expect((await history.runs({ limit: 5 })).runs).toHaveLength(Math.min(5, kept.length));
  // A run that ends now is told as ended, and its end is written when there is room.
  const last = kept.at(-1) ?? '';
  const ended = sampleRun(last, { status: 'succeeded', rows: 7, text: 'x'.repeat(90_000) });
  await expect(history.updateRun(ended)).rejects.toMatchObject({ code: 'disk_full' });
  expect(await history.run(last)).toMatchObject({ status: 'succeeded', rows: 7 });
  const listed = (await history.runs({ limit: 200 })).runs;
  expect(listed.filter(({ status }) => status === 'succeeded').map(({ id }) => id)).toEqual([last]);
  expect(told).toHaveLength(1);
  await rm(ballast);
  await history.insertRun(sampleRun('after'));
  await history.close();
  history = await openHistory({ dataDir: folder });
  expect(await history.run(last)).toMatchObject({ status: 'succeeded', rows: 7 });
  for (const id of [...kept, 'after']) expect(await history.run(id)).toMatchObject({ id });
  await expect(history.run('refused')).rejects.toMatchObject({ code: 'not_found' });
  await history.close();
});
