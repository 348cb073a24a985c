/** One stream of a read session to its end, through breaks: each new call begins behind the last row that was taken, so no row is lost or comes twice. */
import { pause } from '../../waiting.ts';
import type { ReadRowsResponse } from './protocol.ts';
import { isTransient, type ReadApi, ReadApiError } from './read-api.ts';

/** Calls in a row that may fail without a row between them. */
const maxFailures = 5;

export interface Block {
  /** One Arrow message: a record batch. */
  readonly bytes: Buffer;
  readonly rows: number;
}

export async function* streamBlocks(
  api: ReadApi,
  readStream: string,
  signal: AbortSignal,
  onBreak: (why: string, row: bigint) => void,
): AsyncGenerator<Block> {
  let offset = 0n;
  for (let failures = 0; ; ) {
    try {
      for await (const response of api.readRows({ readStream, offset: String(offset) }, signal)) {
        const block = blockOf(response);
        if (block === undefined) continue;
        failures = 0;
        offset += BigInt(block.rows);
        yield block;
      }
      return;
    } catch (thrown) {
      failures += 1;
      if (signal.aborted || !isTransient(thrown) || failures > maxFailures) throw thrown;
      onBreak((thrown as ReadApiError).status, offset);
    }
    await pause(2 ** failures * 50 * (0.5 + Math.random()), signal);
  }
}

/** A response may tell of progress only. */
function blockOf({ arrowRecordBatch, rowCount }: ReadRowsResponse): Block | undefined {
  const bytes = arrowRecordBatch?.serializedRecordBatch;
  const rows = Number(rowCount);
  if (bytes === undefined || bytes.length === 0) {
    if (rows > 0) throw new ReadApiError('DATA_LOSS', 'Rows were counted, but none came.');
    return undefined;
  }
  return { bytes, rows };
}
