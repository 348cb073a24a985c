import { expect, it } from 'vitest';
import type { Fetch, Run } from '../../../lib/contract/run.ts';
import { columnChanges, differenceSql, pairFetches, settingLines, sizeLines, timeLines } from './compare-runs.ts';

const fetch = (connection: string, relation: string, part: Partial<Fetch> = {}): Fetch => ({
  index: 0,
  connection,
  relation,
  sql: '',
  status: 'done',
  pushed: [],
  kept: [],
  rows: 10,
  bytes: 1000,
  ms: 50,
  capped: false,
  ...part,
});

const run = (part: Partial<Run> = {}): Run => ({
  id: 'a',
  text: 'SELECT 1',
  target: 'federated',
  rowLimit: 1000,
  pushdown: 'safe',
  status: 'succeeded',
  startedAt: '2026-01-01T00:00:00.000Z',
  timings: { queueMs: 0, planMs: 10, executeMs: 90, totalMs: 100 },
  fetches: [fetch('shop', 'public.orders')],
  columns: [{ name: 'id', label: 'id', type: 'BIGINT' }],
  rows: 1,
  truncated: false,
  resultBytes: 10,
  peakMemoryBytes: 10,
  hasResult: true,
  ...part,
});

it('says by how much each stage changed, and whether for the better', () => {
  const after = run({
    timings: { queueMs: 5, planMs: 10, executeMs: 200, totalMs: 215 },
    fetches: [fetch('shop', 'public.orders', { ms: 25 })],
  });
  const lines = new Map(timeLines(run(), after).map((line) => [line.name, [line.change, line.tone]]));
  expect(lines.get('All in all, first row')).toEqual(['+115 %', 'worse']);
  expect(lines.get('Waiting in the queue')).toEqual(['new', undefined]);
  expect(lines.get('Planning')).toEqual(['', undefined]);
  expect(lines.get('Longest fetch')).toEqual(['−50 %', 'better']);
  expect(lines.get('Joining and storing')).toEqual(['+338 %', 'worse']);
  expect(sizeLines(run(), run({ rows: 200 }))[0]).toMatchObject({ before: '1', after: '200', change: '× 200' });
});

it('tells waiting, transfer and join apart where both runs do, and compares no stage that one of them lacks', () => {
  const split = run({ fetches: [fetch('shop', 'public.orders', { waitMs: 30, transferMs: 10 })] });
  const names = ['Waiting for sources', 'Transfer', 'Joining and storing'];
  const shown = (before: Run, after: Run) =>
    timeLines(before, after)
      .filter(({ name }) => names.includes(name))
      .map((line) => [line.before, line.after, line.change]);
  expect(shown(split, split)).toEqual([
    ['30 ms', '30 ms', ''],
    ['10 ms', '10 ms', ''],
    ['50 ms', '50 ms', ''],
  ]);
  expect(shown(run(), split)).toEqual([
    ['–', '30 ms', ''],
    ['–', '10 ms', ''],
    ['40 ms', '40 ms', ''],
  ]);
});

it('names only settings that differ', () => {
  expect(settingLines(run(), run())).toEqual([]);
  const parameters = [{ name: 'day', type: 'date' as const, value: null }];
  expect(settingLines(run(), run({ rowLimit: null, parameters }))).toEqual([
    { name: 'Row limit', before: '1,000', after: 'none', change: '' },
    { name: 'Parameters', before: 'none', after: 'day = NULL', change: '' },
  ]);
});

it('puts fetches of the same table side by side, the second to the second', () => {
  const before = [fetch('shop', 't', { rows: 1 }), fetch('shop', 't', { rows: 2 }), fetch('crm', 't')];
  const after = [fetch('shop', 't', { rows: 3 }), fetch('web', 'x')];
  expect(pairFetches(before, after).map((pair) => [pair.connection, pair.before?.rows, pair.after?.rows])).toEqual([
    ['shop', 1, 3],
    ['shop', 2, undefined],
    ['crm', 10, undefined],
    ['web', undefined, 10],
  ]);
});

it('tells columns that came, went and changed, and asks for differing rows only where the columns are the same', () => {
  const columns = [
    { name: 'id', label: 'id', type: 'INTEGER' },
    { name: 'new', label: 'new', type: 'DATE' },
  ];
  expect(columnChanges(run().columns, columns)).toEqual(['new (DATE) is new', 'id: BIGINT became INTEGER']);
  expect(differenceSql(run(), run({ columns }))).toBeUndefined();
  expect(differenceSql(run(), run({ resultExpiredAt: '2026-01-01T00:00:00.000Z' }))).toBeUndefined();
  expect(differenceSql(run(), run({ id: 'b' }))).toContain('results."a" EXCEPT ALL SELECT * FROM results."b"');
});
