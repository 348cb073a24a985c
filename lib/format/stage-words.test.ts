import { expect, it } from 'vitest';
import type { Fetch } from '../contract/run.ts';
import { fetchStageWords, runStageWords } from './stage-words.ts';

const timings = { queueMs: 1, planMs: 9, executeMs: 190, totalMs: 200 };
const fetch: Fetch = {
  index: 0,
  connection: 'shop',
  relation: 'public.orders',
  sql: '',
  status: 'done',
  pushed: [],
  kept: [],
  rows: 1,
  bytes: 1,
  ms: 150,
  capped: false,
};

it('names each stage of a run, and the sources as one figure where they are', () => {
  const split = { ...fetch, waitMs: 100, transferMs: 20 };
  expect(runStageWords({ status: 'succeeded', timings, fetches: [split] })).toBe(
    'queue 1 ms, plan 9 ms, waiting for sources 100 ms, transfer 20 ms, join 70 ms, first row after 200 ms',
  );
  expect(runStageWords({ status: 'succeeded', timings, fetches: [fetch] })).toBe(
    'queue 1 ms, plan 9 ms, longest fetch 150 ms, join 40 ms, first row after 200 ms',
  );
});

it('tells no first row of a run that failed', () => {
  expect(runStageWords({ status: 'failed', timings, fetches: [] })).toMatch(/ended after 200 ms$/);
});

it('tells of a fetch what was taken, and nothing of an earlier version', () => {
  expect(fetchStageWords({ waitMs: 100, transferMs: 20 })).toBe('first bytes after 100 ms, rows came for 20 ms');
  expect(fetchStageWords({ isInPlace: true })).toBe('read in place while joining');
  expect(fetchStageWords({})).toBeUndefined();
});
