/** For this folder's tests: a connector on the test server, and streams read by a real DuckDB as the engine does it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { MariadbServer } from '../../../test/servers/mariadb.ts';
import type { Connector, FetchRequest, FetchStream, TableInfo } from '../connector.ts';
import { mysqlDriver } from './index.ts';

export const never = new AbortController().signal;

export function openConnector(server: MariadbServer, options: Record<string, unknown> = {}): Connector {
  const { host, port, user, password, database } = server;
  const parsed = mysqlDriver.optionsSchema.parse({ host, port, user, password, database, ...options });
  const log = { debug() {}, info() {}, warn() {} };
  return mysqlDriver.create(parsed, { id: 'source', baseDir: tmpdir(), log });
}

export async function tableOf(connector: Connector, name: string): Promise<TableInfo> {
  const { tables } = await connector.introspect(never);
  const table = tables.find((one) => one.name === name);
  if (table === undefined) throw new Error(`No table ${name}.`);
  return table;
}

/** Rows of a fetch after DuckDB has read them; every value as DuckDB's own text. */
export async function readThroughDuckdb(connector: Connector, request: FetchRequest): Promise<(string | null)[][]> {
  const session = await connector.openSession({ runId: 'test', signal: never });
  try {
    return await duckdbRows(await session.fetch(request, never));
  } finally {
    await session.close();
  }
}

export async function duckdbRows(stream: FetchStream): Promise<(string | null)[][]> {
  const table = await loadIntoDuckdb(stream);
  try {
    return await table.rows('true');
  } finally {
    table.close();
  }
}

export interface LoadedTable {
  /** All columns as DuckDB's text, of the rows for which `where` holds. */
  rows(where: string): Promise<(string | null)[][]>;
  close(): void;
}

export async function loadIntoDuckdb(stream: FetchStream): Promise<LoadedTable> {
  if (stream.kind !== 'csv') throw new Error('Not a byte stream.');
  const dir = await mkdtemp(join(tmpdir(), 'joinery-mysql-'));
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream.bytes) chunks.push(chunk);
    const file = join(dir, 'rows.csv');
    await writeFile(file, Buffer.concat(chunks));
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    const name = (column: { name: string }) => `"${column.name.replaceAll('"', '""')}"`;
    const types = stream.columns.map((column) => `'${column.name.replaceAll("'", "''")}': '${column.stagedType}'`);
    const values = stream.columns.map(
      (column) => `CAST(${column.expression ?? name(column)} AS ${column.type}) AS ${name(column)}`,
    );
    const texts = stream.columns.map((column) => `CAST(${name(column)} AS VARCHAR)`);
    await connection.run(
      `CREATE TABLE loaded AS SELECT ${values.join(', ')} FROM read_csv('${file}', columns = {${types.join(', ')}},
        auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = '',
        allow_quoted_nulls = false, parallel = false)`,
    );
    return {
      async rows(where) {
        const reader = await connection.runAndReadAll(`SELECT ${texts.join(', ')} FROM loaded WHERE ${where}`);
        return reader.getRows() as (string | null)[][];
      },
      close: () => instance.closeSync(),
    };
  } catch (error) {
    instance.closeSync();
    throw error;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
