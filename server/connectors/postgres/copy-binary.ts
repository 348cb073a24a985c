/**
 * The frame of what `COPY ... (FORMAT binary)` sends: a header in front of the first tuple, a trailer in place of one behind the last.
 * Source: "File Formats" in the documentation of COPY.
 */
import { JoineryError } from '../../errors.ts';

/** Makes packed rows of the messages of COPY. */
export interface Packer {
  /** Rows taken. */
  readonly rows: number;
  /** The payload of one message: from `from` to `end` of `source`, of which nothing may be kept. */
  take(source: Buffer, from: number, end: number): void;
  /** All messages have been taken. */
  end(): void;
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** The signature, the flags, the length of what follows. */
const HEADER_BYTES = SIGNATURE.length + 8;

/** In the place of a tuple's number of fields. */
export const TRAILER = -1;

/** Where the first tuple begins; beyond `end` where there is no such header. */
export function headerEnd(source: Buffer, from: number, end: number): number {
  const isWhole =
    end - from >= HEADER_BYTES && source.compare(SIGNATURE, 0, SIGNATURE.length, from, from + SIGNATURE.length) === 0;
  return isWhole ? from + HEADER_BYTES + source.readInt32BE(from + HEADER_BYTES - 4) : end + 1;
}

export const damaged = (connection: string): JoineryError =>
  new JoineryError('source_failed', 'The answer does not have the form of COPY.', {
    connection,
    hint: 'Something between here and the server may have damaged it. Run it again.',
  });
