/** A folder of files of one format with a connector on it. Tables are made in a DuckDB and written out as files. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ConformanceSource } from '../../conformance/definition.ts';
import type { Connector } from '../../connector.ts';
import { quoteIdentifier, quoteLiteral } from '../duckdb.ts';
import { filesDriver } from '../index.ts';
import { boolean, type CellXml, number, text, writeXlsx } from './write-xlsx.ts';

export const copyOptions = {
  csv: 'FORMAT csv, HEADER true',
  parquet: 'FORMAT parquet',
  jsonl: 'FORMAT json',
  xlsx: 'written by write-xlsx.ts',
} as const;

const DAY_MS = 86_400_000;

/** A value of DuckDB as Office would write it. */
function cellOf(value: unknown, type: string): CellXml {
  if (value === null) return undefined;
  if (typeof value === 'boolean') return boolean(value);
  if (type === 'VARCHAR') return text(String(value));
  const serial = (iso: string) => new Date(`${iso.replace(' ', 'T')}Z`).getTime() / DAY_MS + 25_569;
  if (type === 'DATE') return number(serial(`${String(value)} 00:00:00`), 1);
  if (type === 'TIMESTAMP') return number(serial(String(value)), 2);
  if (type === 'TIME') return number(serial(`1970-01-01 ${String(value)}`) - 25_569, 3);
  return number(String(value));
}

export interface FilesSource extends ConformanceSource {
  readonly folder: string;
  /** What the connector warned of so far. */
  readonly warnings: readonly string[];
  connect(options?: Record<string, unknown>): Connector;
  run(sql: string): Promise<void>;
}

export async function startFilesSource(format: keyof typeof copyOptions): Promise<FilesSource> {
  const base = await mkdtemp(join(tmpdir(), 'joinery-files-'));
  const folder = join(base, 'web');
  await mkdir(folder);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const duckdb = await instance.connect();
  await duckdb.run("SET TimeZone = 'UTC'");
  const run = async (sql: string) => void (await duckdb.run(sql));
  const pathOf = (name: string) => join(folder, `${name}.${format}`);
  const write = async (name: string) => {
    if (format !== 'xlsx')
      return run(`COPY ${quoteIdentifier(name)} TO ${quoteLiteral(pathOf(name))} (${copyOptions[format]})`);
    const reader = await duckdb.runAndReadAll(`FROM ${quoteIdentifier(name)}`);
    const types = reader.columnTypes().map(String);
    const rows = reader.getRowsJson().map((row) => row.map((value, index) => cellOf(value, types[index] ?? '')));
    await writeXlsx(pathOf(name), { sheets: [{ name: 'Sheet1', rows: [reader.columnNames().map(text), ...rows] }] });
  };
  const warnings: string[] = [];
  const connect = (options: Record<string, unknown> = {}) =>
    filesDriver.create(filesDriver.optionsSchema.parse({ path: 'web', ...options }), {
      id: 'web',
      baseDir: base,
      log: { debug() {}, info() {}, warn: (message) => warnings.push(message) },
    });
  return {
    folder,
    warnings,
    connect,
    run,
    connector: connect(),
    schema: 'main',
    createTable: async ({ name, columns, rows }) => {
      const types = columns.map((column) => `${quoteIdentifier(column.name)} ${column.type}`);
      await run(`CREATE TABLE ${quoteIdentifier(name)} (${types.join(', ')})`);
      for (const row of rows) await run(`INSERT INTO ${quoteIdentifier(name)} VALUES (${row.join(', ')})`);
      await write(name);
    },
    dropTable: async (name) => {
      await run(`DROP TABLE ${quoteIdentifier(name)}`);
      await rm(pathOf(name));
    },
    addRow: async (table, literals) => {
      await run(`INSERT INTO ${quoteIdentifier(table)} VALUES (${literals.join(', ')})`);
      await write(table);
    },
    createNumbers: async (table, count) => {
      await run(`CREATE TABLE ${quoteIdentifier(table)} AS SELECT range + 1 AS id FROM range(${count})`);
      await write(table);
    },
    fingerprint: async () => {
      const hash = createHash('sha256');
      for (const name of (await readdir(folder)).toSorted())
        hash.update(name).update(await readFile(join(folder, name)));
      return hash.digest('hex');
    },
    close: async () => {
      duckdb.closeSync();
      instance.closeSync();
      await rm(base, { recursive: true, force: true });
    },
  };
}
