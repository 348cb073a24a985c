/** Reads a fetch as the engine does: through DuckDB's `read_csv` with explicit columns, as batches of packed rows, or through the driver's own relation. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { appendRows } from '../../engine/execute/append-rows.ts';
import type { FetchStream } from '../connector.ts';
import { quoted, standardString } from '../render-predicate.ts';

export interface Loaded {
  readonly names: readonly string[];
  /** `typeof` of each column. */
  readonly types: readonly string[];
  /** Each value as DuckDB casts it to VARCHAR. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Runs `use` on a DuckDB in which the fetch is the table `fetched`, its columns final. */
export async function withFetched<Answer>(
  stream: FetchStream,
  use: (duckdb: DuckDBConnection) => Promise<Answer>,
): Promise<Answer> {
  const folder = await mkdtemp(join(tmpdir(), 'joinery-conformance-'));
  const instance = await DuckDBInstance.create(':memory:');
  const duckdb = await instance.connect();
  try {
    await duckdb.run("SET TimeZone = 'UTC'");
    if (stream.kind === 'relation' && stream.attach !== undefined) {
      const { name, path } = stream.attach;
      await duckdb.run(`ATTACH ${standardString(path)} AS ${quoted(name, '"')} (READ_ONLY, TYPE duckdb)`);
    }
    const list = stream.columns.map((column) => {
      const name = quoted(column.name, '"');
      return `${column.expression ?? name} AS ${name}`;
    });
    await duckdb.run(
      `CREATE TABLE fetched AS SELECT ${list.join(', ')} FROM ${await relationOf(stream, folder, duckdb)}`,
    );
    return await use(duckdb);
  } finally {
    duckdb.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}

async function relationOf(stream: FetchStream, folder: string, duckdb: DuckDBConnection): Promise<string> {
  if (stream.kind === 'relation') return stream.relation;
  if (stream.kind === 'packed') {
    const definitions = stream.columns.map(({ name, stagedType }) => `${quoted(name, '"')} ${stagedType}`);
    await duckdb.run(`CREATE TABLE packed (${definitions.join(', ')})`);
    await appendRows(duckdb, 'packed', (await duckdb.runAndReadAll('FROM packed')).columnTypes(), stream.bytes);
    return 'packed';
  }
  const path = join(folder, 'fetched.csv');
  await pipeline(Readable.from(stream.bytes, { objectMode: false }), createWriteStream(path));
  const columns = stream.columns.map(
    ({ name, stagedType }) => `${standardString(name)}: ${standardString(stagedType)}`,
  );
  return `read_csv(${standardString(path)}, columns = {${columns.join(', ')}}, auto_detect = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = '', allow_quoted_nulls = false, header = false, max_line_size = 20000000)`;
}

export async function load(stream: FetchStream): Promise<Loaded> {
  const names = stream.columns.map((column) => column.name);
  return withFetched(stream, async (duckdb) => {
    const list = names.map((name) => `CAST(${quoted(name, '"')} AS VARCHAR)`).join(', ');
    const types = names.map((name) => `any_value(typeof(${quoted(name, '"')}))`).join(', ');
    return {
      names,
      types: ((await duckdb.runAndReadAll(`SELECT ${types} FROM fetched`)).getRows()[0] ?? []).map(String),
      rows: (await duckdb.runAndReadAll(`SELECT ${list} FROM fetched`))
        .getRows()
        .map((row) => row.map((value) => (value === null ? null : String(value)))),
    };
  });
}
