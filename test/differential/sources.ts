/** The real sources of the harness: each can be filled with a world, and has a connector. Rows go in by the generator's own literals. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Connector, Driver } from '../../server/connectors/connector.ts';
import { filesDriver } from '../../server/connectors/files/index.ts';
import { mysqlDriver } from '../../server/connectors/mysql/index.ts';
import { postgresDriver } from '../../server/connectors/postgres/index.ts';
import { sqliteDriver } from '../../server/connectors/sqlite/index.ts';
import { startMariadb } from '../servers/mariadb.ts';
import { startPostgres } from '../servers/postgres.ts';
import { preparePostgres } from './forms-postgres.ts';
import { type SourceName, standardText } from './placement.ts';
import { KEY_COLUMN, type LogicalTable, storedLiteral } from './world.ts';

export interface Source {
  readonly name: SourceName;
  /** What `connection.table` means. */
  readonly defaultSchema: string;
  /** Where tables stand that are elsewhere. */
  readonly otherSchema: string;
  /** Drops what was there and makes `tables`. */
  fill(tables: readonly LogicalTable[]): Promise<void>;
  /** Opens a connector on the source as filled. Its owner closes it. */
  connect(options?: Record<string, unknown>): Connector;
  close(): Promise<void>;
}

const log = { debug() {}, info() {}, warn() {} };
const double = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const backtick = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

function open(driver: Driver, id: SourceName, baseDir: string, options: Record<string, unknown>): Connector {
  return driver.create(driver.optionsSchema.parse(options), { id, baseDir, log });
}

function createSql(table: LogicalTable, source: SourceName, schema: string, quote: (name: string) => string): string[] {
  const place = `${quote(schema)}.${quote(table.name)}`;
  const columns = table.columns.map((column) => `${quote(column.name)} ${column.forms[source].declared}`);
  const rows = table.rows.map(
    (row) =>
      `(${table.columns.map((column, at) => storedLiteral(column, source, row[at] ?? null) ?? 'NULL').join(', ')})`,
  );
  return [
    `DROP TABLE IF EXISTS ${place}`,
    // In PostgreSQL a few rows on a page, so that small tables have ranges of pages.
    `CREATE TABLE ${place} (${columns.join(', ')}, PRIMARY KEY (${quote(table.columns[KEY_COLUMN]?.name ?? '')}))${source === 'pg' ? ' WITH (fillfactor = 10)' : ''}`,
    ...(rows.length === 0 ? [] : [`INSERT INTO ${place} VALUES ${rows.join(', ')}`]),
  ];
}

/** Where the values are distinct to the source too, and of a type that it can index, the column becomes a unique key. */
async function addKeys(
  tables: readonly LogicalTable[],
  quote: (name: string) => string,
  schemaOf: (table: LogicalTable) => string,
  query: (sql: string) => Promise<unknown>,
): Promise<void> {
  for (const [index, table] of tables.entries()) {
    const column = table.columns[table.distinctColumn ?? -1];
    if (column === undefined) continue;
    const place = `${quote(schemaOf(table))}.${quote(table.name)}`;
    await query(`CREATE UNIQUE INDEX distinct_${index} ON ${place} (${quote(column.name)})`).catch(() => {});
  }
}

async function postgresSource(): Promise<Source> {
  const server = await startPostgres();
  const admin = await server.adminClient();
  await admin.query(preparePostgres);
  const schemaOf = (table: LogicalTable): string => (table.isElsewhere ? 'Odd Schema' : 'public');
  let filled: readonly LogicalTable[] = [];
  return {
    name: 'pg',
    defaultSchema: 'public',
    otherSchema: 'Odd Schema',
    async fill(tables) {
      const drops = filled.map((table) => `DROP TABLE ${double(schemaOf(table))}.${double(table.name)}`);
      filled = tables;
      await admin.query(
        [...drops, ...tables.flatMap((table) => createSql(table, 'pg', schemaOf(table), double)), 'ANALYZE'].join(
          ';\n',
        ),
      );
      await addKeys(tables, double, schemaOf, (sql) => admin.query(sql));
    },
    connect: () => {
      const { host, port, user, password, database } = server;
      return open(postgresDriver, 'pg', tmpdir(), { host, port, user, password, database, rangeBytes: 1 });
    },
    async close() {
      await admin.end();
      await server.stop();
    },
  };
}

async function mariadbSource(): Promise<Source> {
  const server = await startMariadb();
  const admin = await server.admin();
  await admin.query("CREATE DATABASE `Odd Schema`; SET SESSION sql_mode = 'STRICT_ALL_TABLES', time_zone = '+00:00'");
  const schemaOf = (table: LogicalTable): string => (table.isElsewhere ? 'Odd Schema' : server.database);
  let filled: readonly LogicalTable[] = [];
  return {
    name: 'my',
    defaultSchema: server.database,
    otherSchema: 'Odd Schema',
    async fill(tables) {
      const drops = filled.map((table) => `DROP TABLE ${backtick(schemaOf(table))}.${backtick(table.name)}`);
      filled = tables;
      await admin.query(
        [...drops, ...tables.flatMap((table) => createSql(table, 'my', schemaOf(table), backtick))].join(';\n'),
      );
      await addKeys(tables, backtick, schemaOf, (sql) => admin.query(sql));
    },
    connect: (options = {}) => {
      const { host, port, user, password, database } = server;
      return open(mysqlDriver, 'my', tmpdir(), { host, port, user, password, database, rangeRows: 1, ...options });
    },
    async close() {
      await admin.end();
      await server.stop();
    },
  };
}

async function sqliteSource(): Promise<Source> {
  const folder = await mkdtemp(path.join(tmpdir(), 'joinery-differential-'));
  const database = new DatabaseSync(path.join(folder, 'lite.sqlite'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
  let filled: readonly LogicalTable[] = [];
  return {
    name: 'lite',
    defaultSchema: 'main',
    otherSchema: 'main',
    async fill(tables) {
      const drops = filled.map((table) => `DROP TABLE main.${double(table.name)}`);
      filled = tables;
      database.exec([...drops, ...tables.flatMap((table) => createSql(table, 'lite', 'main', double))].join(';\n'));
    },
    connect: () => open(sqliteDriver, 'lite', folder, { path: 'lite.sqlite' }),
    async close() {
      database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function filesSource(): Promise<Source> {
  const root = await mkdtemp(path.join(tmpdir(), 'joinery-differential-'));
  const folder = path.join(root, 'files');
  const writer = await DuckDBInstance.create(':memory:');
  const connection = await writer.connect();
  await connection.run("SET TimeZone = 'UTC'");
  let declarations: Record<string, unknown> = {};
  const writeTable = async (table: LogicalTable, file: string): Promise<void> => {
    if (table.fileFormat === 'csv') {
      const lines = table.rows.map((row) =>
        table.columns.map((column, at) => storedLiteral(column, 'web', row[at] ?? null) ?? '').join(','),
      );
      const header = table.columns.map((column) => double(column.name)).join(',');
      return writeFile(file, [header, ...lines].map((line) => `${line}\n`).join(''));
    }
    const [create = '', ...inserts] = createSql(table, 'web', 'main', double).slice(1);
    await connection.run(
      [
        create,
        ...inserts,
        `COPY main.${double(table.name)} TO ${standardText(file)} (FORMAT parquet)`,
        `DROP TABLE main.${double(table.name)}`,
      ].join(';\n'),
    );
  };
  return {
    name: 'web',
    defaultSchema: 'main',
    otherSchema: 'main',
    async fill(tables) {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder);
      declarations = {};
      for (const [index, table] of tables.entries()) {
        const file = `table-${index}.${table.fileFormat}`;
        await writeTable(table, path.join(folder, file));
        const columns = Object.fromEntries(table.columns.map((column) => [column.name, column.forms.web.declared]));
        declarations[table.name] = {
          path: file,
          ...(table.fileFormat === 'csv' ? { delimiter: ',', header: true, columns } : {}),
        };
      }
    },
    connect: () => open(filesDriver, 'web', root, { path: 'files', tables: declarations }),
    async close() {
      connection.closeSync();
      writer.closeSync();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Starts all four; whoever calls closes them. */
export async function startSources(): Promise<readonly Source[]> {
  const starts = await Promise.allSettled([postgresSource(), mariadbSource(), sqliteSource(), filesSource()]);
  const failed = starts.find((start) => start.status === 'rejected');
  const sources = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  if (failed === undefined) return sources;
  for (const source of sources) await source.close();
  throw failed.reason;
}
