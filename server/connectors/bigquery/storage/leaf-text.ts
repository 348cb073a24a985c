/** The text of one Arrow value, as the REST API would send it or as DuckDB reads it just as well. Pure. */
import type { Data } from 'apache-arrow';
import type { BigqueryType } from '../types.ts';
import { scaleOf } from './column-data.ts';

export type LeafText = (row: number) => string;

const MICROS_PER_DAY = 86_400_000_000;
const MICROS_PER_DAY_BIG = 86_400_000_000n;

/** For rows that hold a value. */
export function leafText(data: Data, type: BigqueryType): LeafText {
  switch (type.class) {
    case 'boolean': {
      const bits = data.values as Uint8Array;
      return (row) => (((bits[row >> 3] ?? 0) & (1 << (row & 7))) === 0 ? 'false' : 'true');
    }
    case 'integer':
    case 'timestamp': {
      const values = data.values as BigInt64Array;
      return (row) => String(values[row] ?? 0n);
    }
    case 'float': {
      const values = data.values as Float64Array;
      return (row) => floatText(values[row] ?? 0);
    }
    case 'decimal':
    case 'wideDecimal': {
      const words = data.values as Uint32Array;
      const { stride } = data;
      const scale = scaleOf(data);
      return (row) => decimalText(wordsToBig(words, row * stride, stride), scale);
    }
    case 'date': {
      const days = data.values as Int32Array;
      return (row) => dateText(days[row] ?? 0);
    }
    case 'datetime': {
      const values = data.values as BigInt64Array;
      return (row) => datetimeText(values[row] ?? 0n);
    }
    case 'time': {
      const values = data.values as BigInt64Array;
      return (row) => timeText(Number(values[row] ?? 0n));
    }
    default: {
      const bytes = data.values as Uint8Array;
      const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const encoding = type.class === 'bytes' ? 'base64' : 'utf8';
      const offsets = data.valueOffsets as Int32Array;
      return (row) => all.toString(encoding, offsets[row] ?? 0, offsets[row + 1] ?? 0);
    }
  }
}

/** Shortest text that reads back as the same number. */
function floatText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

/** Little-endian two's complement of `count` 32-bit words. */
function wordsToBig(words: Uint32Array, start: number, count: number): bigint {
  let value = BigInt((words[start + count - 1] ?? 0) | 0);
  for (let index = start + count - 2; index >= start; index -= 1) value = (value << 32n) | BigInt(words[index] ?? 0);
  return value;
}

/** Without zeros at the end, as the REST API writes it. */
function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${unscaled < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

const knownDates = new Map<number, string>();

/** Days since 1970; BigQuery's years are 1 to 9999. */
export function dateText(days: number): string {
  const known = knownDates.get(days);
  if (known !== undefined) return known;
  const text = new Date(days * 86_400_000).toISOString().slice(0, 10);
  if (knownDates.size > 20_000) knownDates.clear();
  knownDates.set(days, text);
  return text;
}

function datetimeText(micros: bigint): string {
  const isSmall = micros > -9_007_199_254_740_991n && micros < 9_007_199_254_740_991n;
  if (isSmall) {
    const value = Number(micros);
    const days = Math.floor(value / MICROS_PER_DAY);
    return `${dateText(days)} ${timeText(value - days * MICROS_PER_DAY)}`;
  }
  const rest = ((micros % MICROS_PER_DAY_BIG) + MICROS_PER_DAY_BIG) % MICROS_PER_DAY_BIG;
  return `${dateText(Number((micros - rest) / MICROS_PER_DAY_BIG))} ${timeText(Number(rest))}`;
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** Microseconds of a day. */
function timeText(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  const fraction = micros - seconds * 1_000_000;
  const minutes = Math.floor(seconds / 60);
  const text = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`;
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0')}`;
}
