/** Blocks of a stream as chunks of CSV, in the form in which `encode.ts` writes the pages of the REST API. */
import type * as Arrow from 'apache-arrow';
import { JoineryError } from '../../../errors.ts';
import type { DecodedColumn } from '../answer.ts';
import { UnreadableValue } from '../staging.ts';
import { checkColumn } from './column-data.ts';
import { fieldWriter, Output } from './field-writer.ts';
import { ReadApiError } from './read-api.ts';
import type { Block } from './stream-rows.ts';

const COMMA = 44;
const NEWLINE = 10;
const chunkBytes = 128_000;
/** What closes a stream of Arrow messages; some servers end the schema with it. */
const endMark = Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);

export type BlockDecoder = (
  block: Block,
  maxRows?: number,
) => Generator<{ readonly bytes: Uint8Array; readonly rows: number }>;

export async function blockDecoder(
  schema: Buffer,
  columns: readonly DecodedColumn[],
  connection: string,
): Promise<BlockDecoder> {
  const { tableFromIPC } = await import('apache-arrow');
  const head = schema.subarray(-endMark.length).equals(endMark) ? schema.subarray(0, -endMark.length) : schema;

  function read({ bytes, rows }: Block): Arrow.RecordBatch {
    const [batch, ...more] = tableFromIPC(Buffer.concat([head, bytes])).batches;
    if (batch === undefined || more.length > 0 || batch.numRows !== rows)
      throw new ReadApiError('DATA_LOSS', 'A block holds other rows than were said.');
    return batch;
  }

  return function* decode(block, maxRows = block.rows) {
    const batch = read(block);
    const out = new Output();
    const writers = columns.map(({ type, staged }, index) => {
      const data = batch.data.children[index];
      try {
        if (data === undefined) throw new UnreadableValue('nothing');
        checkColumn(data, type);
        return fieldWriter(data, type, out);
      } catch (thrown) {
        if (!(thrown instanceof UnreadableValue)) throw thrown;
        throw new JoineryError('source_value', `Column "${staged.name}" holds ${thrown.message}.`, {
          connection,
          hint: 'Set `storageApi: off` for this connection.',
        });
      }
    });
    let rows = 0;
    const last = Math.min(block.rows, maxRows);
    for (let row = 0; row < last; row += 1) {
      for (const [index, write] of writers.entries()) {
        if (index > 0) {
          out.reserve(1);
          out.byte(COMMA);
        }
        write(row);
      }
      out.reserve(1);
      out.byte(NEWLINE);
      rows += 1;
      if (out.size < chunkBytes) continue;
      yield { bytes: out.take(), rows };
      rows = 0;
    }
    if (rows > 0) yield { bytes: out.take(), rows };
    out.end();
  };
}
