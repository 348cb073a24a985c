/**
 * Longest record of a staged stream. DuckDB's reader refuses most longer ones by itself, but an unquoted one of more than twice its buffer at the end of a
 * stream is left out without a word: so it is stopped here, before it is sent. Bytes without a line end are those of one record; a quoted field with
 * line ends in it is refused by DuckDB.
 */
import { JoineryError } from '../../errors.ts';

export const MAX_RECORD_BYTES = 8 * 1_048_576;
const LINE_END = 10;

/** Told of each chunk on its way; throws `source_value` when a record has become too long. */
export function recordGuard(connection: string): (chunk: Uint8Array) => void {
  let openBytes = 0;
  return (chunk) => {
    const first = chunk.indexOf(LINE_END);
    if (first < 0) openBytes += chunk.byteLength;
    let longest = first < 0 ? openBytes : openBytes + first;
    if (first >= 0) {
      // Within a chunk no record can be longer than the chunk.
      if (chunk.byteLength > MAX_RECORD_BYTES) longest = Math.max(longest, longestLine(chunk, first + 1));
      openBytes = chunk.byteLength - 1 - chunk.lastIndexOf(LINE_END);
    }
    if (longest <= MAX_RECORD_BYTES) return;
    throw new JoineryError(
      'source_value',
      `A row is longer than ${MAX_RECORD_BYTES / 1_048_576} MiB, the most that a row may have.`,
      {
        connection,
        hint: 'Leave the long column out, or shorten it in a native statement: left(column, 1000000).',
      },
    );
  };
}

function longestLine(chunk: Uint8Array, from: number): number {
  let longest = 0;
  for (let start = from; start < chunk.byteLength; ) {
    const next = chunk.indexOf(LINE_END, start);
    const end = next < 0 ? chunk.byteLength : next;
    longest = Math.max(longest, end - start);
    start = end + 1;
  }
  return longest;
}
