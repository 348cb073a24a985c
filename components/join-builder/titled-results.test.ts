import { expect, test } from 'vitest';
import type { Run } from '../../lib/contract/run.ts';
import { runsByTitle, withTitled } from './titled-results.ts';

const tab = (id: string, title: string, lastRunId?: string) => ({ id, title, lastRunId });
const run = (id: string, startedAt: string, more: Partial<Run> = {}) =>
  ({ id, startedAt, status: 'succeeded', hasResult: true, ...more }) as Run;

test('results are found by all words of the title of their tab', () => {
  const tabs = [tab('1', 'Orders by owner', 'r1'), tab('2', 'Owners', 'r2'), tab('3', 'Orders by day')];
  expect(runsByTitle(tabs, 'owner ORDERS')).toEqual(['r1']);
  expect(runsByTitle(tabs, 'orders')).toEqual(['r1']);
  expect(runsByTitle(tabs, ' ')).toEqual([]);
  // However the accents were typed.
  expect(runsByTitle([tab('t9', 'Cafe\u0301s', 'r9')], 'caf\u00e9')).toEqual(['r9']);
});

test('what is found by title stands first, newest first, each once, and only what still has rows', () => {
  const titled = [run('old', '2026-01-01'), run('new', '2026-02-01'), run('gone', '2026-03-01', { hasResult: false })];
  const others = [
    run('other', '2026-04-01'),
    run('old', '2026-01-01'),
    run('failed', '2026-04-01', { status: 'failed' }),
  ];
  expect(withTitled(titled, others).map(({ id }) => id)).toEqual(['new', 'old', 'other']);
});
