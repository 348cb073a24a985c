import { setImmediate } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import type { JsonCell } from '../../lib/contract/result.ts';
import { type CellEncoder, cellEncoder } from './encode-cell.ts';

/** Wide results are encoded a part at a time, so that other requests need not wait. */
const COLUMNS_AT_A_STRETCH = 32;

/** The rows of `sql`, encoded as JSON holds them, in batches of at most 2,048. An abort interrupts the query. */
export async function* readBatches(
  connection: DuckDBConnection,
  sql: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<JsonCell[][]> {
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    signal?.throwIfAborted();
    const result = await connection.stream(sql);
    const encoders = encodersOf(result);
    for (;;) {
      signal?.throwIfAborted();
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      yield await encodeChunk(chunk, encoders);
      // Other requests have their turn between two batches.
      await setImmediate();
    }
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}

const encodersOf = (result: DuckDBResult): CellEncoder[] => result.columnTypes().map(cellEncoder);

async function encodeChunk(chunk: DuckDBDataChunk, encoders: readonly CellEncoder[]): Promise<JsonCell[][]> {
  const rows = Array.from({ length: chunk.rowCount }, () => new Array<JsonCell>(encoders.length).fill(null));
  for (const [column, encode] of encoders.entries()) {
    if (column > 0 && column % COLUMNS_AT_A_STRETCH === 0) await setImmediate();
    const values = chunk.getColumnValues(column);
    for (const [row, cells] of rows.entries()) cells[column] = encode(values[row] ?? null);
  }
  return rows;
}
