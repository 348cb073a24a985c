import { describe, expect, it } from 'vitest';
import type { CatalogColumn, CatalogTable, ConnectionSummary } from '../../lib/contract/catalog.ts';
import type { CatalogReader, SqlContext } from './sql-context.ts';
import { suggestNames } from './suggestions.ts';

const connection = (id: string, driver: string, defaultSchema: string): ConnectionSummary => ({
  id,
  driver,
  driverLabel: driver,
  color: 1,
  mark: id.slice(0, 2),
  status: 'ready',
  tableCount: 2,
  defaultSchema,
});

const column = (name: string, more: Partial<CatalogColumn> = {}): CatalogColumn => ({
  name,
  sourceType: 'text',
  type: 'VARCHAR',
  nullable: true,
  isPrimaryKey: false,
  isUnique: false,
  ...more,
});

const columns: Record<string, CatalogColumn[]> = {
  'shop.public.orders': [
    column('order_id', { isPrimaryKey: true }),
    column('customer_no', { references: 'public.customers.customer_no' }),
    column('Total Due'),
  ],
  'shop.public.customers': [column('customer_no', { isPrimaryKey: true }), column('email')],
  'crm.main.accounts': [column('account_id'), column('customer_no'), column('email')],
};

const tables: CatalogTable[] = Object.keys(columns).map((path) => {
  const [id = '', schema = '', name = ''] = path.split('.');
  return { connection: id, schema, name, kind: 'table', columnCount: 3, sqlName: `${id}.${name}` };
});

const catalog: CatalogReader = {
  columns: async (id, schema, name) => {
    const table = tables.find((one) => one.connection === id && one.schema === schema && one.name === name);
    if (table === undefined) throw new Error('unknown table');
    return { table, columns: columns[`${id}.${schema}.${name}`] ?? [] };
  },
  tables: async (id, schema) => tables.filter((table) => table.connection === id && table.schema === schema),
  search: async (query) => tables.filter(({ name }) => name.includes(query)).map((table) => ({ table })),
};

const context: SqlContext = {
  target: 'federated',
  connections: [connection('shop', 'postgres', 'public'), connection('crm', 'sqlite', 'main')],
  catalog,
};

/** What is inserted for the text with the cursor at `|`. */
const inserts = async (marked: string, target = 'federated'): Promise<string[] | undefined> => {
  const found = await suggestNames(marked.replace('|', ''), marked.indexOf('|'), { ...context, target });
  return found?.sort((a, b) => a.rank - b.rank).map(({ insert }) => insert);
};

describe('suggestNames', () => {
  it('offers connections and tables behind FROM and JOIN', async () => {
    expect(await inserts('SELECT * FROM |')).toEqual([
      'shop.',
      'crm.',
      'shop.orders',
      'shop.customers',
      'crm.accounts',
    ]);
    expect(await inserts('SELECT * FROM shop.orders o JOIN |')).toContain('crm.accounts');
    expect(await inserts('SELECT * FROM shop.orders o, |')).toContain('crm.accounts');
  });

  it('offers the tables of a connection behind its dot', async () => {
    expect(await inserts('SELECT * FROM shop.|')).toEqual(['orders', 'customers']);
    expect(await inserts('SELECT * FROM crm.main.|')).toEqual(['accounts']);
  });

  it('offers the columns of an alias, also before the FROM that names it', async () => {
    expect(await inserts('SELECT o.| FROM shop.orders o')).toEqual(['order_id', 'customer_no', '"Total Due"']);
    expect(await inserts('SELECT shop.orders.| FROM shop.orders')).toContain('order_id');
  });

  it('qualifies columns when there is more than one table', async () => {
    expect(await inserts('SELECT | FROM shop.orders o JOIN crm.accounts a ON true')).toEqual(
      expect.arrayContaining(['o.order_id', 'a.email', 'o', 'a']),
    );
    expect(await inserts('SELECT | FROM shop.orders')).toContain('order_id');
  });

  it('proposes ON conditions: foreign keys first, then equal names', async () => {
    expect((await inserts('SELECT * FROM shop.orders o JOIN shop.customers c ON |'))?.[0]).toBe(
      'c.customer_no = o.customer_no',
    );
    expect((await inserts('SELECT * FROM shop.customers c JOIN crm.accounts a ON |'))?.slice(0, 2)).toEqual([
      'a.customer_no = c.customer_no',
      'a.email = c.email',
    ]);
  });

  it('knows common tables and subqueries', async () => {
    expect(await inserts('WITH big AS (SELECT order_id AS k FROM shop.orders) SELECT * FROM |')).toContain('big');
    expect(await inserts('WITH big AS (SELECT order_id AS k FROM shop.orders) SELECT big.| FROM big')).toEqual(['k']);
    expect(await inserts('SELECT s.| FROM (SELECT email, 1 AS one FROM crm.accounts) s')).toEqual(['email', 'one']);
  });

  it('stays inside its statement', async () => {
    expect(await inserts('SELECT * FROM shop.orders o; SELECT o.|')).toEqual([]);
  });

  it('is silent in strings and comments', async () => {
    expect(await inserts("SELECT 'from |'")).toBeUndefined();
    expect(await inserts('SELECT 1 -- from |')).toBeUndefined();
  });

  it("uses the source's own names in native statements", async () => {
    expect(await inserts('SELECT * FROM |', 'shop')).toEqual(['orders', 'customers']);
    expect(await inserts('SELECT o.| FROM orders o', 'shop')).toContain('"Total Due"');
  });
});
