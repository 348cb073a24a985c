/** A real Trino with the connector on its `memory` catalog. */
import { findTrino, startTrino, type TrinoInstallation, trinoRows } from '../../../test/servers/trino.ts';
import type { ConformanceDefinition, ConformanceSource } from '../conformance/definition.ts';
import type { Connector } from '../connector.ts';
import { quoteIdentifier } from './dialect.ts';
import { trinoDriver } from './index.ts';
import { attacks } from './test-attacks.ts';
import { filterCases } from './test-filters.ts';
import { valueCases } from './test-values.ts';

export interface TrinoSource extends ConformanceSource {
  readonly port: number;
  connect(options?: Record<string, unknown>): Connector;
  run(sql: string): Promise<unknown[][]>;
}

const isOurs = "source = 'joinery' AND state NOT IN ('FINISHED', 'FAILED')";

export async function startTrinoSource(installation: TrinoInstallation): Promise<TrinoSource> {
  const server = await startTrino(installation);
  const run = (sql: string) => trinoRows(server, sql);
  const connect = (options: Record<string, unknown> = {}) =>
    trinoDriver.create(
      trinoDriver.optionsSchema.parse({ port: server.port, catalog: 'memory', user: 'analyst', ...options }),
      { id: 'lake', baseDir: '.', log: { debug() {}, info() {}, warn() {} } },
    );
  const connector = connect();
  const table = (name: string) => `memory.default.${quoteIdentifier(name)}`;
  const insert = (name: string, types: readonly string[], rows: readonly (readonly string[])[]) =>
    run(
      `INSERT INTO ${table(name)} VALUES ${rows
        .map((row) => `(${row.map((value, index) => `CAST(${value} AS ${types[index]})`).join(', ')})`)
        .join(', ')}`,
    );
  const types = new Map<string, readonly string[]>();
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  return {
    port: server.port,
    connect,
    run,
    connector,
    schema: 'default',
    createTable: async ({ name, comment, columns, rows }) => {
      const list = columns.map(
        (column) =>
          `${quoteIdentifier(column.name)} ${column.type}${column.notNull === true ? ' NOT NULL' : ''}${column.comment === undefined ? '' : ` COMMENT ${text(column.comment)}`}`,
      );
      await run(
        `CREATE TABLE ${table(name)} (${list.join(', ')})${comment === undefined ? '' : ` COMMENT ${text(comment)}`}`,
      );
      types.set(
        name,
        columns.map((column) => column.type),
      );
      if (rows.length > 0) await insert(name, types.get(name) ?? [], rows);
    },
    dropTable: async (name) => void (await run(`DROP TABLE ${table(name)}`)),
    addRow: async (name, literals) => void (await insert(name, types.get(name) ?? ['bigint'], [literals])),
    createNumbers: async (name, count) =>
      void (await run(
        `CREATE TABLE ${table(name)} AS SELECT sequential_number AS id FROM TABLE(sequence(start => 1, stop => ${count}))`,
      )),
    fingerprint: async () =>
      JSON.stringify(
        await run(
          "SELECT 'column', table_schema || '.' || table_name || '.' || column_name || ' ' || data_type FROM memory.information_schema.columns UNION ALL " +
            "SELECT 'rows', format('%s %s %s', count(*), min(id), max(id)) FROM memory.default.attacked UNION ALL " +
            "SELECT 'catalog', catalog_name FROM system.metadata.catalogs ORDER BY 1, 2",
        ),
      ),
    runningStatements: async () =>
      (await run(`SELECT query FROM system.runtime.queries WHERE ${isOurs}`)).map(([query]) => String(query)),
    killConnections: async () => {
      for (const [id] of await run(`SELECT query_id FROM system.runtime.queries WHERE ${isOurs}`))
        await run(`CALL system.runtime.kill_query(${text(String(id))}, 'test')`);
    },
    withWrongPort: () => connect({ port: 1 }),
    close: async () => {
      await connector.close();
      await server.stop();
    },
  };
}

/** Undefined where no Trino is installed: then nothing of the definition runs. */
export const installation = findTrino();

export const trinoConformance: ConformanceDefinition = {
  capabilities: { snapshot: false, serverCancel: true, native: true },
  start: async () => {
    if (installation === undefined) throw new Error('There is no Trino here.');
    const source = await startTrinoSource(installation);
    await source.run("CREATE TABLE memory.default.attacked AS SELECT BIGINT '1' AS id");
    return source;
  },
  integerType: 'bigint',
  textType: 'varchar',
  // Letters that a plain literal cannot hold need none here: line ends and the like stand as they are.
  quoteText: (text) => `'${text.replaceAll("'", "''")}'`,
  knows: { comments: true, keys: false, notNull: true, emptyText: true },
  // Trino writes every name in small letters.
  identifiers: [
    'select',
    'a.b',
    'say "hi"',
    'two words',
    "it's",
    'ünïcode',
    'semi;colon',
    '-- dash',
    '1st',
    '[x]',
    '`y`',
    'a*b?',
    'n'.repeat(100),
  ],
  widestTable: 1000,
  values: valueCases,
  badInput: {
    wrongPassword: { test: ['trino/trino.test.ts', "[401, 'source_auth_failed']"] },
    unknownDatabase: { test: ['trino/trino.test.ts', 'or has no such catalog'] },
    tlsRefused: { test: ['reach-by-https.test.ts', 'says that the other side speaks no TLS'] },
    brokenStream: 'suite',
    droppedTable: 'suite',
    alteredTable: 'suite',
    outOfRange: { test: ['trino/trino.test.ts', 'say where a local time is not clear'] },
    invalidUtf8: { never: 'texts are UTF-8 there' },
    zeroDate: { never: 'dates are those of a calendar' },
    notANumber: { value: 'nan()' },
    hugeCell: {
      never:
        'a text of Trino holds at most 2 GB, a statement that makes one a million letters: the stand-in sends a page of it',
    },
    manyColumns: 'suite',
    wildNames: 'suite',
  },
  filters: filterCases,
  native: {
    twoColumns: 'SELECT 1 AS a, 2 AS a',
    mistake: { sql: "SELECT 'ä' AS fro,\n 1 FROM attacked fro m WHERE", offset: 40 },
    endless: 'SELECT count(*) FROM TABLE(sequence(1, 1000000000)) a CROSS JOIN TABLE(sequence(1, 1000000000)) b',
    attacks,
  },
};
