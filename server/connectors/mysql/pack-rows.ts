/** Rows of the text protocol to packed rows: what are digits on the wire becomes numbers without being a string in between. */

import type { StagedColumn } from '../connector.ts';
import { decimalParts, EXACT_DIGITS, PackedWriter, packedWidth, setBigInteger, setInteger } from '../packed-rows.ts';
import { DamagedRow, type EncodedColumn, isCalendarDate, RefusedValue } from './encode-rows.ts';
import type { RowSink } from './row-stream.ts';

const Kind = { number: 0, date: 1, datetime: 2, double: 3 } as const;

interface PackedColumn {
  readonly name: string;
  readonly kind: number;
  readonly width: number;
  /** Digits behind the point. */
  readonly scale: number;
  /** Among the values that a number holds exactly. */
  readonly smallest: number;
  readonly largest: number;
  readonly isUnsigned: boolean;
}

const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NULL = 251;
const POWERS = Array.from({ length: 39 }, (_, exponent) => 10 ** exponent);
const SECONDS_OF_DAY = 86_400;
const MICROSECONDS = 1_000_000;
/** Digits behind the point of a second. */
const FRACTION_DIGITS = 6;

/** How the columns of an answer are packed; undefined if one of them does not travel so. */
export function packedColumns(
  encoded: readonly EncodedColumn[],
  staged: readonly StagedColumn[],
): readonly PackedColumn[] | undefined {
  const packed = encoded.map((column, index) => packedColumn(column, staged[index]));
  return packed.every((column) => column !== undefined) ? packed : undefined;
}

function packedColumn({ name, valueClass, maxIntegerDigits }: EncodedColumn, staged: StagedColumn | undefined) {
  const width = staged === undefined || staged.expression !== undefined ? undefined : packedWidth(staged.stagedType);
  const kind = kindOf(valueClass);
  if (staged === undefined || width === undefined || kind === undefined || maxIntegerDigits !== undefined)
    return undefined;
  const isUnsigned = staged.stagedType.startsWith('U');
  const values = 2 ** (8 * width);
  return {
    name,
    kind,
    width,
    scale: decimalParts(staged.stagedType)?.scale ?? 0,
    smallest: isUnsigned ? 0 : -values / 2,
    largest: (isUnsigned ? values : values / 2) - 1,
    isUnsigned,
  };
}

function kindOf(valueClass: EncodedColumn['valueClass']): number | undefined {
  switch (valueClass) {
    case 'integer':
    case 'year':
    case 'decimal':
      return Kind.number;
    case 'date':
      return Kind.date;
    case 'datetime':
    case 'timestamp':
      return Kind.datetime;
    case 'double':
      return Kind.double;
    default:
      return undefined;
  }
}

export class RowPacker implements RowSink {
  /** A batch goes out when it is full: nobody looks at the rows before all are there. */
  readonly hasPending = false;
  readonly #columns: readonly PackedColumn[];
  readonly #kinds: Uint8Array;
  readonly #nullForZeroDates: boolean;
  readonly #writer: PackedWriter;

  constructor(
    columns: readonly PackedColumn[],
    options: { readonly nullForZeroDates: boolean; readonly onChunk: (chunk: Uint8Array) => void },
  ) {
    this.#columns = columns;
    this.#kinds = Uint8Array.from(columns, ({ kind }) => kind);
    this.#nullForZeroDates = options.nullForZeroDates;
    this.#writer = new PackedWriter(
      columns.map(({ width }) => width),
      options.onChunk,
    );
  }

  get rows(): number {
    return this.#writer.rows;
  }

  flush(): void {}

  end(): void {
    this.#writer.end();
  }

  row(source: Buffer, offset: number, end: number): void {
    const kinds = this.#kinds;
    const writer = this.#writer;
    let from = offset;
    for (let index = 0; index < kinds.length; index += 1) {
      const length = source[from++] ?? NULL + 1;
      if (length === NULL) {
        writer.setNull(index);
        continue;
      }
      const stop = from + length;
      if (length > NULL || stop > end) throw new DamagedRow();
      const kind = kinds[index];
      if (kind === Kind.number) this.#number(source, from, stop, index);
      else if (kind === Kind.double) this.#double(source, from, stop, index);
      else this.#date(source, from, stop, index);
      from = stop;
    }
    if (from !== end) throw new DamagedRow();
    writer.endRow();
  }

  /** An integer, or a decimal, which may have fewer digits behind its point than its type. */
  #number(source: Buffer, from: number, stop: number, index: number): void {
    const { width, scale, smallest, largest } = this.#columns[index] as PackedColumn;
    const { view, places } = this.#writer;
    const to = places[index] as number;
    const isNegative = source[from] === MINUS;
    let at = isNegative ? from + 1 : from;
    if (stop - at > EXACT_DIGITS || stop === at) {
      this.#longNumber(source, from, stop, index);
      return;
    }
    let value = 0;
    let missing = scale;
    let hasPoint = false;
    for (; at < stop; at += 1) {
      const digit = (source[at] as number) - ZERO;
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        if (hasPoint) missing -= 1;
      } else if (digit === POINT - ZERO && !hasPoint && scale > 0) hasPoint = true;
      else throw new DamagedRow();
    }
    if (missing < 0) throw new DamagedRow();
    if (missing > 0) value *= POWERS[missing] as number;
    if (isNegative) value = -value;
    if (value < smallest || value > largest || !Number.isSafeInteger(value))
      this.#longNumber(source, from, stop, index);
    else setInteger(view, to, width, value);
  }

  #longNumber(source: Buffer, from: number, stop: number, index: number): void {
    const { width, scale, isUnsigned } = this.#columns[index] as PackedColumn;
    const { view, places } = this.#writer;
    const [, sign = '', whole, fraction = ''] =
      /^(-?)(\d*)(?:\.(\d+))?$/.exec(source.toString('latin1', from, stop)) ?? [];
    if (whole === undefined || whole + fraction === '' || fraction.length > scale) throw new DamagedRow();
    const value = BigInt(`${whole}${fraction.padEnd(scale, '0')}`);
    if (!setBigInteger(view, places[index] as number, width, isUnsigned, sign === '' ? value : -value))
      throw new DamagedRow();
  }

  #double(source: Buffer, from: number, stop: number, index: number): void {
    const value = Number(source.toString('latin1', from, stop));
    if (stop === from || !Number.isFinite(value)) throw new DamagedRow();
    this.#writer.view.setFloat64(this.#writer.places[index] as number, value, true);
  }

  /** `2026-11-23`, or `2026-11-23 12:34:56.789`. The session's time zone is UTC. */
  #date(source: Buffer, from: number, stop: number, index: number): void {
    const { name, kind } = this.#columns[index] as PackedColumn;
    const writer = this.#writer;
    if (!isCalendarDate(source, from)) {
      if (!this.#nullForZeroDates) throw new RefusedValue(name, 'date');
      writer.setNull(index);
      return;
    }
    const to = writer.places[index] as number;
    const days = daysOf(
      number(source, from, from + 4),
      number(source, from + 5, from + 7),
      number(source, from + 8, from + 10),
    );
    if (kind === Kind.date) {
      if (stop !== from + 10) throw new DamagedRow();
      writer.view.setInt32(to, days, true);
      return;
    }
    const time = from + 11;
    const seconds =
      number(source, time, time + 2) * 3600 +
      number(source, time + 3, time + 5) * 60 +
      number(source, time + 6, time + 8);
    const fraction = stop > time + 8 ? number(source, time + 9, stop) * 10 ** (FRACTION_DIGITS - (stop - time - 9)) : 0;
    const whole = days * SECONDS_OF_DAY + seconds;
    const value = whole * MICROSECONDS + fraction;
    if (Number.isSafeInteger(value)) setInteger(writer.view, to, 8, value);
    else writer.view.setBigInt64(to, BigInt(whole) * BigInt(MICROSECONDS) + BigInt(fraction), true);
  }
}

/** The number that the digits from `from` to `stop` stand for. Anything but digits is damage. */
function number(source: Buffer, from: number, stop: number): number {
  if (stop <= from) throw new DamagedRow();
  let value = 0;
  for (let at = from; at < stop; at += 1) {
    const digit = (source[at] as number) - ZERO;
    if (!(digit >= 0 && digit <= 9)) throw new DamagedRow();
    value = value * 10 + digit;
  }
  return value;
}

/** Days from 1970-01-01 in the Gregorian calendar without end. Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`. */
function daysOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
