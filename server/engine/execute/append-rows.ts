/** Packed rows into a table: each batch is copied into a chunk of DuckDB as it is, and no value is looked at. */
import { type DuckDBConnection, DuckDBDataChunk, type DuckDBType } from '@duckdb/node-api';
import bindings from '@duckdb/node-bindings';
import { giveBack } from '../../connectors/byte-pool.ts';
import { isWithoutNulls, packedLayout, packedWidth, rowsOfBatch } from '../../connectors/packed-rows.ts';
import { RunAgain } from './execution-error.ts';

/**
 * Column `index` of the table must be of `types[index]`, which travel packed. All rows are in the table when it resolves. Rejects with `RunAgain` when they take more than `mostBytes`: a table
 * that spills is worse than a stream.
 */
export async function appendRows(
  connection: DuckDBConnection,
  table: string,
  types: readonly DuckDBType[],
  batches: AsyncIterable<Uint8Array>,
  mostBytes = Number.POSITIVE_INFINITY,
): Promise<void> {
  const widths = types.map((type) => widthOf(type));
  const appender = await connection.createAppender(table, 'main', 'memory');
  const chunk = DuckDBDataChunk.create(types);
  try {
    let sizeBytes = 0;
    for await (const batch of batches) {
      sizeBytes += batch.byteLength;
      if (sizeBytes > mostBytes) throw new RunAgain({ unpacked: true }, `more than ${mostBytes} bytes were packed`);
      const rows = fill(chunk, batch, widths);
      chunk.rowCount = rows;
      appender.appendDataChunk(chunk);
      chunk.reset();
      giveBack(batch);
    }
  } catch (thrown) {
    appender.clear();
    throw thrown;
  } finally {
    appender.closeSync();
  }
}

function fill({ chunk }: DuckDBDataChunk, batch: Uint8Array, widths: readonly number[]): number {
  const rows = rowsOfBatch(batch);
  // The binding takes a buffer and a place in it.
  const buffer = batch.buffer as ArrayBuffer;
  for (const [column, { values, bitmap }] of packedLayout(widths, rows).parts.entries()) {
    const vector = bindings.data_chunk_get_vector(chunk, column);
    const bytes = rows * (widths[column] as number);
    bindings.copy_data_to_vector(vector, 0, buffer, batch.byteOffset + values, bytes);
    if (isWithoutNulls(batch, bitmap, rows)) continue;
    bindings.vector_ensure_validity_writable(vector);
    bindings.copy_data_to_vector_validity(vector, 0, buffer, batch.byteOffset + bitmap, (rows + 7) >> 3);
  }
  return rows;
}

function widthOf(type: DuckDBType): number {
  const width = packedWidth(type.toString());
  if (width === undefined) throw new Error(`${type} does not travel packed`);
  return width;
}
