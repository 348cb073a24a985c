/**
 * Rows of numbers and dates as DuckDB's vectors hold them: columns of little-endian values, so that what a source sends as a number is neither written nor read as text. A stream of
 * packed rows is a sequence of batches, each one chunk of bytes:
 *
 *     rows: u32, four bytes of nothing
 *     for each column: `rows` values; a bitmap whose bit of row r (byte r >> 3, bit r & 7) is set where there is a value
 *
 * Values and bitmaps begin at multiples of 8; a bitmap is a whole number of 8 bytes.
 */
import { chunkOf, endBlock, takeBlock } from './byte-pool.ts';

/** Rows of a batch at most: those of one of DuckDB's vectors. */
export const BATCH_ROWS = 2048;
const HEADER_BYTES = 8;
const BLOCK_BYTES = 256 * 1024;
const WORD = 2 ** 32;

const widths: Readonly<Record<string, number>> = {
  BOOLEAN: 1,
  TINYINT: 1,
  UTINYINT: 1,
  SMALLINT: 2,
  USMALLINT: 2,
  INTEGER: 4,
  UINTEGER: 4,
  BIGINT: 8,
  UBIGINT: 8,
  HUGEINT: 16,
  FLOAT: 4,
  DOUBLE: 8,
  DATE: 4,
  TIMESTAMP: 8,
  'TIMESTAMP WITH TIME ZONE': 8,
};

/** Bytes of a value of the DuckDB type; undefined for types that do not travel packed. */
export function packedWidth(type: string): number | undefined {
  const digits = decimalParts(type)?.digits;
  if (digits === undefined) return widths[type];
  return digits <= 4 ? 2 : digits <= 9 ? 4 : digits <= 18 ? 8 : 16;
}

export function decimalParts(type: string): { readonly digits: number; readonly scale: number } | undefined {
  const [, digits, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  return digits === undefined ? undefined : { digits: Number(digits), scale: Number(scale) };
}

const toEight = (bytes: number): number => (bytes + 7) & ~7;
const bitmapBytes = (rows: number): number => toEight((rows + 7) >> 3);

export interface PackedPart {
  /** Offset of the values, and of the bitmap behind them, in the batch. */
  readonly values: number;
  readonly bitmap: number;
}

/** Where the columns of a batch of so many rows stand, and its size. */
export function packedLayout(columnWidths: readonly number[], rows: number): { parts: PackedPart[]; bytes: number } {
  let bytes = HEADER_BYTES;
  const parts = columnWidths.map((width) => {
    const values = bytes;
    const bitmap = values + toEight(rows * width);
    bytes = bitmap + bitmapBytes(rows);
    return { values, bitmap };
  });
  return { parts, bytes };
}

export const rowsOfBatch = (batch: Uint8Array): number =>
  new DataView(batch.buffer, batch.byteOffset, HEADER_BYTES).getUint32(0, true);

/** Writes the header of a batch that begins at `start`. */
export const setRows = (block: Buffer, start: number, rows: number): void => {
  block.writeUInt32LE(rows, start);
};

/** Whether a batch has nothing but values in that column. */
export function isWithoutNulls(batch: Uint8Array, bitmap: number, rows: number): boolean {
  for (let at = 0; at < rows >> 3; at += 1) if (batch[bitmap + at] !== 0xff) return false;
  const rest = (1 << (rows & 7)) - 1;
  return rest === 0 || ((batch[bitmap + (rows >> 3)] as number) & rest) === rest;
}

/**
 * Packs rows. Of each row every column is set once, by `view` at `places[column]` (little-endian) or by `setNull`, then comes `endRow`. Full batches are handed out at once, the last by `end`.
 */
export class PackedWriter {
  /** Over the block that is filled now: to be asked for at each row. */
  view: DataView;
  readonly places: number[];
  rows = 0;
  readonly #widths: readonly number[];
  readonly #full: ReturnType<typeof packedLayout>;
  readonly #onBatch: (batch: Uint8Array) => void;
  #block: Buffer;
  #start = 0;
  #batchRows = 0;
  #hasEnded = false;

  constructor(columnWidths: readonly number[], onBatch: (batch: Uint8Array) => void) {
    this.#widths = columnWidths;
    this.#full = packedLayout(columnWidths, BATCH_ROWS);
    this.#onBatch = onBatch;
    this.places = columnWidths.map(() => 0);
    this.#block = takeBlock(this.#full.bytes);
    this.view = viewOf(this.#block);
    this.#begin();
  }

  setNull(column: number): void {
    const { bitmap } = this.#full.parts[column] as PackedPart;
    const at = this.#start + bitmap + (this.#batchRows >> 3);
    this.#block[at] = (this.#block[at] as number) & ~(1 << (this.#batchRows & 7));
  }

  endRow(): void {
    const { places } = this;
    for (let column = 0; column < places.length; column += 1)
      places[column] = (places[column] as number) + (this.#widths[column] as number);
    this.rows += 1;
    this.#batchRows += 1;
    if (this.#batchRows === BATCH_ROWS) this.#handOut();
  }

  /** Hands out the rows that are there; no more are written. */
  end(): void {
    if (this.#hasEnded) return;
    if (this.#batchRows > 0) this.#handOut();
    this.#hasEnded = true;
    endBlock(this.#block);
  }

  #handOut(): void {
    const rows = this.#batchRows;
    this.view.setUint32(this.#start, rows, true);
    const bytes = rows === BATCH_ROWS ? this.#full.bytes : this.#closeRanks(rows);
    const end = this.#start + bytes;
    const batch = chunkOf(this.#block, this.#start, end);
    if (this.#block.length - end >= this.#full.bytes) this.#start = end;
    else {
      endBlock(this.#block);
      this.#block = takeBlock(Math.max(BLOCK_BYTES, this.#full.bytes));
      this.view = viewOf(this.#block);
      this.#start = 0;
    }
    this.#begin();
    this.#onBatch(batch);
  }

  /** A batch that is not full has its columns moved together. */
  #closeRanks(rows: number): number {
    const { parts, bytes } = packedLayout(this.#widths, rows);
    for (const [column, { values, bitmap }] of parts.entries()) {
      const full = this.#full.parts[column] as PackedPart;
      const move = (to: number, from: number, size: number) =>
        this.#block.copyWithin(this.#start + to, this.#start + from, this.#start + from + size);
      move(values, full.values, rows * (this.#widths[column] as number));
      move(bitmap, full.bitmap, bitmapBytes(rows));
    }
    return bytes;
  }

  #begin(): void {
    this.#batchRows = 0;
    for (const [column, { values, bitmap }] of this.#full.parts.entries()) {
      this.places[column] = this.#start + values;
      const at = this.#start + bitmap;
      this.#block.fill(0xff, at, at + bitmapBytes(BATCH_ROWS));
    }
  }
}

const viewOf = (block: Buffer): DataView => new DataView(block.buffer, block.byteOffset, block.length);

/** Digits of a number that is exact, whatever they are. */
export const EXACT_DIGITS = 15;

/** Writes an integer of `width` bytes; it must fit, and be exact (below 2^53). */
export function setInteger(view: DataView, at: number, width: number, value: number): void {
  switch (width) {
    case 1:
      view.setInt8(at, value);
      return;
    case 2:
      view.setInt16(at, value, true);
      return;
    case 4:
      view.setInt32(at, value, true);
      return;
    default: {
      const high = Math.floor(value / WORD);
      view.setUint32(at, value - high * WORD, true);
      view.setInt32(at + 4, high, true);
      if (width === 8) return;
      view.setInt32(at + 8, value < 0 ? -1 : 0, true);
      view.setInt32(at + 12, value < 0 ? -1 : 0, true);
    }
  }
}

/** The same for any integer. False, and nothing is written, where it does not fit. */
export function setBigInteger(view: DataView, at: number, width: number, isUnsigned: boolean, value: bigint): boolean {
  const bits = 8 * width;
  if ((isUnsigned ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value)) !== value) return false;
  if (width < 8) setInteger(view, at, width, Number(value));
  else {
    view.setBigUint64(at, BigInt.asUintN(64, value), true);
    if (width > 8) view.setBigUint64(at + 8, BigInt.asUintN(64, value >> 64n), true);
  }
  return true;
}
