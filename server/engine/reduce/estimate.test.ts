import { expect, it } from 'vitest';
import type { TableInfo } from '../../connectors/connector.ts';
import type { Predicate } from '../../connectors/predicate.ts';
import { estimateRows } from './estimate.ts';

const table: TableInfo = {
  schema: 's',
  name: 't',
  kind: 'table',
  columns: [],
  primaryKey: ['id'],
  uniqueKeys: [['a', 'b'], ['code']],
  foreignKeys: [],
};
const value = { type: 'BIGINT', value: '1' };
const equal = (column: string): Predicate => ({ kind: 'comparison', column, operator: '=', value });

it.each<[string, Predicate[], number]>([
  ['no filter', [], 100_000],
  ['a key', [equal('id')], 1],
  ['a unique column', [equal('code')], 1],
  ['part of a key', [equal('a')], 5_000],
  ['three keys', [{ kind: 'in', column: 'id', values: [value, value, value] }], 3],
  ['a range', [{ kind: 'between', column: 'x', low: value, high: value }], 25_000],
  ['two filters', [equal('x'), { kind: 'isNotNull', column: 'y' }], 4_500],
  ['an equality, and the same by its bytes', [equal('x'), { kind: 'like', column: 'x', fragments: ['1'] }], 5_000],
  [
    'a list, and the same by its bytes',
    [
      { kind: 'in', column: 'x', values: [value, value] },
      { kind: 'or', any: [{ kind: 'like', column: 'x', fragments: ['1'] }] },
    ],
    10_000,
  ],
  ['a pattern of another column', [equal('x'), { kind: 'like', column: 'y', fragments: ['', '1'] }], 500],
  ['either', [{ kind: 'or', any: [equal('x'), equal('y')] }], 10_000],
  ['not a key', [{ kind: 'not', not: equal('id') }], 99_999],
  ['nothing left', [{ kind: 'in', column: 'id', values: [] }], 1],
])('%s', (_, filters, rows) => {
  expect(estimateRows(table, 100_000, filters)).toBe(rows);
});
