/** The MariaDB server of the tests, in the words of the conformance suite. */
import { existsSync } from 'node:fs';
import type { RowDataPacket } from 'mysql2/promise';
import { startMariadb } from '../../../test/servers/mariadb.ts';
import type { ConformanceDefinition, ConformanceSource, TableSpec } from '../conformance/definition.ts';
import { quoteIdentifier, textLiteral } from './literals.ts';
import { attacks } from './test-attacks.ts';
import { filterCases } from './test-filters.ts';
import { openConnector } from './test-support.ts';
import { valueCases } from './test-values.ts';

/** Our connections have an account of their own, so that the process list tells them from the tests'. It may do too much, on purpose. */
const account = { user: 'tested', password: "it's secret" };

async function start(): Promise<ConformanceSource> {
  const server = await startMariadb();
  const admin = await server.admin();
  const rowsOf = async (sql: string) => (await admin.query<RowDataPacket[]>(sql))[0];
  await admin.query(`
    CREATE USER ${account.user}@localhost IDENTIFIED BY ${textLiteral(account.password)};
    GRANT ALL PRIVILEGES ON *.* TO ${account.user}@localhost;
    CREATE TABLE victim (id int PRIMARY KEY, note text);
    INSERT INTO victim VALUES (1, 'untouched');
    CREATE SEQUENCE counter;
    CREATE FUNCTION writes() RETURNS int MODIFIES SQL DATA BEGIN DELETE FROM victim; RETURN 1; END;
    CREATE PROCEDURE changes() MODIFIES SQL DATA BEGIN DELETE FROM victim; END`);
  const connector = openConnector({ ...server, ...account });
  const processes = () =>
    rowsOf(
      `SELECT ID AS id, COMMAND AS command, INFO AS info FROM information_schema.PROCESSLIST WHERE USER = '${account.user}'`,
    );
  return {
    connector,
    schema: server.database,
    createTable: (table) => admin.query(createTable(table)).then(() => {}),
    dropTable: (name) => admin.query(`DROP TABLE ${quoteIdentifier(name)}`).then(() => {}),
    addRow: (table, literals) =>
      admin.query(`INSERT INTO ${quoteIdentifier(table)} VALUES (${literals.join(', ')})`).then(() => {}),
    createNumbers: (name, count) =>
      admin
        .query(`CREATE TABLE ${quoteIdentifier(name)} AS SELECT CAST(seq AS int) AS id FROM seq_1_to_${count}`)
        .then(() => {}),
    async fingerprint() {
      const facts = await Promise.all([
        rowsOf('SELECT * FROM victim'),
        rowsOf('SELECT next_not_cached_value FROM counter'),
        rowsOf("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_NAME LIKE 'pwned%'"),
        rowsOf("SELECT IS_USED_LOCK('joinery')"),
        rowsOf("SHOW GLOBAL VARIABLES WHERE Variable_name IN ('sql_mode', 'read_only')"),
      ]);
      return JSON.stringify([...facts, existsSync('/tmp/joinery-pwned')]);
    },
    async runningStatements() {
      const running = (await processes()).filter((one) => one.info !== null && one.command !== 'Sleep');
      return running.map((one) => String(one.info));
    },
    openConnections: async () => (await processes()).length,
    async killConnections() {
      for (const one of await processes()) await admin.query(`KILL ${Number(one.id)}`);
    },
    withWrongPassword: () => openConnector({ ...server, ...account, password: 'wrong' }),
    withWrongPort: () => openConnector({ ...server, ...account, port: 1 }),
    withUnknownDatabase: () => openConnector({ ...server, ...account, database: 'nowhere' }),
    async close() {
      await connector.close();
      await admin.end();
      await server.stop();
    },
  };
}

function createTable(table: TableSpec): string {
  const list = (names: readonly string[]) => names.map(quoteIdentifier).join(', ');
  const comment = (text: string | undefined) => (text === undefined ? '' : ` COMMENT ${quoteForServer(text)}`);
  const parts = table.columns.map(
    (column) =>
      `${quoteIdentifier(column.name)} ${column.type}${column.notNull ? ' NOT NULL' : ''}${comment(column.comment)}`,
  );
  if (table.primaryKey) parts.push(`PRIMARY KEY (${list(table.primaryKey)})`);
  if (table.unique) parts.push(`UNIQUE (${list(table.unique)})`);
  if (table.foreignKey) {
    const { column, targetTable, targetColumn } = table.foreignKey;
    parts.push(`FOREIGN KEY (${list([column])}) REFERENCES ${list([targetTable])} (${list([targetColumn])})`);
  }
  const name = quoteIdentifier(table.name);
  const create = `CREATE TABLE ${name} (${parts.join(', ')})${comment(table.comment)}`;
  if (table.rows.length === 0) return create;
  return `${create}; INSERT INTO ${name} VALUES ${table.rows.map((row) => `(${row.join(', ')})`).join(', ')}`;
}

/** Comments take plain strings only. */
const quoteForServer = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** What a read-only session may do all the same: wait, lock, look at files, count on. */
const waitingOrLooking = /sleep|BENCHMARK|_LOCK|LOAD_FILE|OUTFILE|DUMPFILE|NEXT ?VAL|SETVAL/i;

export const mysqlConformance: ConformanceDefinition = {
  capabilities: { snapshot: false, serverCancel: true, native: true },
  start,
  integerType: 'int',
  textType: 'varchar(200)',
  quoteText: textLiteral,
  knows: { comments: true, keys: true, notNull: true, emptyText: true },
  identifiers: [
    'select',
    'a.b',
    'say "hi"',
    "it's",
    'back\\slash',
    'back`tick',
    ' blank in front',
    'Überwäsche 衣',
    'semi;colon -- comment',
    '/* comment */ # hash',
    'n'.repeat(64),
    '%s',
    '1st',
    '?',
    ':name',
    '@variable',
  ],
  values: valueCases,
  badInput: {
    wrongPassword: 'suite',
    unknownDatabase: 'suite',
    tlsRefused: { test: ['mysql/reach.test.ts', "['--skip-ssl'], /offers no encryption/"] },
    brokenStream: { test: ['mysql/faults.test.ts', 'break in the middle when the server restarts'] },
    droppedTable: 'suite',
    alteredTable: 'suite',
    outOfRange: { test: ['mysql/values.test.ts', 'values of native statements'] },
    invalidUtf8: { never: 'the server refuses it in text columns; binary columns are BLOB' },
    zeroDate: { test: ['mysql/values.test.ts', 'dates that no calendar has'] },
    notANumber: { never: 'MySQL and MariaDB hold neither' },
    hugeCell: { test: ['mysql/faults.test.ts', 'a cell of 100 MB arrives whole'] },
    manyColumns: { test: ['mysql/faults.test.ts', 'reads as many columns as a table can have'] },
    wildNames: 'suite',
  },
  filters: filterCases,
  native: {
    twoColumns: 'SELECT 1 AS a, 2 AS a;  -- done',
    mistake: { sql: "SELECT 'é' AS x\nFROM WHERE", offset: 21 },
    endless: 'SELECT count(*) FROM seq_1_to_1000000 a, seq_1_to_1000000 b',
    attacks,
    onlyProof: attacks.filter((sql) => waitingOrLooking.test(sql)),
  },
};
