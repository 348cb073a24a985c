import type { DuckDBConnection, Json } from '@duckdb/node-api';
import { isIntegerType } from '../../connectors/constant-forms.ts';
import { integerKeys } from '../../connectors/integer-keys.ts';
import type { Atom, Constant } from '../../connectors/predicate.ts';
import { scanColumn } from '../plan/scan.ts';
import type { KeyReducer } from '../reduce/key-reducer.ts';

export type Keys = Extract<Atom, { kind: 'in' | 'between' }>;

/**
 * The keys of a fetched relation as a filter for the reduced table. `source` is SQL of its rows under scan-column names, `filters` the plan's own filters on it.
 * NULLs and values beyond the target's type have no partner and are left out. Integers come in their order, so that rows that lie side by side are read once; of more than `most` keys only
 * their smallest and largest. Some filters of a plan cannot be read back as SQL (DuckDB makes
 * `text >= ''::BLOB` of a pattern); then the keys of all rows are taken.
 */
export async function readKeys(
  connection: DuckDBConnection,
  reducer: KeyReducer,
  source: string,
  filters: readonly string[],
  most: number,
): Promise<Keys> {
  try {
    return await distinctKeys(connection, reducer, source, filters, most);
  } catch (thrown) {
    if (filters.length === 0) throw thrown;
    return distinctKeys(connection, reducer, source, [], most);
  }
}

async function distinctKeys(
  connection: DuckDBConnection,
  reducer: KeyReducer,
  source: string,
  filters: readonly string[],
  most: number,
): Promise<Keys> {
  const column = (index: number): string => scanColumn(reducer.source, index);
  // Where it fails for a row, the statement fails by that row too, or does not look at it.
  const value = reducer.computed === undefined ? column(reducer.sourceColumn) : `TRY(${reducer.computed.sql(column)})`;
  const key = `TRY_CAST(${value} AS ${reducer.column.type})`;
  const where = [...filters, `${key} IS NOT NULL`].join(' AND ');
  const constant = (value: unknown): Constant => ({
    type: reducer.column.type,
    value: value === null ? null : String(value),
  });
  const distinct = `(SELECT DISTINCT ${key} AS key FROM ${source} WHERE ${where} LIMIT ${most + 1}) AS keys`;
  const values = isIntegerType(reducer.column.type)
    ? integerKeys(reducer.column.type, await integersOf(connection, distinct))
    : await textsOf(connection, distinct).then((texts) => texts.map(constant));
  if (values.length <= most) return { kind: 'in', column: reducer.column.name, values };
  const bounds = await connection.runAndReadAll(
    `SELECT min(${key})::VARCHAR, max(${key})::VARCHAR FROM ${source} WHERE ${where}`,
  );
  const [low, high] = bounds.getRowsJson()[0] ?? [];
  return { kind: 'between', column: reducer.column.name, low: constant(low), high: constant(high) };
}

async function textsOf(connection: DuckDBConnection, keys: string): Promise<readonly Json[]> {
  return (await connection.runAndReadAll(`SELECT key::VARCHAR FROM ${keys}`)).getColumnsJson()[0] ?? [];
}

/** As numbers, which are handed over twice as fast as texts; a vector at a time, so that a million of them is never held twice. */
async function integersOf(connection: DuckDBConnection, keys: string): Promise<readonly string[]> {
  const result = await connection.run(`SELECT key FROM ${keys} ORDER BY key`);
  const texts: string[] = [];
  for (const chunk of await result.fetchAllChunks()) {
    const vector = chunk.getColumnVector(0);
    for (let index = 0; index < vector.itemCount; index += 1) texts.push(String(vector.getItem(index)));
  }
  return texts;
}
