import { expect, it } from 'vitest';
import type { Predicate } from '../predicate.ts';
import { selectSql } from './dialect.ts';
import { tidyFilters } from './tidy-filters.ts';

const columns = [
  { name: 'id', sourceType: 'bigint(20)', type: 'BIGINT', nullable: false },
  { name: 'day', sourceType: 'date', type: 'DATE', nullable: true },
  { name: 'at', sourceType: 'datetime(6)', type: 'TIMESTAMP', nullable: true },
  { name: 'price', sourceType: 'decimal(15,2)', type: 'DECIMAL(15,2)', nullable: true },
  { name: 'name', sourceType: 'varchar(10)', type: 'VARCHAR', nullable: true },
];
const table = {
  schema: 's',
  name: 't',
  kind: 'table' as const,
  columns,
  primaryKey: ['id'],
  uniqueKeys: [],
  foreignKeys: [],
};
type Operator = '=' | '<>' | '<' | '<=' | '>' | '>=';
const compare = (column: string, operator: Operator, value: string): Predicate => {
  const type = columns.find(({ name }) => name === column)?.type ?? '';
  return { kind: 'comparison', column, operator, value: { type, value } };
};
const where = (...filters: Predicate[]): string =>
  selectSql({ kind: 'table', table, columns: [], filters }).replace(/^.* FROM `s`\.`t`(?: WHERE )?/, '');

it('makes one BETWEEN of the bounds of a column, the narrowest of them, without those that others imply', () => {
  expect(
    where(compare('day', '>=', '1995-09-01'), compare('day', '<', '1995-10-01'), compare('day', '>=', '0001-01-01')),
  ).toBe("(`day` BETWEEN DATE'1995-09-01' AND DATE'1995-09-30')");
  expect(where(compare('day', '>', '2024-02-28'), compare('day', '<', '2024-03-02'))).toBe(
    "(`day` BETWEEN DATE'2024-02-29' AND DATE'2024-03-01')",
  );
  expect(where(compare('id', '>', '-5'), compare('id', '<', '18446744073709551615'), compare('id', '>=', '-7'))).toBe(
    '(`id` BETWEEN (-4) AND 18446744073709551614)',
  );
  // The same bound with and without its end.
  expect(where(compare('id', '>=', '5'), compare('id', '>', '5'))).toBe('(`id` > 5)');
});

it('leaves the ends of what has no next value, and of the first and last day', () => {
  expect(where(compare('at', '>=', '2024-01-01 00:00:00'), compare('at', '<', '2024-01-01 00:00:00.5'))).toBe(
    "(`at` >= TIMESTAMP'2024-01-01 00:00:00') AND (`at` < TIMESTAMP'2024-01-01 00:00:00.5')",
  );
  // .5 is more than .25, whatever the length of the text.
  expect(where(compare('at', '<', '2024-01-01 00:00:00.5'), compare('at', '<', '2024-01-01 00:00:00.25'))).toBe(
    "(`at` < TIMESTAMP'2024-01-01 00:00:00.25')",
  );
  expect(where(compare('day', '<', '0001-01-01'))).toBe("(`day` < DATE'0001-01-01')");
  expect(where(compare('day', '>', '9999-12-31'))).toBe("(`day` > DATE'9999-12-31')");
});

it('does not take the next integer for a column of decimals, nor touch bounds below NOT', () => {
  const bound: Predicate = {
    kind: 'comparison',
    column: 'price',
    operator: '<',
    value: { type: 'INTEGER', value: '24' },
  };
  expect(where(bound)).toBe('(`price` < 24)');
  expect(where({ kind: 'not', not: compare('day', '<', '1995-10-01') })).toBe("(NOT (`day` < DATE'1995-10-01'))");
});

it('tests first what is cheap and drops most; what reads other tables, and the range of a part, last', () => {
  const keys: Predicate = {
    kind: 'in',
    column: 'id',
    values: Array.from({ length: 30 }, (_, i) => ({ type: 'BIGINT', value: `${i}` })),
  };
  const among: Predicate = {
    kind: 'among',
    column: 'id',
    table,
    key: 'id',
    filters: [compare('day', '>=', '2024-01-01'), compare('day', '<', '2024-01-03')],
  };
  const either: Predicate = {
    kind: 'or',
    any: [{ kind: 'and', all: [compare('id', '>=', '1'), compare('id', '<', '9')] }, compare('id', '=', '20')],
  };
  const filters = [
    among,
    keys,
    either,
    compare('price', '>=', '1.5'),
    compare('day', '<', '2024-01-01'),
    compare('id', '=', '3'),
  ];
  expect(tidyFilters(filters, columns).map(({ kind }) => kind)).toEqual([
    'comparison',
    'comparison',
    'comparison',
    'or',
    'in',
    'among',
  ]);
  const request = { kind: 'table' as const, table, columns: [], filters: [among, either] };
  expect(selectSql(request, [compare('id', '<', '100')])).toBe(
    'SELECT 1 AS `one` FROM `s`.`t` WHERE ((`id` BETWEEN 1 AND 8) OR (`id` = 20)) AND ' +
      "(`id` IN (SELECT `id` FROM `s`.`t` WHERE (`day` BETWEEN DATE'2024-01-01' AND DATE'2024-01-02'))) AND (`id` < 100)",
  );
});

it('keeps filters that contradict each other', () => {
  expect(where(compare('id', '>', '5'), compare('id', '<', '5'))).toBe('(`id` BETWEEN 6 AND 4)');
});
