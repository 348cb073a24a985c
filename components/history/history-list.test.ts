import { expect, it } from 'vitest';
import type { Run } from '../../lib/contract/run.ts';
import { groupByDay, hasGoing, hitLine, mergeFirstPage, oneLine, sourcesOf, titleOf } from './history-list.ts';

const runOf = (id: string, part: Partial<Run> = {}): Run => ({
  id,
  text: 'select 1',
  target: 'federated',
  rowLimit: 1000,
  pushdown: 'safe',
  status: 'succeeded',
  startedAt: new Date(2026, 2, 2, 9).toISOString(),
  timings: { queueMs: 0, planMs: 0, executeMs: 0, totalMs: 0 },
  fetches: [],
  columns: [],
  rows: 0,
  truncated: false,
  resultBytes: 0,
  peakMemoryBytes: 0,
  hasResult: true,
  ...part,
});

it('groups runs by day', () => {
  const yesterday = new Date(2026, 2, 1, 23).toISOString();
  const groups = groupByDay([runOf('b'), runOf('a', { startedAt: yesterday })], new Date(2026, 2, 2, 12));
  expect(groups.map(({ day, runs }) => [day, runs.map(({ id }) => id)])).toEqual([
    ['Today', ['b']],
    ['Yesterday', ['a']],
  ]);
});

it('lays a newer first page over what is loaded', () => {
  const going = runOf('b', { status: 'running' });
  const merged = mergeFirstPage([going, runOf('a')], [runOf('c'), runOf('b')]);
  expect(merged.map(({ id, status }) => [id, status])).toEqual([
    ['c', 'succeeded'],
    ['b', 'succeeded'],
    ['a', 'succeeded'],
  ]);
  expect(hasGoing([going])).toBe(true);
  expect(hasGoing(merged)).toBe(false);
});

it('names a run by the first line that says something', () => {
  expect(oneLine('-- revenue\n\n  SELECT a,\n b')).toBe('SELECT a, b');
  expect(oneLine('-- only a note')).toBe('-- only a note');
  expect(titleOf(`select ${'x'.repeat(90)}`)).toHaveLength(40);
  expect(titleOf('  ')).toBe('From history');
});

it('names the sources of a run once each', () => {
  const fetch = {
    index: 0,
    connection: 'shop',
    relation: 'public.orders',
    sql: '',
    status: 'done' as const,
    pushed: [],
    kept: [],
    rows: 0,
    bytes: 0,
    ms: 0,
    capped: false,
  };
  expect(sourcesOf(runOf('a', { fetches: [fetch, { ...fetch, index: 1 }] }))).toEqual(['shop']);
  expect(sourcesOf(runOf('a', { target: 'crm' }))).toEqual(['crm']);
  expect(sourcesOf(runOf('a'))).toEqual([]);
});

it('shows the part of a long statement that a search found, also in its comments', () => {
  const text = `-- Umsatz nach Kunde\nSELECT ${'a_long_column_name, '.repeat(10)}total\nFROM shop.orders`;
  expect(hitLine(text, [])).toBe(oneLine(text));
  expect(hitLine(text, ['select'])).toBe(oneLine(text));
  expect(hitLine(text, ['umsatz'])).toMatch(/^-- Umsatz nach Kunde SELECT/);
  expect(hitLine(text, ['select', 'shop.orders'])).toBe('… a_long_column_name, total FROM shop.orders');
  expect(hitLine(text, ['only in the error'])).toBe(oneLine(text));
});
