import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Run } from '../../lib/contract/run.ts';
import { uniqueNames } from '../unique-names.ts';
import { type ColumnNotes, ledgerJson } from './export-ledger.ts';
import { resultError } from './failures.ts';
import { isHuge, parquetExpression } from './parquet-types.ts';
import { quoteName, quoteText } from './result-database.ts';
import type { ResultPart } from './result-part.ts';

/** 128-bit columns whose values all have at most 38 digits, and so fit DECIMAL(38,0). */
async function decimalColumns(
  connection: DuckDBConnection,
  table: string,
  names: readonly string[],
): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const most = `${'9'.repeat(38)}::HUGEINT`;
  const fits = names.map((name) => `coalesce(bool_and(${name} BETWEEN -${most} AND ${most}), true)`);
  const reader = await connection.runAndReadAll(`SELECT ${fits.join(', ')} FROM ${table}`);
  return new Set(names.filter((_, index) => reader.value(index, 0) === true));
}

async function writeParquet(
  connection: DuckDBConnection,
  file: ResultPart,
  target: string,
  ledger: Run | undefined,
  notes: ColumnNotes | undefined,
): Promise<void> {
  const shape = await connection.runAndReadAll(`SELECT ${file.names.join(', ')} FROM ${file.from} LIMIT 0`);
  const columns = shape
    .columnTypes()
    .map((type, index) => ({ type, name: file.names[index] ?? quoteName(`c${index}`) }));
  const huge = columns.filter(({ type }) => isHuge(type)).map(({ name }) => name);
  const fitting = await decimalColumns(connection, file.from, huge);
  const outputNames = uniqueNames(file.columns.map(({ name }) => name));
  const expressions = columns.map(({ name, type }, index) => {
    const output = quoteName(outputNames[index] ?? `c${index}`);
    return `${parquetExpression(name, type, fitting.has(name))} AS ${output}`;
  });
  const metadata =
    ledger === undefined ? '' : `, KV_METADATA {joinery: ${quoteText(ledgerJson(ledger, file.columns, notes))}}`;
  await connection.run(
    `COPY (SELECT ${expressions.join(', ')} FROM ${file.from}${file.orderBy}) TO ${quoteText(target)} (FORMAT parquet, COMPRESSION zstd${metadata})`,
  );
}

/**
 * The result as a Parquet file, prepared in the scratch folder and removed when it has been read or given up. Names are made unique (`id`,
 * `id_2`); types are exact or text, see parquet-types.ts. The ledger is kept under the key `joinery`.
 */
export async function* exportParquet(
  file: ResultPart,
  ledger: Run | undefined,
  notes: ColumnNotes | undefined,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { scratch } = file.database;
  const target = path.join(scratch, `${randomUUID()}.parquet`);
  const connection = await file.database.connect();
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    signal?.throwIfAborted();
    await mkdir(scratch, { recursive: true });
    await writeParquet(connection, file, target, ledger, notes);
    signal?.throwIfAborted();
    for await (const piece of createReadStream(target, { signal })) yield piece as Uint8Array;
  } catch (thrown) {
    throw resultError(thrown, signal);
  } finally {
    signal?.removeEventListener('abort', interrupt);
    connection.closeSync();
    await rm(target, { force: true });
  }
}
