/**
 * The rows of `COPY ... (FORMAT binary)` to packed ones. A message holds tuples: the number of fields, then of each field its length (-1 = NULL) and its bytes, most significant first. In
 * front of the first tuple stands a header, behind the last a trailer.
 * Source: "File Formats" in the documentation of COPY, and the `..._send` functions of each type.
 */
import { JoineryError } from '../../errors.ts';
import type { ColumnInfo } from '../connector.ts';
import { decimalParts, EXACT_DIGITS, PackedWriter, packedWidth, setBigInteger, setInteger } from '../packed-rows.ts';
import { damaged, headerEnd, type Packer, TRAILER } from './copy-binary.ts';
import { postgresType } from './types.ts';

export const Kind = { bits: 0, date: 1, timestamp: 2, decimal: 3 } as const;

export interface PackedColumn {
  readonly column: ColumnInfo;
  readonly kind: number;
  readonly width: number;
  readonly scale: number;
}

const NULL = -1;

/** Days and microseconds from 1970 to 2000, where PostgreSQL begins to count. */
const DAYS = 10_957;
const MICROSECONDS = 946_684_800_000_000;
const WORD = 2 ** 32;
const LARGEST_INTEGER = 2 ** 31 - 1;
const SMALLEST_INTEGER = -(2 ** 31);
const LARGEST_BIGINT = 2n ** 63n - 1n;
const SMALLEST_BIGINT = -(2n ** 63n);
const NEGATIVE = 0x4000;
const DIGITS_OF_GROUP = 4;

/** How the columns are sent; undefined if one of them does not travel packed. */
export function packedColumns(columns: readonly ColumnInfo[]): readonly PackedColumn[] | undefined {
  const packed = columns.map(packedColumn);
  return packed.every((column) => column !== undefined) ? packed : undefined;
}

function packedColumn(column: ColumnInfo): PackedColumn | undefined {
  const type = postgresType(column.sourceType);
  const width = packedWidth(type.duckType);
  if (width === undefined) return undefined;
  const scale = decimalParts(type.duckType)?.scale ?? 0;
  switch (type.class) {
    case 'boolean':
    case 'integer':
    case 'float':
      return { column, kind: Kind.bits, width, scale };
    case 'date':
      return { column, kind: Kind.date, width, scale };
    case 'timestamp':
    case 'timestamptz':
      return { column, kind: Kind.timestamp, width, scale };
    case 'decimal':
      return { column, kind: Kind.decimal, width, scale };
    default:
      return undefined;
  }
}

export class TuplePacker implements Packer {
  readonly #columns: readonly PackedColumn[];
  readonly #kinds: Uint8Array;
  readonly #widths: readonly number[];
  readonly #connection: string;
  readonly #writer: PackedWriter;
  #hasBegun = false;

  constructor(columns: readonly PackedColumn[], connection: string, onBatch: (batch: Uint8Array) => void) {
    this.#columns = columns;
    this.#kinds = Uint8Array.from(columns, ({ kind }) => kind);
    this.#widths = columns.map(({ width }) => width);
    this.#connection = connection;
    this.#writer = new PackedWriter(this.#widths, onBatch);
  }

  /** The payload of one message. Throws `source_value` at a value that its column's type cannot hold, `source_changed` at one that is none of its type. */
  take(source: Buffer, from: number, end: number): void {
    let at = from;
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      at = headerEnd(source, from, end);
    }
    while (at < end) {
      const fields = source.readInt16BE(at);
      if (fields === TRAILER) return;
      if (fields !== this.#columns.length) throw damaged(this.#connection);
      at = this.#tuple(source, at + 2);
    }
    if (at !== end) throw damaged(this.#connection);
  }

  /** All messages have been taken. */
  end(): void {
    this.#writer.end();
  }

  get rows(): number {
    return this.#writer.rows;
  }

  #tuple(source: Buffer, from: number): number {
    const writer = this.#writer;
    const { view, places } = writer;
    const kinds = this.#kinds;
    let at = from;
    for (let column = 0; column < kinds.length; column += 1) {
      const length = int32(source, at);
      at += 4;
      if (length === NULL) {
        writer.setNull(column);
        continue;
      }
      const to = places[column] as number;
      const width = this.#widths[column] as number;
      const kind = kinds[column];
      if (kind === Kind.decimal) {
        this.#decimal(source, at, length, column);
      } else {
        if (length !== width) throw this.#changed(column);
        if (kind === Kind.timestamp) this.#timestamp(source, at, column, to);
        else if (kind === Kind.date) view.setInt32(to, daysOf(int32(source, at)), true);
        else if (width === 4) view.setInt32(to, int32(source, at), true);
        else if (width === 8) {
          view.setInt32(to + 4, int32(source, at), true);
          view.setInt32(to, int32(source, at + 4), true);
        } else if (width === 2) view.setInt16(to, source.readInt16BE(at), true);
        else view.setUint8(to, source[at] as number);
      }
      at += length;
    }
    writer.endRow();
    return at;
  }

  #timestamp(source: Buffer, at: number, column: number, to: number): void {
    const { view } = this.#writer;
    const high = int32(source, at);
    const near = high * WORD + source.readUInt32BE(at + 4) + MICROSECONDS;
    if (Number.isSafeInteger(near)) {
      setInteger(view, to, 8, near);
      return;
    }
    const value = source.readBigInt64BE(at);
    if (value === LARGEST_BIGINT) view.setBigInt64(to, LARGEST_BIGINT, true);
    else if (value === SMALLEST_BIGINT) view.setBigInt64(to, -LARGEST_BIGINT, true);
    else {
      const shifted = value + BigInt(MICROSECONDS);
      // The largest two mean infinity in DuckDB.
      if (shifted >= LARGEST_BIGINT) throw this.#refused(column);
      view.setBigInt64(to, shifted, true);
    }
  }

  /** Groups of four digits, of which the first has the weight 10000^`weight`. */
  #decimal(source: Buffer, from: number, length: number, column: number): void {
    if (length < 8) throw this.#changed(column);
    const groups = source.readInt16BE(from);
    const weight = source.readInt16BE(from + 2);
    const sign = source.readUInt16BE(from + 4);
    if (length !== 8 + 2 * groups) throw this.#changed(column);
    if (sign !== 0 && sign !== NEGATIVE) throw this.#refused(column);
    const { scale, width } = this.#columns[column] as PackedColumn;
    const { view, places } = this.#writer;
    const isExact = (weight + 1) * DIGITS_OF_GROUP + scale <= EXACT_DIGITS;
    let value = 0;
    let long = 0n;
    for (let group = 0; group < groups; group += 1) {
      let digits = source.readInt16BE(from + 8 + 2 * group);
      let exponent = (weight - group) * DIGITS_OF_GROUP + scale;
      for (; exponent < 0; exponent += 1) {
        if (digits % 10 !== 0) throw this.#refused(column);
        digits /= 10;
      }
      if (isExact) value += digits * 10 ** exponent;
      else long += BigInt(digits) * 10n ** BigInt(exponent);
    }
    const to = places[column] as number;
    if (isExact) setInteger(view, to, width, sign === NEGATIVE ? -value : value);
    else if (!setBigInteger(view, to, width, false, sign === NEGATIVE ? -long : long)) throw this.#refused(column);
  }

  #refused(column: number): JoineryError {
    const { name, type, sourceType } = (this.#columns[column] as PackedColumn).column;
    return new JoineryError('source_value', `A value of ${name} does not fit ${type}.`, {
      connection: this.#connection,
      hint: `The source calls the column ${sourceType}. Leave such rows out, or read it as text with native().`,
    });
  }

  #changed(column: number): JoineryError {
    const { name } = (this.#columns[column] as PackedColumn).column;
    return new JoineryError('source_changed', `"${name}" has another type than the catalog knew.`, {
      connection: this.#connection,
      hint: 'Refresh the catalog of this connection and run it again.',
    });
  }
}

/** Days since 1970 of days since 2000. */
export function daysOf(days: number): number {
  if (days === LARGEST_INTEGER) return LARGEST_INTEGER;
  return days === SMALLEST_INTEGER ? -LARGEST_INTEGER : days + DAYS;
}

const int32 = (source: Buffer, at: number): number =>
  ((source[at] as number) << 24) |
  ((source[at + 1] as number) << 16) |
  ((source[at + 2] as number) << 8) |
  (source[at + 3] as number);
