/** What goes to which source, for tables of the size of TPC-H at scale 1. Nothing runs: the dialects write the SQL. */
import { tmpdir } from 'node:os';
import { expect } from 'vitest';
import type { Fetch } from '../../../lib/contract/run.ts';
import type { ColumnInfo, Connector, TableInfo } from '../../connectors/connector.ts';
import { mysqlDriver } from '../../connectors/mysql/index.ts';
import { postgresDriver } from '../../connectors/postgres/index.ts';
import { LocalEngine } from '../local-engine.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function table(
  name: string,
  rowEstimate: number,
  primaryKey: string,
  columns: Readonly<Record<string, string>>,
): TableInfo {
  const infos = Object.entries(columns).map(
    ([column, sourceType]): ColumnInfo => ({
      name: column,
      sourceType,
      type: { int: 'INTEGER', integer: 'INTEGER', bigint: 'BIGINT', date: 'DATE' }[sourceType] ?? 'VARCHAR',
      nullable: column.endsWith('note'),
      ...(sourceType.includes('char') || sourceType === 'text'
        ? { collation: column.endsWith('loose') ? ('other' as const) : ('binary' as const) }
        : {}),
    }),
  );
  return {
    schema: 's',
    name,
    kind: 'table',
    rowEstimate,
    columns: infos,
    primaryKey: [primaryKey],
    uniqueKeys: [],
    foreignKeys: [],
  };
}

const tables: Readonly<Record<string, Readonly<Record<string, TableInfo>>>> = {
  pg: {
    region: table('region', 5, 'r_key', { r_key: 'integer', r_name: 'text' }),
    nation: table('nation', 25, 'n_key', { n_key: 'integer', n_region: 'integer', n_name: 'text' }),
    status: table('status', 40, 's_name', { s_name: 'text', s_group: 'text' }),
    wide: table('wide', 1_000, 'w_key', { w_key: 'bigint', w_group: 'text' }),
    customer: table('customer', 150_000, 'c_key', { c_key: 'integer', c_nation: 'integer', c_segment: 'text' }),
    orders: table('orders', 1_500_000, 'o_key', {
      o_key: 'integer',
      o_customer: 'integer',
      o_date: 'date',
      o_status: 'text',
      o_note: 'text',
    }),
  },
  my: {
    part: table('part', 200_000, 'p_key', {
      p_key: 'int',
      p_brand: 'varchar(10) character set utf8mb4',
      p_box: 'varchar(10) character set utf8mb4',
      p_made: 'date',
      p_loose: 'varchar(11) character set utf8mb4',
    }),
    brand: table('brand', 100, 'b_name', { b_name: 'varchar(10) character set utf8mb4', b_group: 'int' }),
    lines: table('lines', 6_000_000, 'l_order', {
      l_order: 'int',
      l_part: 'int',
      l_supplier: 'int',
      l_quantity: 'int',
    }),
  },
};

export interface PlannedQueries {
  /** `connection.table conditions <- column: keys of` for each fetch of a statement. */
  sent(text: string): Promise<string[]>;
  fetches(text: string): Promise<readonly Fetch[]>;
  /** SQL of each fetch. */
  sql(text: string): Promise<string[]>;
  close(): Promise<void>;
}

export function plannedQueries(): PlannedQueries {
  const context = (id: string) => ({ id, baseDir: tmpdir(), log: quiet });
  const login = { host: '127.0.0.1', user: 'nobody', database: 's' };
  const connectors: Readonly<Record<string, Connector>> = {
    pg: postgresDriver.create(postgresDriver.optionsSchema.parse(login), context('pg')),
    my: mysqlDriver.create(mysqlDriver.optionsSchema.parse(login), context('my')),
  };
  const engine = new LocalEngine({
    connectionIds: ['pg', 'my'],
    connector: (id) => connectors[id] ?? expect.fail(id),
    catalog: { lookup: async (id, _schema, name) => tables[id]?.[name] ?? expect.fail(name) },
    storedResult: async (name) => expect.fail(name),
    tempDir: tmpdir(),
    limits: { runTimeMs: 10_000, runMemoryBytes: 256 * 1_048_576, runSpillBytes: 1_048_576 },
    log: quiet,
  });
  const fetchesOf = async (text: string): Promise<readonly Fetch[]> => {
    const explanation = await engine.explain(
      { text, target: 'federated', pushdown: 'safe', rowLimit: null },
      new AbortController().signal,
    );
    return explanation.fetches;
  };
  return {
    async sent(text) {
      const fetches = await fetchesOf(text);
      return fetches.map(({ connection, sql, reducers }) => {
        const where = /FROM \S+(?: WHERE (.*))?$/s.exec(sql.replace(/^SELECT .*? FROM/s, 'FROM'))?.[1] ?? '';
        const keys = (reducers ?? []).map(
          ({ from, fromColumn, column }) => ` <- ${column}: ${fetches[from]?.relation}.${fromColumn}`,
        );
        const from = /FROM (\S+)/.exec(sql)?.[1]?.replace(/["`]/g, '').replace('s.', '');
        return `${connection}.${from} ${where}${keys.join('')}`.replace(/["`]/g, '');
      });
    },
    fetches: fetchesOf,
    sql: async (text) => (await fetchesOf(text)).map(({ sql }) => sql),
    async close() {
      await engine.close();
      await Promise.all(Object.values(connectors).map((connector) => connector.close()));
    },
  };
}
