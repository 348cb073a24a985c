import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { performanceAnswerSchema } from '../../lib/contract/performance.ts';
import { type History, openHistory } from '../../server/history/index.ts';
import { sampleFetch, sampleRun } from '../../server/history/testing/sample-run.ts';

let folder: string;
let config: string;
let history: History;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-stats-'));
  config = path.join(folder, 'config.yaml');
  await writeFile(config, 'dataDir: data\nconnections: {}\n');
  history = await openHistory({ dataDir: path.join(folder, 'data') });
  for (const [id, status, totalMs] of [
    ['a', 'succeeded', 100],
    ['b', 'succeeded', 300],
    ['c', 'failed', 5],
  ] as const) {
    const run = sampleRun(id, {
      startedAt: new Date().toISOString(),
      timings: { queueMs: 1, planMs: 2, executeMs: 0, totalMs },
      fetches: [sampleFetch('shop', { ms: totalMs / 2, waitMs: totalMs / 4, transferMs: totalMs / 10 })],
    });
    await history.insertRun(run);
    await history.updateRun({ ...run, status });
  }
});
// Open all the while, as a server would have it.
afterAll(async () => {
  await history.close();
  await rm(folder, { recursive: true });
});

const joinery = async (...args: string[]) => {
  const entry = path.join(import.meta.dirname, '../joinery.mjs');
  return promisify(execFile)(process.execPath, [entry, 'stats', '--config', config, ...args]);
};

test('stats prints the figures while a server has the folder', async () => {
  const { stdout } = await joinery();
  expect(stdout).toContain('3 runs in the last 30 days: 2 succeeded, 1 failed, 0 cancelled');
  expect(stdout).toMatch(/200 ms\s+100 ms\s+300 ms\s+300 ms/);
  expect(stdout).toMatch(/shop\s+2\s+100 ms/);
  expect(stdout).toMatch(/shop .* 50 ms\s+20 ms/);
  expect(stdout).toContain(
    'queue 1 ms, plan 2 ms, waiting for sources 50 ms, transfer 20 ms, join 127 ms, first row after 200 ms',
  );
  expect(stdout).toContain('select * from shop.orders');
}, 60_000);

test('stats --json gives what the route gives', async () => {
  const { stdout } = await joinery('--json', '--days', '2', '--connection', 'shop');
  expect(performanceAnswerSchema.parse(JSON.parse(stdout)).totals).toMatchObject({ runs: 3, averageMs: 200 });
}, 60_000);

test('stats refuses no days, and says where nothing is kept', async () => {
  await expect(joinery('--days', '0')).rejects.toMatchObject({ code: 2 });
  expect((await joinery('--connection', 'nowhere')).stdout).toContain('No run that read from nowhere');
  await writeFile(config.replace('config', 'other'), 'dataDir: none\nconnections: {}\n');
  await expect(joinery('--config', config.replace('config', 'other'))).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no history'),
  });
}, 60_000);
