/** The BigQuery of the tests, in the words of the conformance suite. */

import { type BigqueryServer, startBigquery } from '../../../test/servers/bigquery.ts';
import { freePort } from '../../../test/servers/bigquery-emulator.ts';
import type { ConformanceDefinition, ConformanceSource, TableSpec } from '../conformance/definition.ts';
import type { Connector, ConnectorContext } from '../connector.ts';
import { type BigqueryOptions, bigqueryOptionsSchema } from './config.ts';
import { bigqueryDriver } from './driver.ts';
import { quoteIdentifier, textLiteral } from './literals.ts';
import { attacks } from './test-attacks.ts';
import { filterCases } from './test-filters.ts';
import { valueCases, wireTypes } from './test-values.ts';

export const dataset = 'shop';
const catalog = 'stand_in_catalog';

export const quiet = { debug: () => {}, info: () => {}, warn: () => {} };

export function openConnector(
  server: BigqueryServer,
  changes: Partial<BigqueryOptions> = {},
  log: ConnectorContext['log'] = quiet,
): Connector {
  const options = bigqueryOptionsSchema.parse({
    projectId: server.project,
    dataset,
    accessToken: server.token,
    apiEndpoint: server.url,
    ...changes,
  });
  return bigqueryDriver.create(options, { id: 'warehouse', baseDir: import.meta.dirname, log });
}

export async function createTable(server: BigqueryServer, table: TableSpec): Promise<void> {
  const path = `${dataset}.${quoteIdentifier(table.name)}`;
  const columns = table.columns.map(({ name, type, notNull }) => {
    // The emulator's own NUMERIC has three digits behind the point.
    const held = wireTypes[type] === undefined ? type.replace(/\bNUMERIC\b(?!\()/, 'NUMERIC(38, 9)') : 'STRING';
    return `${quoteIdentifier(name)} ${held}${notNull ? ' NOT NULL' : ''}`;
  });
  const options = table.comment === undefined ? '' : ` OPTIONS (description = ${textLiteral(table.comment)})`;
  await server.exec(`CREATE TABLE ${path} (${columns.join(', ')})${options}`);
  if (table.rows.length > 0)
    await server.exec(`INSERT INTO ${path} VALUES ${table.rows.map((row) => `(${row.join(', ')})`).join(', ')}`);
  for (const { name, type, comment } of table.columns) {
    const field = wireTypes[type];
    if (field !== undefined) server.retype(table.name, name, field, type);
    else if (/\bNUMERIC\b|JSON/.test(type)) server.retype(table.name, name, {}, type);
    if (comment !== undefined) await describeColumn(server, table.name, name, comment);
  }
}

async function describeColumn(server: BigqueryServer, table: string, column: string, comment: string): Promise<void> {
  const values = [dataset, table, column, column, comment].map(textLiteral);
  await server.exec(`INSERT INTO ${catalog}.COLUMN_FIELD_PATHS VALUES (${values.join(', ')})`);
}

async function start(): Promise<ConformanceSource> {
  const server = await startBigquery();
  await server.exec(`CREATE SCHEMA ${dataset}`);
  await server.exec(`CREATE TABLE ${dataset}.victim (id INT64, note STRING)`);
  await server.exec(`INSERT INTO ${dataset}.victim VALUES (1, 'untouched')`);
  const connector = openConnector(server);
  const unused = await freePort();
  return {
    connector,
    schema: dataset,
    createTable: (table) => createTable(server, table),
    dropTable: async (name) => void (await server.exec(`DROP TABLE ${dataset}.${quoteIdentifier(name)}`)),
    addRow: async (table, literals) =>
      void (await server.exec(`INSERT INTO ${dataset}.${quoteIdentifier(table)} VALUES (${literals.join(', ')})`)),
    createNumbers: async (name, count) =>
      void (await server.exec(
        `CREATE TABLE ${dataset}.${quoteIdentifier(name)} AS SELECT id FROM UNNEST(GENERATE_ARRAY(1, ${count})) AS id`,
      )),
    async fingerprint() {
      const facts = [
        await server.exec(`SELECT * FROM ${dataset}.victim`),
        await server.exec(`SELECT table_name FROM ${dataset}.INFORMATION_SCHEMA.TABLES WHERE table_name LIKE 'pwned%'`),
        await server.exec(`SELECT schema_name FROM INFORMATION_SCHEMA.SCHEMATA ORDER BY schema_name`),
      ];
      return JSON.stringify(facts);
    },
    runningStatements: async () => server.running(),
    killConnections: async () => server.cut(),
    withWrongPassword: () => openConnector(server, { accessToken: 'wrong' }),
    withWrongPort: () => openConnector(server, { apiEndpoint: `http://127.0.0.1:${unused}` }),
    async close() {
      await connector.close();
      await server.stop();
    },
  };
}

/** What the emulator's dry run calls a SELECT, or runs all the same; the service names such scripts and statements what they are. */
const calledSelect = /;|SNAPSHOT|ROW ACCESS|^RAISE|^EXECUTE IMMEDIATE/;

export const bigqueryConformance: ConformanceDefinition = {
  capabilities: { snapshot: false, serverCancel: true, native: true },
  start,
  integerType: 'INT64',
  textType: 'STRING',
  quoteText: textLiteral,
  knows: { comments: true, keys: false, notNull: true, emptyText: true },
  identifiers: ['select', 'Mixed_Case', 'n'.repeat(64), '_1st'],
  widestTable: 200,
  manyRows: 100_000,
  values: valueCases,
  badInput: {
    wrongPassword: 'suite',
    unknownDatabase: { test: ['bigquery/driver.test.ts', 'names a dataset and a project that are not there'] },
    tlsRefused: { test: ['reach-by-https.test.ts', 'says that the other side speaks no TLS'] },
    brokenStream: 'suite',
    droppedTable: 'suite',
    alteredTable: 'suite',
    outOfRange: { value: "'12345678901234567890123'" },
    invalidUtf8: { never: 'texts are UTF-8 there' },
    zeroDate: { never: 'dates are those of a calendar' },
    notANumber: { value: "CAST('NaN' AS FLOAT64)" },
    hugeCell: { never: 'a row of BigQuery holds at most 100 MB, an answer 10 MB' },
    manyColumns: 'suite',
    wildNames: 'suite',
  },
  filters: filterCases,
  native: {
    // BigQuery itself refuses two columns of one name.
    twoColumns: 'SELECT 1 AS a, 2 AS a_2;  -- done',
    mistake: { sql: "SELECT 'é' AS x\nFROM WHERE", offset: 21 },
    endless:
      'SELECT count(*) FROM UNNEST(GENERATE_ARRAY(1, 1000000000)) a CROSS JOIN UNNEST(GENERATE_ARRAY(1, 1000000000)) b',
    attacks,
    onlyProof: attacks.filter((sql) => calledSelect.test(sql)),
  },
};
