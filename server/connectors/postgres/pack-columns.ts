/**
 * A range of a table as one row: how many rows it has, and of each column all values behind one another, most significant byte first. So the server writes, and we read, one message for a range
 * in place of one for each row. For columns of fixed width that are never NULL; docs/decisions/0005.
 */
import { JoineryError } from '../../errors.ts';
import { chunkOf, endBlock, takeBlock } from '../byte-pool.ts';
import type { ColumnInfo } from '../connector.ts';
import { BATCH_ROWS, packedLayout, setRows } from '../packed-rows.ts';
import { damaged, headerEnd, type Packer, TRAILER } from './copy-binary.ts';
import { daysOf, Kind, type PackedColumn } from './pack-tuples.ts';

/** How the server writes a value of the type, and the type itself. */
const sendings: Readonly<Record<string, string>> = {
  boolean: 'boolsend(%s::bool)',
  smallint: 'int2send(%s::int2)',
  integer: 'int4send(%s::int4)',
  bigint: 'int8send(%s::int8)',
  real: 'float4send(%s::float4)',
  'double precision': 'float8send(%s::float8)',
  date: 'date_send(%s::date)',
};

/** The server holds so many bytes of a range at most, and as much again while it writes them. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Rows that a page of 8 KiB can hold: `MaxHeapTuplesPerPage`. */
const ROWS_OF_PAGE = 291;

/** The number of fields, and the first of them: its length, and how many rows there are. */
const COUNT_BYTES = 2 + 4 + 8;

export interface ColumnsPlan {
  /** Pages of one range at most. */
  readonly mostPages: number;
  /** The statement of a range, of the one that gives its rows. */
  sql(rowsSql: string): string;
}

/** Undefined where the columns cannot be sent so. */
export function columnsPlan(packed: readonly PackedColumn[]): ColumnsPlan | undefined {
  const sent = packed.map(({ column }, index) => sendingOf(column)?.replace('%s', `c${index + 1}`));
  if (sent.includes(undefined)) return undefined;
  const names = sent.map((_, index) => `c${index + 1}`).join(', ');
  const columns = sent.map((sending) => `pg_catalog.string_agg(pg_catalog.${sending}, ''::bytea)`).join(', ');
  const rowBytes = packed.reduce((sum, { width }) => sum + width, 0);
  return {
    mostPages: Math.max(1, Math.floor(MOST_BYTES / (ROWS_OF_PAGE * rowBytes))),
    sql: (rowsSql) => `SELECT pg_catalog.count(*), ${columns} FROM (\n${rowsSql}\n) AS rows(${names})`,
  };
}

/** The catalog is believed; that no value was NULL is told again by the number of values. */
const sendingOf = ({ nullable, sourceType }: ColumnInfo): string | undefined =>
  nullable ? undefined : sendings[sourceType];

/** Takes the messages of `COPY (FORMAT binary)` of such a row. */
export class ColumnPacker implements Packer {
  rows = 0;
  readonly #columns: readonly PackedColumn[];
  readonly #widths: readonly number[];
  readonly #connection: string;
  readonly #onBatch: (batch: Uint8Array) => void;
  #hasBegun = false;

  constructor(columns: readonly PackedColumn[], connection: string, onBatch: (batch: Uint8Array) => void) {
    this.#columns = columns;
    this.#widths = columns.map(({ width }) => width);
    this.#connection = connection;
    this.#onBatch = onBatch;
  }

  /** The payload of one message. Throws `source_changed` where a column has NULLs. */
  take(source: Buffer, from: number, end: number): void {
    let at = from;
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      at = headerEnd(source, from, end);
    }
    if (at === end) return;
    if (at > end || end - at < 2) throw damaged(this.#connection);
    const fields = source.readInt16BE(at);
    if (fields === TRAILER) return;
    if (fields !== this.#columns.length + 1 || end - at < COUNT_BYTES) throw damaged(this.#connection);
    at += COUNT_BYTES;
    const rows = Number(source.readBigInt64BE(at - 8));
    const places = this.#columns.map((column) => {
      const length = end - at < 4 ? Number.NaN : Math.max(0, source.readInt32BE(at));
      const place = at + 4;
      at = place + length;
      if (!(at <= end)) throw damaged(this.#connection);
      if (length !== rows * column.width) throw hasNulls(column.column, this.#connection);
      return place;
    });
    this.rows += rows;
    this.#handOut(source, places, rows);
  }

  /** All messages have been taken. */
  end(): void {}

  #handOut(source: Buffer, places: readonly number[], all: number): void {
    const { bytes: mostBytes } = packedLayout(this.#widths, BATCH_ROWS);
    let block = takeBlock(mostBytes);
    let start = 0;
    for (let row = 0; row < all; row += BATCH_ROWS) {
      const rows = Math.min(BATCH_ROWS, all - row);
      const { parts, bytes } = packedLayout(this.#widths, rows);
      if (block.length - start < bytes) {
        endBlock(block);
        block = takeBlock(mostBytes);
        start = 0;
      }
      setRows(block, start, rows);
      for (const [index, { values, bitmap }] of parts.entries()) {
        const { kind, width } = this.#columns[index] as PackedColumn;
        const from = (places[index] as number) + row * width;
        source.copy(block, start + values, from, from + rows * width);
        toLittleEndian(block.subarray(start + values, start + values + rows * width), width);
        if (kind === Kind.date) shiftDays(block, start + values, rows);
        block.fill(0xff, start + bitmap, start + bytes);
      }
      const batch = chunkOf(block, start, start + bytes);
      start += bytes;
      this.#onBatch(batch);
    }
    endBlock(block);
  }
}

function toLittleEndian(values: Buffer, width: number): void {
  if (width === 2) values.swap16();
  else if (width === 4) values.swap32();
  else if (width === 8) values.swap64();
}

function shiftDays(block: Buffer, at: number, rows: number): void {
  const days = new Int32Array(block.buffer, block.byteOffset + at, rows);
  for (let row = 0; row < rows; row += 1) days[row] = daysOf(days[row] as number);
}

const hasNulls = ({ name }: ColumnInfo, connection: string): JoineryError =>
  new JoineryError('source_changed', `"${name}" may be NULL now, which the catalog did not know.`, {
    connection,
    hint: 'Refresh the catalog of this connection and run it again.',
  });
