/** The PostgreSQL server of the tests, in the words of the conformance suite. */
import { startPostgres } from '../../../test/servers/postgres.ts';
import type { ConformanceDefinition, ConformanceSource, TableSpec } from '../conformance/definition.ts';
import { standardString as text } from '../render-predicate.ts';
import { quoteIdentifier } from './dialect.ts';
import { postgresDriver } from './driver.ts';
import { attacks } from './test-attacks.ts';
import { filterCases } from './test-filters.ts';
import { valueCases } from './test-values.ts';

const log = { debug() {}, info() {}, warn() {} };

async function start(options: object = {}): Promise<ConformanceSource> {
  const server = await startPostgres();
  const admin = await server.adminClient();
  await admin.query(`
    CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
    CREATE TYPE pair AS (a int, b text);
    CREATE DOMAIN cents AS numeric(10,2);
    CREATE DOMAIN short_cents AS cents CHECK (VALUE < 1000);
    CREATE COLLATION german (provider = icu, locale = 'de-DE');
    CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
    CREATE SEQUENCE counter;
    CREATE TABLE victim (id int PRIMARY KEY, note text);
    INSERT INTO victim VALUES (1, 'untouched')`);
  const connect = (changes: object) =>
    postgresDriver.create(
      postgresDriver.optionsSchema.parse({
        host: server.host,
        port: server.port,
        user: server.user,
        password: server.password,
        database: server.database,
        ...options,
        ...changes,
      }),
      { id: 'tested', baseDir: import.meta.dirname, log },
    );
  const connector = connect({});
  const ours = "application_name = 'joinery'";
  return {
    connector,
    schema: 'public',
    createTable: (table) => admin.query(createTable(table)).then(() => {}),
    dropTable: (name) => admin.query(`DROP TABLE ${quoteIdentifier(name)}`).then(() => {}),
    addRow: (table, literals) =>
      admin.query(`INSERT INTO ${quoteIdentifier(table)} VALUES (${literals.join(', ')})`).then(() => {}),
    createNumbers: (name, count) =>
      admin
        .query(`CREATE TABLE ${quoteIdentifier(name)} AS SELECT g::int AS id FROM generate_series(1, ${count}) g`)
        .then(() => {}),
    async fingerprint() {
      const { rows } = await admin.query(`SELECT (SELECT array_agg(v::text) FROM victim v) AS victim,
        (SELECT last_value::text || is_called FROM counter) AS counter, (SELECT count(*) FROM pg_largeobject_metadata) AS large_objects,
        (SELECT array_agg(relname ORDER BY relname) FROM pg_class WHERE relname LIKE 'pwned%') AS made,
        (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory') AS locks, pg_postmaster_start_time() AS started`);
      return JSON.stringify(rows);
    },
    async runningStatements() {
      const { rows } = await admin.query(
        `SELECT query FROM pg_stat_activity WHERE ${ours} AND state LIKE 'active%' UNION ALL SELECT query FROM pg_stat_activity WHERE ${ours} AND state = 'idle in transaction (aborted)'`,
      );
      return rows.map((row) => String(row.query));
    },
    async openConnections() {
      return Number((await admin.query(`SELECT count(*) AS n FROM pg_stat_activity WHERE ${ours}`)).rows[0]?.n);
    },
    async killConnections() {
      await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${ours}`);
    },
    withWrongPassword: () => connect({ password: 'wrong' }),
    withWrongPort: () => connect({ port: 1 }),
    withUnknownDatabase: () => connect({ database: 'nowhere' }),
    withTls: () => connect({ ssl: true }),
    async close() {
      await connector.close();
      await admin.end();
      await server.stop();
    },
  };
}

function createTable(table: TableSpec): string {
  const name = quoteIdentifier(table.name);
  const columns = table.columns.map(
    (column) => `${quoteIdentifier(column.name)} ${column.type}${column.notNull ? ' NOT NULL' : ''}`,
  );
  const list = (names: readonly string[]) => names.map(quoteIdentifier).join(', ');
  if (table.primaryKey) columns.push(`PRIMARY KEY (${list(table.primaryKey)})`);
  if (table.unique) columns.push(`UNIQUE (${list(table.unique)})`);
  if (table.foreignKey) {
    const { column, targetTable, targetColumn } = table.foreignKey;
    columns.push(`FOREIGN KEY (${list([column])}) REFERENCES ${list([targetTable])} (${list([targetColumn])})`);
  }
  const statements = [`CREATE TABLE ${name} (${columns.join(', ')})`];
  if (table.comment !== undefined) statements.push(`COMMENT ON TABLE ${name} IS ${text(table.comment)}`);
  for (const column of table.columns) {
    if (column.comment === undefined) continue;
    statements.push(`COMMENT ON COLUMN ${name}.${quoteIdentifier(column.name)} IS ${text(column.comment)}`);
  }
  if (table.rows.length > 0) {
    statements.push(`INSERT INTO ${name} VALUES ${table.rows.map((row) => `(${row.join(', ')})`).join(', ')}`);
  }
  return statements.join('; ');
}

/** What a read-only session may do all the same: wait, lock, look at files and other sessions, and speak to the server's own parts. */
const lookingOrActing =
  /pg_(?:terminate|cancel|stat_reset|reload|rotate|switch|create_|sleep|read_|ls_|stat_file|advisory|try_advisory|export_|logical_)|^LISTEN|_to_xml|^COPY|^LOCK|^VACUUM/;

export const postgresConformance: ConformanceDefinition = {
  capabilities: { snapshot: true, serverCancel: true, native: true },
  start,
  integerType: 'integer',
  textType: 'text',
  quoteText: text,
  knows: { comments: true, keys: true, notNull: true, emptyText: true },
  identifiers: [
    'select',
    'a.b',
    'say "hi"',
    "it's",
    'back\\slash',
    ' blank ',
    'Überwäsche 衣 𝄞',
    'semi;colon -- comment /* */',
    '$$dollar$$',
    'UPPER',
    'n'.repeat(63),
    '%s',
    '1st',
    'line\nbreak',
  ],
  values: valueCases,
  hugeText: { type: 'text', literal: "repeat('0123456789', 10000000)" },
  // As many as PostgreSQL takes.
  widestTable: 1600,
  badInput: {
    wrongPassword: 'suite',
    unknownDatabase: 'suite',
    tlsRefused: 'suite',
    brokenStream: { test: ['postgres/faults.test.ts', 'break in the middle when the server restarts'] },
    droppedTable: 'suite',
    alteredTable: 'suite',
    outOfRange: { value: "'infinity'" },
    invalidUtf8: { test: ['../../test/faults/bad-bytes.test.ts', 'bytes that are no UTF-8 are refused'] },
    zeroDate: { never: 'dates are those of a calendar' },
    notANumber: { value: "'NaN'" },
    hugeCell: 'suite',
    manyColumns: 'suite',
    wildNames: 'suite',
  },
  filters: filterCases,
  native: {
    twoColumns: 'SELECT 1 AS a, 2 AS a;  -- done',
    mistake: { sql: "SELECT '𝄞é' AS x\nFROM WHERE", offset: 23 },
    endless: 'SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b',
    attacks,
    onlyProof: attacks.filter((sql) => lookingOrActing.test(sql)),
  },
};

/** The same server, read in the way that other systems with its protocol need. */
export const compatibleConformance: ConformanceDefinition = {
  ...postgresConformance,
  capabilities: { ...postgresConformance.capabilities, snapshot: false },
  start: () => start({ flavor: 'compatible' }),
};
