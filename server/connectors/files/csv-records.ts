/**
 * How long the records of a CSV file are. DuckDB refuses one longer than 2 MB unless it is told before, and its sniffer takes a time that grows with the square of such a record until it does
 * (20 MB: 15 s of processor). So the file is looked at first, and the longest record is said.
 */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { FileTable } from './discover.ts';

/** DuckDB's own limit: what is not longer needs nothing said. */
const USUAL_BYTES = 2_000_000;
/** Room that DuckDB takes for what it reads at once; a record has to fit into it. */
const USUAL_BUFFER_BYTES = 32_000_000;
const MOST_BYTES = 128 * 1024 * 1024;
/** A record that begins behind so much of a file may have DuckDB's usual length only. */
const LOOKED_AT_BYTES = 160 * 1024 * 1024;

const [LINE_FEED, CARRIAGE_RETURN, QUOTE] = [10, 13, 34];

/** Options of `read_csv` and `sniff_csv` for files whose longest record has `bytes` bytes. */
export const recordOptions = (bytes: number): readonly string[] =>
  bytes <= USUAL_BYTES
    ? []
    : [`max_line_size = ${bytes}`, `buffer_size = ${Math.max(USUAL_BUFFER_BYTES, bytes + USUAL_BYTES)}`];

/** Bytes of the longest record, at least DuckDB's usual. Throws if a line is longer than is read. */
export async function longestRecord(
  path: string,
  compression: FileTable['compression'],
  signal: AbortSignal,
): Promise<number> {
  const lengths = new RecordLengths();
  const file = createReadStream(path, { highWaterMark: 1_048_576, signal });
  const unpack = compression === 'gzip' ? createGunzip() : compression === 'zstd' ? createZstdDecompress() : undefined;
  // A failure of either reaches the loop as that of the last.
  const bytes = unpack === undefined ? file : pipeline(file, unpack, () => undefined);
  for await (const block of bytes as AsyncIterable<Buffer>) if (!lengths.add(block)) break;
  if (lengths.line > MOST_BYTES)
    throw new Error(
      `It has a line of more than ${MOST_BYTES / 1_048_576} MiB, the most that is read. Is it a CSV file? Parquet has no such limit.`,
    );
  // Quotes that mean something else here only make it look longer than it is.
  return lengths.record > MOST_BYTES ? Math.max(USUAL_BYTES, lengths.line) : Math.max(USUAL_BYTES, lengths.record);
}

class RecordLengths {
  /** Longest so far: between two line ends, and between two of those outside of quotes. */
  line = 0;
  record = 0;
  #seen = 0;
  #lineStart = 0;
  #recordStart = 0;
  #isQuoted = false;

  /** Whether more is to be looked at. */
  add(block: Buffer): boolean {
    for (let at = 0; at < block.length; at += 1) {
      const byte = block[at];
      if (byte === QUOTE) this.#isQuoted = !this.#isQuoted;
      else if (byte === LINE_FEED || byte === CARRIAGE_RETURN) this.#endLine(this.#seen + at + 1);
    }
    this.#seen += block.length;
    this.line = Math.max(this.line, this.#seen - this.#lineStart);
    this.record = Math.max(this.record, this.#seen - this.#recordStart);
    return this.#seen < LOOKED_AT_BYTES && this.line <= MOST_BYTES;
  }

  #endLine(next: number): void {
    this.line = Math.max(this.line, next - this.#lineStart);
    this.#lineStart = next;
    if (this.#isQuoted) return;
    this.record = Math.max(this.record, next - this.#recordStart);
    this.#recordStart = next;
  }
}
