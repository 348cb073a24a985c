import { expect, it } from 'vitest';
import type { CatalogTable, ConnectionSummary } from '../../lib/contract/catalog.ts';
import { pageSize, schemaKey, type TreeData, tableKey, visibleRows } from './tree-rows.ts';

const shop: ConnectionSummary = {
  id: 'shop',
  driver: 'postgres',
  driverLabel: 'PostgreSQL 18',
  color: 1,
  mark: 'sh',
  status: 'ready',
  tableCount: 10_000,
  defaultSchema: 'public',
};
const table = (index: number): CatalogTable => ({
  connection: 'shop',
  schema: 'public',
  name: `t${index}`,
  kind: 'table',
  columnCount: 1,
  sqlName: `shop.t${index}`,
});
const schema = { connection: 'shop', name: 'public', tableCount: 10_000, isDefault: true };
const nothing: TreeData = { open: new Set(), schemas: new Map(), tables: new Map(), columns: new Map() };

it('shows only connections until one is opened, then says that it loads', () => {
  expect(visibleRows([shop], nothing).map(({ kind }) => kind)).toEqual(['connection']);
  expect(visibleRows([shop], { ...nothing, open: new Set(['shop']) }).map(({ kind }) => kind)).toEqual([
    'connection',
    'loading',
  ]);
});

it('keeps a place for each table, fetched or not', () => {
  const rows = visibleRows([shop], {
    ...nothing,
    open: new Set(['shop', schemaKey('shop', 'public'), tableKey(table(0))]),
    schemas: new Map([['shop', { status: 'ready', value: [schema] }]]),
    tables: new Map([
      [
        schemaKey('shop', 'public'),
        {
          status: 'ready',
          value: { total: 10_000, pages: new Map([[0, Array.from({ length: pageSize }, (_, i) => table(i))]]) },
        },
      ],
    ]),
  });
  expect(rows.filter(({ kind }) => kind === 'table')).toHaveLength(pageSize);
  expect(rows.filter(({ kind }) => kind === 'pending')).toHaveLength(10_000 - pageSize);
  expect(rows.find((row) => row.kind === 'pending')).toMatchObject({ page: 1, place: pageSize + 1, siblings: 10_000 });
  expect(rows[3]).toMatchObject({ kind: 'loading', level: 4 });
});

it('shows why a connection is away, above what is still known of it', () => {
  const away: ConnectionSummary = {
    ...shop,
    status: 'unreachable',
    error: { code: 'source_unreachable', class: 'source', message: 'No answer from port 5432.' },
  };
  const data: TreeData = {
    ...nothing,
    open: new Set(['shop']),
    schemas: new Map([['shop', { status: 'ready', value: [schema] }]]),
  };
  expect(visibleRows([away], data).map(({ kind }) => kind)).toEqual(['connection', 'problem', 'schema']);
  expect(visibleRows([{ ...away, tableCount: 0 }], data).map(({ kind }) => kind)).toEqual(['connection', 'problem']);
});

it('leaves out a single schema called main', () => {
  const main = { ...schema, name: 'main' };
  const rows = visibleRows([shop], {
    ...nothing,
    open: new Set(['shop']),
    schemas: new Map([['shop', { status: 'ready', value: [main] }]]),
    tables: new Map([
      [schemaKey('shop', 'main'), { status: 'ready', value: { total: 1, pages: new Map([[0, [table(1)]]]) } }],
    ]),
  });
  expect(rows.map(({ kind, level }) => [kind, level])).toEqual([
    ['connection', 1],
    ['table', 2],
  ]);
});
