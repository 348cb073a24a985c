/** Fields of CSV written as bytes: what is frequent (numbers, texts) without a string in between. */
import type { Data } from 'apache-arrow';
import { chunkOf, endBlock, takeBlock } from '../../byte-pool.ts';
import type { BigqueryType } from '../types.ts';
import { isValid, scaleOf } from './column-data.ts';
import { leafText } from './leaf-text.ts';
import { nestedText } from './nested-text.ts';

const QUOTE = 34;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
/** A number, date or time with room to spare. */
const PLAIN_BYTES = 128;

/** Bytes on their way out. */
export class Output {
  #block = takeBlock();
  #start = 0;
  #end = 0;

  get size(): number {
    return this.#end - this.#start;
  }

  /** Room for `bytes` more; what was written of the chunk so far moves along. */
  reserve(bytes: number): void {
    if (this.#end + bytes <= this.#block.length) return;
    const old = this.#block;
    const next = takeBlock(Math.max(this.size + bytes, this.size * 2));
    old.copy(next, 0, this.#start, this.#end);
    this.#end = this.size;
    this.#start = 0;
    this.#block = next;
    endBlock(old);
  }

  take(): Uint8Array {
    const chunk = chunkOf(this.#block, this.#start, this.#end);
    this.#start = this.#end;
    return chunk;
  }

  end(): void {
    endBlock(this.#block);
  }

  byte(value: number): void {
    this.#block[this.#end] = value;
    this.#end += 1;
  }

  latin(text: string): void {
    this.#end += this.#block.write(text, this.#end, 'latin1');
  }

  /** A whole number within 2^53; `scale` digits stand behind the point. */
  digits(value: number, scale: number): void {
    let rest = value;
    if (rest < 0) {
      this.byte(MINUS);
      rest = -rest;
    }
    let count = 1;
    for (let bound = 10; bound <= rest; bound *= 10) count += 1;
    count = Math.max(count, scale + 1);
    const length = scale === 0 ? count : count + 1;
    let at = this.#end + length - 1;
    for (let place = 0; place < count; place += 1) {
      if (place === scale && scale > 0) {
        this.#block[at] = POINT;
        at -= 1;
      }
      const next = Math.floor(rest / 10);
      this.#block[at] = ZERO + (rest - next * 10);
      at -= 1;
      rest = next;
    }
    this.#end += length;
  }

  copy(bytes: Buffer, from: number, to: number): void {
    bytes.copy(this.#block, this.#end, from, to);
    this.#end += to - from;
  }
}

export type FieldWriter = (row: number) => void;

/** Writes the field of a row; nothing at all for NULL. */
export function fieldWriter(data: Data, type: BigqueryType, out: Output): FieldWriter {
  const write = presentWriter(data, type, out);
  if (data.nullCount === 0) return write;
  return (row) => {
    if (isValid(data, row)) write(row);
  };
}

function presentWriter(data: Data, type: BigqueryType, out: Output): FieldWriter {
  switch (type.class) {
    case 'integer':
    case 'timestamp':
      return wordWriter(data, type, out, 2, 0);
    case 'decimal':
      return wordWriter(data, type, out, data.stride, scaleOf(data));
    case 'text':
    case 'json':
    case 'geography':
      return textWriter(data, out);
    case 'struct':
    case 'array':
    case 'range':
      return quotedWriter(nestedText(data, type), out);
    case 'bytes':
      return quotedWriter(leafText(data, type), out);
    default: {
      const text = leafText(data, type);
      return (row) => {
        out.reserve(PLAIN_BYTES);
        out.latin(text(row));
      };
    }
  }
}

/** Whole numbers of `count` 32-bit words: those within 2^53 without making a bigint. */
function wordWriter(data: Data, type: BigqueryType, out: Output, count: number, scale: number): FieldWriter {
  const values = data.values as BigInt64Array | Uint32Array;
  const words = new Int32Array(values.buffer, values.byteOffset, data.length * count);
  const text = leafText(data, type);
  return (row) => {
    out.reserve(PLAIN_BYTES);
    const at = row * count;
    const low = (words[at] ?? 0) >>> 0;
    const high = words[at + 1] ?? 0;
    let isSmall = high < 0x1f_ffff && high > -0x1f_ffff;
    for (let index = 2; index < count; index += 1) isSmall &&= words[at + index] === high >> 31;
    if (isSmall) out.digits(high * 0x1_0000_0000 + low, scale);
    else out.latin(text(row));
  };
}

function textWriter(data: Data, out: Output): FieldWriter {
  const values = data.values as Uint8Array;
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const offsets = data.valueOffsets as Int32Array;
  const end = bytes.length;
  // Rows come in order, so the next quote is looked for only when the last one lies behind.
  let quote = nextQuote(bytes, 0);
  return (row) => {
    let from = offsets[row] ?? 0;
    const to = offsets[row + 1] ?? end;
    out.reserve(2 * (to - from) + 2);
    out.byte(QUOTE);
    if (quote < from) quote = nextQuote(bytes, from);
    while (quote < to) {
      out.copy(bytes, from, quote + 1);
      out.byte(QUOTE);
      from = quote + 1;
      quote = nextQuote(bytes, from);
    }
    out.copy(bytes, from, to);
    out.byte(QUOTE);
  };
}

function nextQuote(bytes: Buffer, from: number): number {
  const found = bytes.indexOf(QUOTE, from);
  return found < 0 ? Number.POSITIVE_INFINITY : found;
}

function quotedWriter(text: (row: number) => string, out: Output): FieldWriter {
  return (row) => {
    const bytes = Buffer.from(text(row).replaceAll('"', '""'));
    out.reserve(bytes.length + 2);
    out.byte(QUOTE);
    out.copy(bytes, 0, bytes.length);
    out.byte(QUOTE);
  };
}
