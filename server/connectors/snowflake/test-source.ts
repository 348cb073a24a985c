/** The Snowflake of the tests, in the words of the conformance suite. */
import { freePort } from '../../../test/servers/bigquery-emulator.ts';
import { type SnowflakeServer, startSnowflake } from '../../../test/servers/snowflake.ts';
import type { ConformanceDefinition, ConformanceSource, TableSpec } from '../conformance/definition.ts';
import type { Connector } from '../connector.ts';
import { type SnowflakeOptions, snowflakeOptionsSchema } from './config.ts';
import { snowflakeDriver } from './driver.ts';
import { quoteIdentifier, textLiteral } from './literals.ts';
import { attacks } from './test-attacks.ts';
import { filterCases } from './test-filters.ts';
import { valueCases, wireTypes } from './test-values.ts';

export const quiet = { debug: () => {}, info: () => {}, warn: () => {} };
const schema = 'PUBLIC';

export function openConnector(server: SnowflakeServer, changes: Partial<SnowflakeOptions> = {}): Connector {
  const options = snowflakeOptionsSchema.parse({
    account: 'test',
    user: server.user,
    password: server.password,
    database: server.database,
    host: '127.0.0.1',
    port: server.port,
    protocol: 'http',
    connectTimeoutMs: 5000,
    ...changes,
  });
  return snowflakeDriver.create(options, { id: 'lake', baseDir: import.meta.dirname, log: quiet });
}

/** Keys that tables have declared: fakesnow does not show those of a whole database. */
function keyRegister(server: SnowflakeServer) {
  const primary: string[][] = [];
  const unique: string[][] = [];
  const foreign: string[][] = [];
  const names = ['schema_name', 'table_name', 'column_name', 'key_sequence', 'constraint_name'];
  const show = () => {
    server.answer(/^SHOW PRIMARY KEYS/, names, primary);
    server.answer(/^SHOW UNIQUE KEYS/, names, unique);
    server.answer(
      /^SHOW IMPORTED KEYS/,
      [
        'fk_schema_name',
        'fk_table_name',
        'fk_column_name',
        'key_sequence',
        'fk_name',
        'pk_schema_name',
        'pk_table_name',
        'pk_column_name',
      ],
      foreign,
    );
  };
  return (table: TableSpec) => {
    const parts = (columns: readonly string[] | undefined, name: string) =>
      (columns ?? []).map((column, index) => [schema, table.name, column, String(index + 1), name]);
    primary.push(...parts(table.primaryKey, `pk_${table.name}`));
    unique.push(...parts(table.unique, `unique_${table.name}`));
    if (table.foreignKey !== undefined) {
      const { column, targetTable, targetColumn } = table.foreignKey;
      foreign.push([schema, table.name, column, '1', `fk_${table.name}`, schema, targetTable, targetColumn]);
    }
    show();
  };
}

export async function createTable(server: SnowflakeServer, table: TableSpec): Promise<void> {
  const path = quoteIdentifier(table.name);
  const columns = table.columns.map(({ name, type, notNull }) => {
    const held = wireTypes[type] === undefined ? type : 'VARCHAR';
    return `${quoteIdentifier(name)} ${held}${notNull ? ' NOT NULL' : ''}`;
  });
  const comment = table.comment === undefined ? '' : ` COMMENT = ${textLiteral(table.comment)}`;
  await server.exec(`CREATE TABLE ${path} (${columns.join(', ')})${comment}`);
  // Expressions such as PARSE_JSON cannot stand in VALUES.
  for (const row of table.rows) await server.exec(`INSERT INTO ${path} SELECT ${row.join(', ')}`);
  for (const { name, type, comment: about } of table.columns) {
    const held = wireTypes[type];
    if (held !== undefined) server.retype(table.name, name, held.rowType, held.inCatalog);
    if (about !== undefined) server.retype(table.name, name, {}, { COMMENT: about });
  }
}

async function start(): Promise<ConformanceSource> {
  const server = await startSnowflake();
  await server.exec('CREATE TABLE VICTIM (ID INT, NOTE VARCHAR)');
  await server.exec("INSERT INTO VICTIM VALUES (1, 'untouched')");
  await server.exec('CREATE SEQUENCE COUNTER');
  server.answer(/INFORMATION_SCHEMA\.FUNCTIONS.*'WRITES'/, ['FUNCTION_NAME'], [['WRITES']]);
  const register = keyRegister(server);
  const unused = await freePort();
  const connector = openConnector(server);
  return {
    connector,
    schema,
    async createTable(table) {
      await createTable(server, table);
      register(table);
    },
    dropTable: async (name) => void (await server.exec(`DROP TABLE ${quoteIdentifier(name)}`)),
    addRow: async (table, literals) =>
      void (await server.exec(`INSERT INTO ${quoteIdentifier(table)} VALUES (${literals.join(', ')})`)),
    createNumbers: async (name, count) => {
      await server.exec(`CREATE TABLE ${quoteIdentifier(name)} ("id" NUMBER(38,0))`);
      await server.exec(
        `INSERT INTO ${quoteIdentifier(name)} SELECT SEQ4() + 1 FROM TABLE(GENERATOR(ROWCOUNT => ${count}))`,
      );
    },
    async fingerprint() {
      const facts = [
        await server.exec('SELECT * FROM VICTIM'),
        await server.exec("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME LIKE 'PWNED%'"),
      ];
      return JSON.stringify(facts);
    },
    runningStatements: async () => server.running(),
    killConnections: async () => server.cut(),
    withWrongPassword: () => openConnector(server, { password: 'wrong' }),
    withWrongPort: () => openConnector(server, { port: unused }),
    async close() {
      await connector.close();
      await server.stop();
    },
  };
}

export const snowflakeConformance: ConformanceDefinition = {
  capabilities: { snapshot: false, serverCancel: true, native: true },
  start,
  integerType: 'NUMBER(38,0)',
  textType: 'VARCHAR(200)',
  quoteText: textLiteral,
  knows: { comments: true, keys: true, notNull: true, emptyText: true },
  identifiers: [
    'select',
    'a.b',
    'say "hi"',
    ' blank in front',
    'Überwäsche 衣',
    'semi;colon -- comment',
    '/* comment */ // slash',
    'n'.repeat(255),
    '%s',
    '1st',
    '?',
    ':name',
    '{{name}}',
    'MiXeD',
  ],
  widestTable: 1000,
  manyRows: 100_000,
  values: valueCases,
  badInput: {
    wrongPassword: 'suite',
    unknownDatabase: { test: ['snowflake/driver.test.ts', 'names a warehouse and a database that are not there'] },
    tlsRefused: { test: ['reach-by-https.test.ts', 'says that the other side speaks no TLS'] },
    brokenStream: 'suite',
    droppedTable: 'suite',
    alteredTable: 'suite',
    outOfRange: { value: "'1577934245.123456789'" },
    invalidUtf8: { never: 'texts are UTF-8 there' },
    zeroDate: { never: 'dates are those of a calendar' },
    notANumber: { value: "'NaN'::FLOAT" },
    hugeCell: { never: 'a text of Snowflake holds at most 16 MB unless declared longer' },
    manyColumns: 'suite',
    wildNames: 'suite',
  },
  filters: filterCases,
  native: {
    twoColumns: 'SELECT 1 AS "a", 2 AS "a";  -- done',
    mistake: { sql: "SELECT 'é' AS x\nFROM WHERE", offset: 21 },
    endless: 'SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 1000000000000))',
    attacks,
  },
};
