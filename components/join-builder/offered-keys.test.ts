import { expect, it } from 'vitest';
import type { InputView, ListedColumn } from './input-view.ts';
import { offeredKeys, referredTables } from './offered-keys.ts';

function listed(alias: string, table: string, columns: readonly (readonly [name: string, references?: string])[]) {
  const input: InputView = {
    status: 'ready',
    columns: [],
    alias,
    source: { kind: 'table', connection: alias === 'x' ? 'crm' : 'shop', schema: 'public', table },
    label: table,
    connection: alias === 'x' ? 'crm' : 'shop',
    color: 1,
    isConnectionMissing: false,
    filterCount: 0,
  };
  return columns.map(
    ([name, references]): ListedColumn => ({
      input,
      column: {
        name,
        type: 'BIGINT',
        sourceType: 'bigint',
        isNullable: true,
        isPrimaryKey: false,
        isUnique: false,
        references,
      },
    }),
  );
}
const orders = listed('o', 'orders', [['id'], ['customer_id', 'public.customers.id'], ['shop.no']]);
const customers = listed('c', 'customers', [['id'], ['customer_id']]);

it('offers what the source declares, from either side, before names that are alike', () => {
  const offer = {
    left: { input: 'o', column: 'customer_id' },
    right: { input: 'c', column: 'id' },
    isDeclared: true,
  };
  expect(offeredKeys(orders, customers)).toEqual([offer]);
  expect(offeredKeys(customers, orders)).toEqual([{ ...offer, left: offer.right, right: offer.left }]);
});

it('offers the same name across connections, but no name that all tables have', () => {
  const accounts = listed('x', 'customers', [['id'], ['Customer_ID']]);
  expect(offeredKeys(orders, accounts)).toEqual([
    { left: { input: 'o', column: 'customer_id' }, right: { input: 'x', column: 'Customer_ID' }, isDeclared: false },
  ]);
  expect(offeredKeys(listed('o', 'orders', [['id']]), accounts)).toEqual([]);
});

it('knows the tables that columns refer to', () => {
  expect([...referredTables(orders)]).toEqual([['shop\0public.customers', 'customer_id']]);
  expect([...referredTables(orders, ({ column }) => column === 'customer_id')]).toEqual([]);
});
