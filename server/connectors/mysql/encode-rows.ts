/** Rows of the text protocol to CSV bytes, without making a string, number or object of any value. */
import { chunkOf, endBlock, takeBlock } from '../byte-pool.ts';
import type { ValueClass } from './column-types.ts';

export interface EncodedColumn {
  readonly name: string;
  readonly valueClass: ValueClass;
  /** Digits before the point that fit; only for decimals wider than their DuckDB type. */
  readonly maxIntegerDigits?: number | undefined;
}

/** Why a value was refused. The column is named, the value is not shown. */
export class RefusedValue extends Error {
  readonly column: string;
  readonly reason: 'date' | 'digits';

  constructor(column: string, reason: 'date' | 'digits') {
    super(`refused value in ${column}`);
    this.column = column;
    this.reason = reason;
  }
}

/** A row packet that is none: its values do not fill it. Without encryption nothing else tells that bytes were changed on their way. */
export class DamagedRow extends Error {
  constructor() {
    super('a row arrived damaged');
  }
}

const COMMA = 44;
const NEWLINE = 10;
const QUOTE = 34;
const ZERO = 48;
/** Longer plain copies are cheaper as one native call. */
const NATIVE_COPY_BYTES = 64;
const hexDigits = Buffer.from('0123456789ABCDEF', 'latin1');

const Kind = { plain: 0, text: 1, hex: 2, bit: 3, date: 4, instant: 5, wide: 6 } as const;

const kindOf = (column: EncodedColumn): number => {
  switch (column.valueClass) {
    case 'text':
    case 'enum':
    case 'set':
    case 'json':
      return Kind.text;
    case 'binary':
      return Kind.hex;
    case 'bit':
      return Kind.bit;
    case 'date':
    case 'datetime':
      return Kind.date;
    case 'timestamp':
      return Kind.instant;
    default:
      return column.maxIntegerDigits === undefined ? Kind.plain : Kind.wide;
  }
};

/** Encodes rows into chunks of about 256 KiB. `flush` hands out what is there; a chunk handed out is not touched again before it is given back. */
export class RowEncoder {
  rows = 0;
  readonly #columns: readonly EncodedColumn[];
  readonly #kinds: Uint8Array;
  readonly #nullForZeroDates: boolean;
  readonly #onChunk: (chunk: Uint8Array) => void;
  #out = takeBlock();
  #start = 0;
  #end = 0;

  constructor(
    columns: readonly EncodedColumn[],
    options: { readonly nullForZeroDates: boolean; readonly onChunk: (chunk: Uint8Array) => void },
  ) {
    this.#columns = columns;
    this.#kinds = Uint8Array.from(columns, kindOf);
    this.#nullForZeroDates = options.nullForZeroDates;
    this.#onChunk = options.onChunk;
  }

  get hasPending(): boolean {
    return this.#end > this.#start;
  }

  flush(): void {
    if (!this.hasPending) return;
    const chunk = chunkOf(this.#out, this.#start, this.#end);
    this.#start = this.#end;
    this.#onChunk(chunk);
  }

  /** Hands out what is there; no more rows come. */
  end(): void {
    this.flush();
  }

  /** One row packet: length-encoded values from `offset` to `end` of `source`. Throws `RefusedValue`, or `DamagedRow`. */
  row(source: Buffer, offset: number, end: number): void {
    const kinds = this.#kinds;
    // No value grows to more than twice its bytes and 20 (bits, quotes); every column has a comma or the newline.
    this.#reserve((end - offset) * 2 + kinds.length * 22);
    const out = this.#out;
    let to = this.#end;
    let from = offset;
    for (let index = 0; index < kinds.length; index += 1) {
      if (index > 0) out[to++] = COMMA;
      let length = source[from++] ?? 0;
      if (length > 250) {
        if (length === 251) continue;
        const lengthBytes = length === 252 ? 2 : length === 253 ? 3 : length === 254 ? 8 : 0;
        if (lengthBytes === 0 || from + lengthBytes > end) throw new DamagedRow();
        length = lengthBytes < 8 ? source.readUIntLE(from, lengthBytes) : Number(source.readBigUInt64LE(from));
        from += lengthBytes;
      }
      const stop = from + length;
      if (stop > end) throw new DamagedRow();
      const kind = kinds[index];
      if (kind === Kind.text) {
        out[to++] = QUOTE;
        while (from < stop) {
          const byte = source[from++] as number;
          out[to++] = byte;
          if (byte === QUOTE) out[to++] = QUOTE;
        }
        out[to++] = QUOTE;
      } else if (kind === Kind.plain) {
        to = copy(source, from, stop, out, to);
      } else {
        to = this.#special(kind as number, index, source, from, stop, to);
      }
      from = stop;
    }
    if (from !== end) throw new DamagedRow();
    out[to++] = NEWLINE;
    this.#end = to;
    this.rows += 1;
  }

  #special(kind: number, index: number, source: Buffer, from: number, stop: number, to: number): number {
    const out = this.#out;
    let at = to;
    switch (kind) {
      case Kind.hex:
        // Quoted, so that no bytes at all are not mistaken for NULL.
        out[at++] = QUOTE;
        for (let position = from; position < stop; position += 1) {
          const byte = source[position] as number;
          out[at++] = hexDigits[byte >> 4] as number;
          out[at++] = hexDigits[byte & 15] as number;
        }
        out[at++] = QUOTE;
        return at;
      case Kind.bit: {
        const hex = source.toString('hex', from, stop);
        return at + out.write(hex === '' ? '0' : BigInt(`0x${hex}`).toString(), at, 'latin1');
      }
      case Kind.wide:
        if (integerDigits(source, from, stop) > (this.#columns[index]?.maxIntegerDigits ?? 0)) {
          throw new RefusedValue(this.#columns[index]?.name ?? '', 'digits');
        }
        return copy(source, from, stop, out, at);
      default:
        if (!isCalendarDate(source, from)) {
          if (this.#nullForZeroDates) return at;
          throw new RefusedValue(this.#columns[index]?.name ?? '', 'date');
        }
        at = copy(source, from, stop, out, at);
        // The session's time zone is UTC.
        return kind === Kind.instant ? at + out.write('+00', at, 'latin1') : at;
    }
  }

  #reserve(bytes: number): void {
    if (this.#end + bytes <= this.#out.length) return;
    this.flush();
    endBlock(this.#out);
    this.#out = takeBlock(bytes);
    this.#start = 0;
    this.#end = 0;
  }
}

function copy(source: Buffer, from: number, stop: number, out: Buffer, to: number): number {
  if (stop - from > NATIVE_COPY_BYTES) return to + source.copy(out, to, from, stop);
  let at = to;
  for (let position = from; position < stop; position += 1) out[at++] = source[position] as number;
  return at;
}

/** Significant digits before the point. */
function integerDigits(source: Buffer, from: number, stop: number): number {
  let digits = 0;
  for (let position = from; position < stop; position += 1) {
    const byte = source[position] as number;
    if (byte === 46) break;
    if (byte >= ZERO && byte <= 57 && (digits > 0 || byte !== ZERO)) digits += 1;
  }
  return digits;
}

const monthDays = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether `YYYY-MM-DD...` names a day: MySQL also keeps `0000-00-00`, `2020-05-00` and, if asked to, 31 February. */
export function isCalendarDate(source: Buffer, from: number): boolean {
  const digit = (position: number) => (source[from + position] ?? 0) - ZERO;
  const month = digit(5) * 10 + digit(6);
  const day = digit(8) * 10 + digit(9);
  if (day < 1 || day > (monthDays[month] ?? 0)) return false;
  if (month !== 2 || day < 29) return true;
  const year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
