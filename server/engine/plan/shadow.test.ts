import { beforeAll, expect, it } from 'vitest';
import type { Relation } from './scan.ts';
import { Shadow } from './shadow.ts';

let shadow: Shadow;
beforeAll(async () => {
  shadow = await Shadow.create();
});

const orders = (type: string): Relation => ({
  kind: 'table',
  connection: 'shop',
  viaDefaultSchema: true,
  table: {
    schema: 'public',
    name: 'orders',
    kind: 'table',
    columns: [{ name: 'placed', sourceType: type, type, nullable: true }],
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
  },
});

it('plans a statement anew when its tables have changed, and as before when they are what they were', async () => {
  const text = 'SELECT placed FROM shop.orders';
  const types = async (type: string) => (await shadow.plan(text, [orders(type)])).columns.map((column) => column.type);
  expect(await types('DATE')).toEqual(['DATE']);
  expect(await types('TIMESTAMP')).toEqual(['TIMESTAMP']);
  expect(await types('DATE')).toEqual(['DATE']);
  expect((await shadow.describe(text, [orders('TIMESTAMP')])).columns).toEqual([{ name: 'placed', type: 'TIMESTAMP' }]);
  expect((await shadow.describe(text, [orders('DATE')])).columns).toEqual([{ name: 'placed', type: 'DATE' }]);
});

it('tells again and again what cannot be bound', async () => {
  for (const _ of [1, 2]) {
    await expect(shadow.describe('SELECT nothing FROM shop.orders', [orders('DATE')])).rejects.toThrow(/nothing/);
    await expect(shadow.plan('SELECT nothing FROM shop.orders', [orders('DATE')])).rejects.toMatchObject({
      code: 'unknown_column',
    });
  }
});

it.each(['now()', 'now /* at once */ ()', 'current_timestamp', 'localtimestamp', '"now"()', "age(DATE '2020-01-01')"])(
  'keeps no value of %s in a plan, though DuckDB folds it',
  async (value) => {
    const text = `SELECT placed FROM shop.orders WHERE placed::VARCHAR < (${value})::VARCHAR`;
    const filter = async () => (await shadow.plan(text, [orders('TIMESTAMP')])).scans[0]?.filters.flat().join();
    expect(await filter()).toMatch(/'.*\d.*'/);
    if (!value.startsWith('age')) expect(await filter()).not.toBe(await filter());
  },
);
