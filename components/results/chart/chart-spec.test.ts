import { expect, test } from 'vitest';
import { adjusted, firstChoice } from './chart-spec.ts';

const column = (label: string, type: string) => ({ name: label, label, type });
const columns = [
  column('id', 'BIGINT'),
  column('city', 'VARCHAR'),
  column('day', 'DATE'),
  column('amount', 'DECIMAL(9,2)'),
];

test('the first picture is an amount over time, or rows by text', () => {
  expect(firstChoice(columns)).toEqual({ kind: 'line', x: 2, y: 3, aggregate: 'sum' });
  expect(firstChoice(columns.slice(0, 2))).toEqual({ kind: 'bar', x: 1, aggregate: 'count' });
  expect(firstChoice([column('id', 'BIGINT')])).toEqual({ kind: 'bar', x: 0, aggregate: 'count' });
});

test('a choice stays drawable', () => {
  expect(adjusted({ kind: 'bar', x: 1, aggregate: 'avg' }, columns)).toMatchObject({ y: 0, aggregate: 'avg' });
  expect(adjusted({ kind: 'bar', x: 1, y: 3, aggregate: 'count' }, columns)).not.toHaveProperty('y');
  expect(adjusted({ kind: 'bar', x: 0, aggregate: 'sum' }, columns.slice(1, 2))).toMatchObject({ aggregate: 'count' });
  expect(adjusted({ kind: 'points', x: 0, aggregate: 'count' }, columns)).toMatchObject({ y: 3 });
});
