import { afterAll, beforeAll, expect, test } from 'vitest';
import { chartAnswerSchema, chartSpecSchema } from '../../lib/contract/result.ts';
import { niceStep } from './chart.ts';
import { type ResultFixture, resultFixture } from './testing/result-fixture.ts';

let fixture: ResultFixture;
beforeAll(async () => {
  fixture = await resultFixture();
  await fixture.keep(
    'r',
    `SELECT i AS id, TIMESTAMP '2023-01-01' + INTERVAL (i) HOUR AS at, 'city ' || (i % 60) AS city, CASE WHEN i % 7 = 0 THEN NULL ELSE 'c' || (i % 3) END AS channel,
      (i % 100)::DECIMAL(9,2) AS amount, CASE i WHEN 5 THEN 'nan'::DOUBLE ELSE i / 3 END AS ratio FROM range(17520) t(i)`,
  );
});
afterAll(() => fixture.close());

const never = new AbortController().signal;
const chart = async (spec: unknown) =>
  chartAnswerSchema.parse(await fixture.results.chart('r', chartSpecSchema.parse(spec), never));
const total = (answer: Awaited<ReturnType<typeof chart>>) =>
  answer.points.flatMap(({ y }) => y).reduce<number>((sum, value) => sum + (value ?? 0), 0);

test('dates are gathered in steps that hold every row', async () => {
  const answer = await chart({ kind: 'line', x: 1, aggregate: 'count' });
  expect(answer.notes).toEqual(['by week']);
  expect(total(answer)).toBe(17_520);
  expect(answer.points.map(({ x }) => x)).toEqual(answer.points.map(({ x }) => x).toSorted());
});

test('numbers are gathered in round steps, few values stand as they are', async () => {
  const ids = await chart({ kind: 'bar', x: 0, y: 4, aggregate: 'sum' });
  expect(ids.notes).toEqual(['in steps of 500']);
  expect(total(ids)).toBe(Array.from({ length: 17_520 }, (_, i) => i % 100).reduce((sum, value) => sum + value, 0));
  const amounts = await chart({ kind: 'bar', x: 4, aggregate: 'count' });
  expect(amounts.points).toHaveLength(100);
});

test('of many texts the largest are shown and the rest is told; series keep NULL apart', async () => {
  const answer = await chart({ kind: 'bar', x: 2, y: 0, aggregate: 'max', series: 3 });
  expect(answer.points).toHaveLength(40);
  expect(answer.notes).toEqual(['20 more values are not shown']);
  expect(answer.series.toSorted()).toEqual(['NULL', 'c0', 'c1', 'c2']);
  const many = await chart({ kind: 'bar', x: 3, aggregate: 'count', series: 2 });
  expect(many.series).toHaveLength(9);
  expect(total(many)).toBe(17_520);
});

test('points are an even sample, filters hold, and what cannot be drawn is said', async () => {
  const points = await chart({ kind: 'points', x: 1, y: 5 });
  expect(points.points).toHaveLength(3000);
  expect(points.notes[0]).toContain('3000');
  const few = await chart({
    kind: 'points',
    x: 0,
    y: 5,
    view: { filters: [{ column: 0, operator: 'less', values: ['10'] }] },
  });
  expect(few.points).toHaveLength(9);
  for (const spec of [
    { kind: 'points', x: 2, y: 4 },
    { kind: 'bar', x: 0, y: 2, aggregate: 'sum' },
    { kind: 'bar', x: 0, aggregate: 'avg' },
    { kind: 'bar', x: 99, aggregate: 'count' },
  ])
    await expect(chart(spec)).rejects.toMatchObject({ code: 'bad_request' });
});

test('steps are round numbers', () => {
  expect([0.3, 1, 1.2, 4, 7, 350].map(niceStep)).toEqual([0.5, 1, 2, 5, 10, 500]);
  expect(niceStep(0)).toBe(1);
});
