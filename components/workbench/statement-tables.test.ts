import { expect, it } from 'vitest';
import type { CatalogTable, ConnectionSummary } from '../../lib/contract/catalog.ts';
import type { SqlContext } from '../editor/sql-context.ts';
import { tablesOfStatement } from './statement-tables.ts';

const connection = (id: string, driver: string, defaultSchema: string): ConnectionSummary => ({
  id,
  driver,
  driverLabel: driver,
  color: 1,
  mark: id.slice(0, 2),
  status: 'ready',
  tableCount: 3,
  defaultSchema,
});
const known = new Map([
  ['shop.public.orders', 'orders'],
  ['shop.audit.log', 'Log'],
  ['crm.main.accounts', 'accounts'],
]);
const context = (target: string): SqlContext => ({
  target,
  connections: [connection('shop', 'postgres', 'public'), connection('crm', 'sqlite', 'main')],
  catalog: {
    columns: async (id, schema, table) => {
      const name = known.get(`${id}.${schema}.${table}`.toLowerCase());
      if (name === undefined) throw new Error('unknown table');
      const found: CatalogTable = { connection: id, schema, name, kind: 'table', columnCount: 0, sqlName: '' };
      return { table: found, columns: [] };
    },
    tables: async () => [],
    search: async () => [],
  },
});
const names = async (text: string, target = 'federated') =>
  (await tablesOfStatement(text, context(target))).map(
    ({ connection: id, schema, table }) => `${id}.${schema}.${table}`,
  );

it('finds the tables of all parts of a statement, each once, as the catalog spells them', async () => {
  const sql = `WITH late AS (SELECT * FROM shop.orders)
    SELECT * FROM late JOIN (SELECT * FROM CRM.Accounts) a ON true JOIN shop.audit.log l ON true JOIN shop.orders o ON true`;
  expect(await names(sql)).toEqual(['shop.public.orders', 'crm.main.accounts', 'shop.audit.Log']);
});

it('leaves out what is no table of a connection', async () => {
  expect(await names('SELECT * FROM results."1-2" JOIN shop.nothing ON true')).toEqual([]);
});

it('reads names as a native statement means them', async () => {
  expect(await names('SELECT * FROM orders JOIN audit.log ON true', 'shop')).toEqual([
    'shop.public.orders',
    'shop.audit.Log',
  ]);
});
