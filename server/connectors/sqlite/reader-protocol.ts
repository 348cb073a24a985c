/**
 * What the connector and its reader process say to each other. Commands go in as lines of JSON on the reader's standard input; answers come
 * out as frames on its standard output. Rows are sent only for a `pull`, one chunk each: that is the back-pressure, per fetch.
 */
import type { ErrorCode } from '../../../lib/contract/errors.ts';
import type { Introspection } from '../connector.ts';

/** How the reader shall read one fetch. `rowsSql` gives one column: a row as a CSV record without its line end. */
export interface ReadPlan {
  /** For messages: `accounts`, or undefined for a native statement. */
  readonly table: string | undefined;
  readonly columns: readonly { readonly name: string; readonly sourceType: string }[];
  /** Tried in order: the first that SQLite can prepare is used (a table may lack a rowid). */
  readonly rowsSql: readonly string[];
  readonly parameters: readonly number[];
  readonly limit: number | undefined;
  /** Set for a whole-table read: `explainSql` tells whether SQLite would scan; if so `rangeSql` reads by rowid ranges of many rows. */
  readonly ranges: { readonly explainSql: string; readonly rangeSql: string } | undefined;
}

export interface DescribedColumn {
  readonly name: string;
  /** Declared type if the column is one of a table, as it is. */
  readonly declared: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
}

export type Command =
  | { readonly op: 'open'; readonly path: string; readonly busyTimeoutMs: number }
  | { readonly op: 'introspect'; readonly columnTypes: Readonly<Record<string, string>> }
  | { readonly op: 'describe'; readonly sql: string }
  /** Runs `sql` for its first rows and tells the storage classes seen, per column. */
  | { readonly op: 'peek'; readonly sql: string; readonly rows: number }
  | { readonly op: 'start'; readonly plan: ReadPlan }
  | { readonly op: 'pull'; readonly fetch: number }
  | { readonly op: 'stop'; readonly fetch: number }
  | { readonly op: 'close' };

export interface Answers {
  open: { readonly version: string; readonly encoding: string; readonly isWritable: boolean };
  introspect: Introspection & {
    readonly warnings: readonly string[];
    /** Columns of views that are expressions: their type is found by `peek`. */
    readonly untyped: readonly { readonly table: string; readonly column: string }[];
  };
  describe: readonly DescribedColumn[];
  peek: readonly (readonly string[])[];
  start: null;
  pull: null;
  stop: null;
  close: null;
}

export type Envelope = Command & { readonly id: number };

export interface ReaderFault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  readonly offset?: number;
  readonly length?: number;
}

/** Kinds of frame: an answer, a failure, rows of a fetch, the end of a fetch. */
export const frameKind = { answer: 1, fault: 2, rows: 3, end: 4 } as const;

/** kind (1 byte), id (4), rows (4), payload length (4). */
export const FRAME_HEADER_BYTES = 13;

export interface Frame {
  readonly kind: number;
  readonly id: number;
  readonly rows: number;
  readonly payload: Buffer;
}

export function encodeHeader(kind: number, id: number, rows: number, payloadBytes: number): Buffer {
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  header.writeUInt8(kind, 0);
  header.writeUInt32LE(id, 1);
  header.writeUInt32LE(rows, 5);
  header.writeUInt32LE(payloadBytes, 9);
  return header;
}

/** Cuts a byte stream into frames. */
export function createFrameDecoder(onFrame: (frame: Frame) => void): (chunk: Buffer) => void {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let neededBytes = FRAME_HEADER_BYTES;
  return (chunk) => {
    pending.push(chunk);
    pendingBytes += chunk.length;
    if (pendingBytes < neededBytes) return;
    let buffer = pending.length === 1 ? chunk : Buffer.concat(pending, pendingBytes);
    for (;;) {
      neededBytes = FRAME_HEADER_BYTES;
      if (buffer.length < neededBytes) break;
      neededBytes += buffer.readUInt32LE(9);
      if (buffer.length < neededBytes) break;
      onFrame({
        kind: buffer.readUInt8(0),
        id: buffer.readUInt32LE(1),
        rows: buffer.readUInt32LE(5),
        payload: buffer.subarray(FRAME_HEADER_BYTES, neededBytes),
      });
      buffer = buffer.subarray(neededBytes);
    }
    pending = buffer.length === 0 ? [] : [buffer];
    pendingBytes = buffer.length;
  };
}
