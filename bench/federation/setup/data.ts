import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../../../test/servers/mariadb-binaries.ts';
import { makeOnce } from './once.ts';

const script = path.resolve(import.meta.dirname, '../peers/data.py');

export interface LocalData {
  /** DuckDB file with all eight tables. */
  readonly database: string;
  /** DuckDB's text of the 22 queries, by number from 1. */
  readonly queries: readonly string[];
}

/** All eight tables in one DuckDB file, made by its TPC-H generator. */
export async function prepareData(python: string, folder: string, scaleFactor: number): Promise<LocalData> {
  const database = path.join(folder, 'local.duckdb');
  const queries = path.join(folder, 'queries.json');
  await makeOnce(database, async () => {
    console.error(`Making TPC-H data at scale factor ${scaleFactor} ...`);
    await run(python, [script, 'make', database, queries, String(scaleFactor)]);
  });
  return { database, queries: JSON.parse(await readFile(queries, 'utf8')) as string[] };
}

/** Writes tables as CSV, one file each, for loading into a source. */
export async function dumpTables(python: string, database: string, folder: string, tables: readonly string[]) {
  await run(python, [script, 'dump', database, folder, ...tables]);
}
