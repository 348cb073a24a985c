import { expect, it } from 'vitest';
import type { ColumnSummary } from '../../../lib/contract/result.ts';
import { Cancelled, JoineryError } from '../../errors.ts';
import { nullSharesOf } from './null-share.ts';

const summary = (rows: number, nulls: number): ColumnSummary => ({
  column: 1,
  rows,
  nulls,
  distinct: 1,
  isDistinctExact: true,
  isTopExact: true,
  top: [],
  bars: [],
  ms: 0,
});
const shareOf = async (answer: () => ColumnSummary) =>
  (await nullSharesOf({ summary: async () => answer() }, 'r1', [1])).get(1);
const failing = (error: Error) => () => {
  throw error;
};

it('counts the NULLs of a result, and says nothing where they cannot be counted', async () => {
  expect(await shareOf(() => summary(200, 50))).toBe(0.25);
  expect(await shareOf(() => summary(0, 0))).toBeUndefined();
  expect(await shareOf(failing(new JoineryError('not_found', 'The rows are gone.')))).toBeUndefined();
  expect(await shareOf(failing(new Cancelled()))).toBeUndefined();
  await expect(shareOf(failing(new TypeError('a fault of ours')))).rejects.toThrow('a fault of ours');
});

it('keeps what it has counted when the time is over', async () => {
  const summaries = [summary(10, 5)];
  const inTime = async () => summaries.shift() ?? failing(new Cancelled())();
  expect(await nullSharesOf({ summary: inTime }, 'r1', [3, 4])).toEqual(new Map([[3, 0.5]]));
});
