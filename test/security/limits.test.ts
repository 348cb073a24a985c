/** What is too much for a run ends that run at a declared limit, and the next one works: planning and execution alike. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from './sandbox/fixture.ts';

const inPlanning = 'SELECT list_reduce(range(20000000), lambda x, y: (x * 31 + y) % 1000003)';
const bombs: readonly (readonly [name: string, sql: string])[] = [
  ['endless recursion', 'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t'],
  ['one text of gigabytes', "SELECT length(repeat('x', 4000000000))"],
  ['a list of gigabytes', 'SELECT list_sum(range(2000000000))'],
  ['a constant that is computed while planning', inPlanning],
  ['a sort that fills the disk', 'SELECT range, md5(range::VARCHAR) FROM range(50000000) ORDER BY 2'],
  ['nested brackets', `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`],
  ['a long chain of operators', `SELECT 1${' + 1'.repeat(100_000)}`],
  ['nested queries', `SELECT * FROM ${'(SELECT * FROM '.repeat(600)}range(1)${')'.repeat(600)}`],
  ['400 tables', `SELECT count(*) FROM ${Array.from({ length: 400 }, (_, index) => `range(2) r${index}`).join(', ')}`],
];
const limits = 'limits: {runTime: 2s, runMemory: 128MiB, runSpill: 16MiB, concurrentRuns: 1, queuedRuns: 3}\n';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox(limits);
});
afterAll(() => sandbox.opened.close());

/** What may be said of it: a limit was reached, or DuckDB refuses to read a statement so deep. */
const said = ['run_timeout', 'out_of_memory', 'disk_full', 'syntax_error'];
const runFolders = async () =>
  (await readdir(path.join(sandbox.opened.folder, 'data/tmp'))).filter((name) => name.startsWith('run-'));

describe('too much for one run', () => {
  it.each(bombs)('%s ends that run alone', async (_, sql) => {
    const run = await sandbox.opened.run(sql);
    expect(run.error?.code).toBeOneOf(said);
    expect(await sandbox.opened.run('SELECT 1 AS one')).toMatchObject({ status: 'succeeded', rows: 1 });
    expect(await runFolders()).toEqual([]);
  });

  it('stops when it is told, in the middle of an expression too', async () => {
    const { runs } = sandbox.opened.workbench;
    const { id } = await runs.start({ text: inPlanning, target: 'federated', rowLimit: 1, pushdown: 'safe' });
    for await (const { run } of runs.watch(id, AbortSignal.timeout(60_000))) if (run.status !== 'queued') break;
    expect(await runs.cancel(id)).toMatchObject({ status: 'cancelled' });
  });
});

it('the queue has an end, and says so', async () => {
  const { runs } = sandbox.opened.workbench;
  const request = { text: bombs[0]?.[1] ?? '', target: 'federated', rowLimit: 1, pushdown: 'safe' } as const;
  const started = await Promise.allSettled(Array.from({ length: 8 }, () => runs.start(request)));
  // One at work, three that wait: the rest is refused at once, and nothing is kept of it.
  const refused = started.flatMap((one) => (one.status === 'rejected' ? one.reason : []));
  expect(refused.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'queue_full'));
  const ids = started.flatMap((one) => (one.status === 'fulfilled' ? one.value.id : []));
  for (const run of await Promise.all(ids.map((id) => runs.cancel(id)))) expect(run.status).toBe('cancelled');
});
