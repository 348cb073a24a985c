/** A DuckDB file in a temporary folder with a connector on it. Each change opens the file for writing and closes it again, as its owner would. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ConformanceSource } from '../../conformance/definition.ts';
import type { Connector } from '../../connector.ts';
import { duckdbDriver } from '../index.ts';
import { quoteIdentifier, quoteLiteral } from '../sql-text.ts';

export interface DuckdbSource extends ConformanceSource {
  readonly folder: string;
  readonly path: string;
  connect(options?: Record<string, unknown>): Connector;
  run(...statements: readonly string[]): Promise<void>;
}

/** Runs statements on a file and closes it. */
export async function writeDuckdb(path: string, ...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const duckdb = await instance.connect();
  try {
    await duckdb.run("SET TimeZone = 'UTC'");
    for (const statement of statements) await duckdb.run(statement);
  } finally {
    duckdb.closeSync();
    instance.closeSync();
  }
}

export async function startDuckdbSource(): Promise<DuckdbSource> {
  const folder = await mkdtemp(join(tmpdir(), 'joinery-duckdb-'));
  const path = join(folder, 'sales.duckdb');
  const run = (...statements: readonly string[]) => writeDuckdb(path, ...statements);
  await run('CREATE TABLE first (id INTEGER)');
  const connect = (options: Record<string, unknown> = {}) =>
    duckdbDriver.create(duckdbDriver.optionsSchema.parse({ path: 'sales.duckdb', ...options }), {
      id: 'sales',
      baseDir: folder,
      log: { debug() {}, info() {}, warn() {} },
    });
  return {
    folder,
    path,
    connect,
    run,
    connector: connect(),
    schema: 'main',
    createTable: async ({ name, comment, columns, primaryKey, unique, foreignKey, rows }) => {
      const table = quoteIdentifier(name);
      const list = (names: readonly string[]) => names.map(quoteIdentifier).join(', ');
      const parts = [
        ...columns.map(
          (column) => `${quoteIdentifier(column.name)} ${column.type}${column.notNull === true ? ' NOT NULL' : ''}`,
        ),
        ...(primaryKey === undefined ? [] : [`PRIMARY KEY (${list(primaryKey)})`]),
        ...(unique === undefined ? [] : [`UNIQUE (${list(unique)})`]),
        ...(foreignKey === undefined
          ? []
          : [
              `FOREIGN KEY (${list([foreignKey.column])}) REFERENCES ${quoteIdentifier(foreignKey.targetTable)}(${list([foreignKey.targetColumn])})`,
            ]),
      ];
      await run(
        `CREATE TABLE ${table} (${parts.join(', ')})`,
        ...rows.map((row) => `INSERT INTO ${table} VALUES (${row.join(', ')})`),
        ...(comment === undefined ? [] : [`COMMENT ON TABLE ${table} IS ${quoteLiteral(comment)}`]),
        ...columns.flatMap((column) =>
          column.comment === undefined
            ? []
            : [`COMMENT ON COLUMN ${table}.${quoteIdentifier(column.name)} IS ${quoteLiteral(column.comment)}`],
        ),
      );
    },
    dropTable: (name) => run(`DROP TABLE ${quoteIdentifier(name)}`),
    addRow: (table, literals) => run(`INSERT INTO ${quoteIdentifier(table)} VALUES (${literals.join(', ')})`),
    createNumbers: (table, count) =>
      run(`CREATE TABLE ${quoteIdentifier(table)} AS SELECT range + 1 AS id FROM range(${count})`),
    fingerprint: async () =>
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The same tables, each shown as a view of its name. */
export async function startDuckdbViews(): Promise<DuckdbSource> {
  const source = await startDuckdbSource();
  const hidden = (name: string) => `behind.${quoteIdentifier(name)}`;
  await source.run('CREATE SCHEMA behind');
  const show = (name: string) => `CREATE VIEW ${quoteIdentifier(name)} AS SELECT * FROM ${hidden(name)}`;
  return {
    ...source,
    createTable: async (table) => {
      // A view has neither keys nor NOT NULL.
      if (table.primaryKey !== undefined) return source.createTable(table);
      const { name, columns, rows } = table;
      const types = columns.map((column) => `${quoteIdentifier(column.name)} ${column.type}`);
      const inserts = rows.map((row) => `INSERT INTO ${hidden(name)} VALUES (${row.join(', ')})`);
      await source.run(`CREATE TABLE ${hidden(name)} (${types.join(', ')})`, ...inserts, show(name));
    },
    dropTable: (name) => source.run(`DROP VIEW ${quoteIdentifier(name)}`, `DROP TABLE ${hidden(name)}`),
    addRow: (table, literals) => source.run(`INSERT INTO ${hidden(table)} VALUES (${literals.join(', ')})`),
    createNumbers: (table, count) =>
      source.run(`CREATE TABLE ${hidden(table)} AS SELECT range + 1 AS id FROM range(${count})`, show(table)),
  };
}
