import { expect, it } from 'vitest';
import type { Fetch } from './run.ts';
import { sourceStages } from './run-stages.ts';

const fetchOf = (index: number, more: Partial<Fetch>): Fetch => ({
  index,
  connection: 'a',
  relation: 'public.t',
  sql: '',
  status: 'done',
  pushed: [],
  kept: [],
  rows: 1,
  bytes: 1,
  ms: 500,
  capped: false,
  ...more,
});

it('adds up fetches that waited for the keys of others, and takes the longest of those side by side', () => {
  const keysOf = (from: number) => ({ reducers: [{ from, fromColumn: 'id', column: 'id' }] });
  const fetches = [
    fetchOf(0, { waitMs: 100, transferMs: 20 }),
    fetchOf(1, { waitMs: 30, transferMs: 200 }),
    fetchOf(2, { waitMs: 50, transferMs: 70, ...keysOf(0) }),
    fetchOf(3, { waitMs: 1, transferMs: 2, ...keysOf(2) }),
  ];
  expect(sourceStages(fetches)).toEqual({ waitMs: 151, transferMs: 92 });
});

it('counts nothing for what the join reads in place, and for no fetch at all', () => {
  const fetches = [fetchOf(0, { isInPlace: true, ms: 590 })];
  expect(sourceStages(fetches)).toEqual({ waitMs: 0, transferMs: 0 });
  expect(sourceStages([])).toEqual({ waitMs: 0, transferMs: 0 });
});

it('has no figures for a run with a fetch that has none', () => {
  const fetches = [fetchOf(0, { waitMs: 1, transferMs: 2 }), fetchOf(1, {})];
  expect(sourceStages(fetches)).toBeUndefined();
});

it('ends although fetches name each other', () => {
  const fetches = [0, 1].map((index) =>
    fetchOf(index, { waitMs: 5, transferMs: 5, reducers: [{ from: 1 - index, fromColumn: 'id', column: 'id' }] }),
  );
  expect(sourceStages(fetches)).toBeDefined();
});
