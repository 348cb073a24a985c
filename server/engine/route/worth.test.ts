import { describe, expect, it } from 'vitest';
import type { BlockColumnRef, BlockDialect, BlockOutput, BlockQuery, BlockValue } from '../../connectors/block.ts';
import type { TableInfo } from '../../connectors/connector.ts';
import { isWorthIt } from './worth.ts';

const dialect = (joins: BlockDialect['joins']): BlockDialect => ({ joins, render: () => ({ refused: 'unused' }) });
const table = (name: string, changes: Partial<TableInfo> = {}): TableInfo => ({
  schema: 's',
  name,
  kind: 'table',
  columns: [],
  primaryKey: ['id'],
  uniqueKeys: [],
  foreignKeys: [],
  ...changes,
});
const ref = (source: number, name: string, type = 'BIGINT'): BlockColumnRef => ({
  kind: 'column',
  source,
  column: { name, sourceType: type, type, nullable: true },
});
const query = (changes: Partial<BlockQuery>): BlockQuery => ({
  sources: [{ table: table('lines') }],
  where: [],
  isGrouped: true,
  outputs: [],
  having: [],
  orderBy: [],
  ...changes,
});

describe('joins', () => {
  const joined = (right: string, type = 'BIGINT') =>
    query({
      sources: [
        { table: table('lines') },
        {
          table: table('orders'),
          join: {
            kind: 'inner',
            on: [{ kind: 'compare', operator: '=', left: ref(0, 'order', type), right: ref(1, right, type) }],
          },
        },
      ],
    });

  it.each([
    ['id', 'BIGINT', true],
    ['note', 'BIGINT', false],
    ['id', 'VARCHAR', false],
  ] as const)('on %s of type %s at a source that joins row by row: %s', (right, type, expected) => {
    expect(isWorthIt(joined(right, type), dialect('byKey'))).toBe(expected);
    expect(isWorthIt(joined(right, type), dialect('any'))).toBe(true);
  });
});

describe('heavy computations over many rows', () => {
  const minus: BlockValue = { kind: 'arithmetic', operator: '-', left: ref(0, 'p'), right: ref(0, 'd') };
  const product: BlockValue = { kind: 'arithmetic', operator: '*', left: ref(0, 'p'), right: minus };
  const aggregate = (name: 'sum' | 'average', argument: BlockValue): BlockOutput => ({
    name: 'a',
    type: 'HUGEINT',
    value: { kind: 'aggregate', name, argument },
  });
  const keys: BlockOutput[] = ['f', 's'].map((name) => ({ name, type: 'VARCHAR', value: ref(0, name, 'VARCHAR') }));
  const heavy = [...keys, aggregate('sum', product), aggregate('sum', product), aggregate('average', ref(0, 'p'))];
  const over = (rowEstimate: number, outputs: readonly BlockOutput[]) =>
    query({ sources: [{ table: table('lines', { rowEstimate }) }], outputs });

  it.each([
    ['a sum of a product', 6_000_000, [aggregate('sum', product)], true],
    ['all of it', 6_000_000, heavy, false],
    ['all of it over few rows', 60_000, heavy, true],
  ] as const)('%s of %i rows: %s', (_, rows, outputs, expected) => {
    expect(isWorthIt(over(rows, outputs), dialect('byKey'))).toBe(expected);
    expect(isWorthIt(over(rows, outputs), dialect('any'))).toBe(true);
  });
});

describe('joins at a source that hashes', () => {
  const customers = table('customers', { rowEstimate: 150_000, primaryKey: ['id'] });
  const orders = table('orders', { rowEstimate: 1_500_000, primaryKey: ['id'] });
  const on = [{ kind: 'compare', operator: '=', left: ref(0, 'id'), right: ref(1, 'customer') }] as const;
  const count: BlockOutput = { name: 'n', type: 'BIGINT', value: { kind: 'aggregate', name: 'countRows' } };
  const by = (...keys: readonly string[]) =>
    query({
      sources: [{ table: customers }, { table: orders, join: { kind: 'left', on } }],
      outputs: [...keys.map((name): BlockOutput => ({ name, type: 'BIGINT', value: ref(0, name) })), count],
    });
  const few = { kind: 'in', column: 'id', values: [{ type: 'BIGINT', value: '7' }] } as const;

  it.each([
    ['groups of a few rows', by('id'), false],
    ['groups of many rows', by('nation'), true],
    ['one group', by(), true],
    ['few of the small groups', { ...by('id'), where: [{ kind: 'atom', source: 0, atom: few }] }, true],
    [
      'small groups of which few are kept',
      { ...by('id'), having: [{ output: 1, operator: '>', value: { type: 'BIGINT', value: '9' } }] },
      true,
    ],
    ['groups of one table', { ...by('id'), sources: [{ table: orders }] }, true],
  ] as const)('%s: %s', (_, block, expected) => {
    expect(isWorthIt(block, dialect('any'))).toBe(expected);
  });
});
