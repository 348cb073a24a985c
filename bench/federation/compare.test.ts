import { expect, test } from 'vitest';
import { findDifference, orderColumns } from './compare.ts';

type Rows = (string | null)[][];
const kinds = ['text', 'exact', 'float'] as const;
const columns = ['name', 'amount', 'share'];

const difference = (expected: Rows, actual: Rows, sql = 'SELECT', isExact = true) =>
  findDifference({ expected: { columns, kinds, rows: expected }, actual: { columns, rows: actual }, sql, isExact });

test('numbers compare by value, decimals exactly', () => {
  expect(difference([['a', '10.50', '0.1']], [['a', '10.5', '0.1000']])).toBeUndefined();
  expect(difference([['a', '100', '1']], [['a', '100.00', '1.0']])).toBeUndefined();
  expect(difference([['a', '-0.00', '1']], [['a', '0', '1']])).toBeUndefined();
  expect(difference([['a', '100', '1']], [['a', '10', '1']])).toContain('10 instead of 100');
  expect(difference([['a', '12345678901234567.01', '1']], [['a', '12345678901234567.02', '1']])).toBeDefined();
});

test('floats compare to nine digits, or to the scale of a rounded decimal', () => {
  expect(difference([['a', '1', '0.333333333333333']], [['a', '1', '0.3333333333333333']])).toBeUndefined();
  expect(difference([['a', '1', '0.3333333333']], [['a', '1', '0.33']])).toBeUndefined();
  expect(difference([['a', '1', '0.3333333333']], [['a', '1', '0.34']])).toBeDefined();
  expect(difference([['a', '0.3', '1']], [['a', '0.30000000000000004', '1']], 'SELECT', false)).toBeUndefined();
});

test('NULL is no empty text, and missing rows are seen', () => {
  expect(difference([[null, '1', '1']], [['', '1', '1']])).toBeDefined();
  expect(difference([['a', '1', '1']], [])).toContain('0 rows instead of 1');
  expect(
    difference(
      [
        ['a', '1', '1'],
        ['a', '1', '1'],
      ],
      [
        ['a', '1', '1'],
        ['b', '1', '1'],
      ],
    ),
  ).toBeDefined();
});

test('order matters for the columns of ORDER BY only', () => {
  const one = ['a', '1', '1'];
  const two = ['b', '1', '1'];
  const three = ['c', '2', '1'];
  expect(difference([one, two], [two, one])).toBeUndefined();
  expect(difference([one, two, three], [two, one, three], 'SELECT x ORDER BY amount LIMIT 3')).toBeUndefined();
  expect(difference([one, two, three], [three, one, two], 'SELECT x ORDER BY amount')).toContain('order');
});

test('the last ORDER BY counts', () => {
  expect(orderColumns('SELECT a FROM t ORDER BY\n  revenue DESC,\n  o_orderdate\nLIMIT 10')).toEqual([
    'revenue',
    'o_orderdate',
  ]);
  expect(orderColumns('SELECT * FROM (SELECT 1 ORDER BY a) t')).toEqual([]);
});
