import { expect, it } from 'vitest';
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { ColumnsOf } from '../../lib/join/shape.ts';
import { outputRows } from './output-rows.ts';

const table = (alias: string) => ({
  alias,
  source: { kind: 'table' as const, connection: 'shop', schema: 'public', table: alias },
  filters: [],
});
const names: Readonly<Record<string, readonly string[]>> = {
  orders: ['order_id', 'customer_no', 'email'],
  accounts: ['account_id', 'email'],
};
const columnsOf: ColumnsOf = (source) =>
  source.kind === 'table'
    ? { columns: (names[source.table] ?? []).map((name) => ({ name, type: 'VARCHAR' })) }
    : undefined;
const document: JoinDocument = {
  version: 1,
  inputs: [table('orders'), table('accounts')],
  steps: [{ kind: 'join', type: 'left', keys: [] }],
  duplicates: 'prefix',
  coalesceKeys: false,
};

it('marks the names that the rule has made', () => {
  const rows = outputRows(document, columnsOf);
  expect(rows.map(({ name }) => name)).toEqual([
    'order_id',
    'customer_no',
    'orders_email',
    'account_id',
    'accounts_email',
  ]);
  expect(rows.map(({ isByRule }) => isByRule)).toEqual([false, false, true, false, true]);
});

it('a column that stays out stands where it would come', () => {
  const columns = [
    { input: 'accounts', column: 'account_id' },
    { input: 'orders', column: 'email', name: 'mail' },
  ];
  const rows = outputRows({ ...document, columns }, columnsOf);
  expect(rows.map(({ column, name }) => `${column} ${name ?? '-'}`)).toEqual([
    'order_id -',
    'customer_no -',
    'account_id account_id',
    'email -',
    'email mail',
  ]);
});

it('a chosen column that is gone keeps its place and says so; one that the rule leaves out too', () => {
  const columns = [
    { input: 'orders', column: 'phone' },
    { input: 'orders', column: 'email' },
    { input: 'accounts', column: 'email' },
  ];
  const rows = outputRows({ ...document, columns, duplicates: 'first' }, columnsOf);
  expect(rows.filter(({ state }) => state !== 'off').map(({ column, state }) => [column, state])).toEqual([
    ['phone', 'gone'],
    ['email', 'out'],
    ['email', 'rule'],
  ]);
});
