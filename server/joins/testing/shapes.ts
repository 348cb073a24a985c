/** Tables with trying names, and dependencies of the join service that know them without any source. */
import type { CatalogColumn } from '../../../lib/contract/catalog.ts';
import type { InputSource } from '../../../lib/contract/join.ts';
import type { ResultColumn } from '../../../lib/contract/run.ts';
import { sqlName } from '../../../lib/sql/sql-name.ts';
import { JoineryError } from '../../errors.ts';
import type { JoinDependencies } from '../service.ts';

type Columns = readonly (readonly [name: string, type: string])[];

export const tables: Readonly<Record<string, Columns>> = {
  'shop/main/orders': [
    ['order_id', 'BIGINT'],
    ['customer_no', 'VARCHAR'],
    ['email', 'VARCHAR'],
    ['total', 'DECIMAL(12,2)'],
    ['ordered_at', 'TIMESTAMP WITH TIME ZONE'],
    ['is_paid', 'BOOLEAN'],
  ],
  'crm/public/accounts': [
    ['account_id', 'UUID'],
    ['customer_ref', 'VARCHAR'],
    ['email', 'VARCHAR'],
    ['Owner Name', 'VARCHAR'],
    ['since', 'DATE'],
    ['order_id', 'INTEGER'],
  ],
  'crm/audit.x/select': [
    ['value', 'VARCHAR'],
    ['from', 'INTEGER'],
    ['quote"d', 'VARCHAR'],
    ['naïve', 'DOUBLE'],
    ['EMAIL', 'VARCHAR'],
    ['at', 'TIMESTAMP'],
  ],
  'shop/main/orders_2025': [
    ['order_id', 'BIGINT'],
    ['email', 'VARCHAR'],
    ['total', 'INTEGER'],
  ],
};

const native: Columns = [
  ['order_id', 'BIGINT'],
  ['weiß', 'VARCHAR'],
  ['o', 'VARCHAR'],
];
const result: Columns = [
  ['customer_no', 'VARCHAR'],
  ['n', 'BIGINT'],
  ['day', 'DATE'],
];

export const sources: readonly InputSource[] = [
  ...Object.keys(tables).map((key): InputSource => {
    const [connection = '', schema = '', table = ''] = key.split('/');
    return { kind: 'table', connection, schema, table };
  }),
  { kind: 'native', connection: 'crm', sql: "SELECT *\n  FROM t -- it's\nWHERE x = $$a$$" },
  { kind: 'result', runId: '7f0c5a1e-0000-4000-8000-000000000001' },
];

const catalogColumn = ([name, type]: Columns[number]): CatalogColumn => ({
  name,
  type,
  sourceType: type,
  nullable: true,
  isPrimaryKey: false,
  isUnique: false,
});
const resultColumn = ([name, type]: Columns[number]): ResultColumn => ({ name, label: name, type });

const defaultSchemas: Readonly<Record<string, string>> = { shop: 'main', crm: 'public' };

const silent: JoinDependencies['probes'] = {
  ask: () => {
    throw new Error('Nothing is asked here');
  },
};

export const fakeDependencies: JoinDependencies = {
  connectionIds: () => ['shop', 'crm'],
  runTimeMs: 60_000,
  probes: silent,
  counter: silent,
  allowsProbes: () => true,
  lookup: async (connection, schema, name) => {
    const wanted = [connection, schema ?? defaultSchemas[connection], name].join('/').toLowerCase();
    const found = Object.keys(tables).find((key) => key.toLowerCase() === wanted);
    const [, inSchema, table] = found?.split('/') ?? [];
    if (inSchema === undefined || table === undefined)
      throw new JoineryError('unknown_table', `${connection} has no table "${name}".`);
    return { schema: inSchema, name: table };
  },
  catalog: {
    columns: async (connection, schema, name) => {
      const columns = tables[`${connection}/${schema}/${name}`];
      if (columns === undefined) throw new JoineryError('unknown_table', `${connection} has no table "${name}".`);
      return {
        table: {
          connection,
          schema,
          name,
          kind: 'table',
          columnCount: columns.length,
          sqlName: sqlName(connection, schema, name, defaultSchemas[connection] ?? ''),
        },
        columns: columns.map(catalogColumn),
      };
    },
  },
  explain: async () => ({
    target: 'federated',
    fetches: [],
    columns: native.map(resultColumn),
    planText: '',
    planMs: 0,
  }),
  storedResult: async () => ({ columns: result.map(resultColumn), rows: 3 }),
};
