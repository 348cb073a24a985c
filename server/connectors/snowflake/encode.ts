/**
 * Raw texts of an answer to CSV, and what DuckDB makes of them. Snowflake sends dates as days, times as seconds and instants as seconds since 1970,
 * all with a fraction of up to nine digits, so nothing depends on formats or zones of the session. Pure.
 */
import type { StagedColumn } from '../connector.ts';
import { quoted } from '../render-predicate.ts';
import type { SnowflakeType, TypeClass } from './types.ts';

/** A value that has no exact form in DuckDB. */
export class UnreadableValue extends Error {}

const stagedTypes: Readonly<Partial<Record<TypeClass, string>>> = {
  binary: 'VARCHAR',
  date: 'INTEGER',
  time: 'BIGINT',
  ntz: 'BIGINT',
  instant: 'BIGINT',
  json: 'VARCHAR',
};

export function stagedColumn(name: string, type: SnowflakeType): StagedColumn {
  const column = quoted(name, '"');
  const expression = expressionOf(column, type.class);
  const stagedType = stagedTypes[type.class] ?? type.duckType;
  return { name, stagedType, type: type.duckType, ...(expression === undefined ? {} : { expression }) };
}

function expressionOf(column: string, typeClass: TypeClass): string | undefined {
  switch (typeClass) {
    case 'binary':
      return `unhex(${column})`;
    case 'date':
      return `DATE '1970-01-01' + ${column}`;
    case 'time':
      return `CAST(make_timestamp(${column}) AS TIME)`;
    case 'ntz':
      return `make_timestamp(${column})`;
    case 'instant':
      return `make_timestamptz(${column})`;
    case 'json':
      return `CAST(${column} AS JSON)`;
    default:
      return undefined;
  }
}

/** A raw value as the field of a CSV record: NULL is nothing at all, texts stand in quotes. `stagedType`: what DuckDB will read it as. */
export function csvField(raw: unknown, typeClass: TypeClass, stagedType: string): string {
  if (raw === null || raw === undefined) return '';
  const text = typeof raw === 'string' ? raw : typeof raw === 'object' ? JSON.stringify(raw) : String(raw);
  switch (typeClass) {
    case 'boolean':
      return truth(text);
    case 'decimal':
      return decimal(text, stagedType);
    case 'float':
      return checked(text, floatForm, 'a floating number').replace(/^(-?)inf(?:inity)?$/i, '$1Infinity');
    case 'date':
      return checked(text, integerForm, 'a date');
    case 'time':
    case 'ntz':
    case 'instant':
      return microseconds(text);
    default:
      return `"${text.includes('"') ? text.replaceAll('"', '""') : text}"`;
  }
}

const integerForm = /^-?\d+$/;
const decimalForm = /^-?\d*(?:\.\d+)?$/;
const floatForm = /^(?:-?\d*\.?\d+(?:e[+-]?\d+)?|nan|-?inf(?:inity)?)$/i;

function checked(text: string, form: RegExp, what: string): string {
  if (text === '' || !form.test(text)) throw new UnreadableValue(`${what} of another form`);
  return text;
}

/** DuckDB would round what has more places than its type. */
function decimal(text: string, stagedType: string): string {
  const [, fraction = ''] = checked(text, decimalForm, 'a number').split('.');
  if (fraction.length > Number(/,(\d+)\)$/.exec(stagedType)?.[1] ?? 0))
    throw new UnreadableValue('a number with more places than its type has');
  return text;
}

function truth(text: string): string {
  if (text === '1' || /^true$/i.test(text)) return 'true';
  if (text === '0' || /^false$/i.test(text)) return 'false';
  throw new UnreadableValue('a boolean of another form');
}

/** `1577934245.123456000`, for TIMESTAMP_TZ with the minutes of its zone behind a blank. The instant is kept, not the zone. */
function microseconds(text: string): string {
  const [, seconds, fraction = ''] = /^(-?\d+)(?:\.(\d{1,9}))?(?: \d{1,4})?$/.exec(text) ?? [];
  if (seconds === undefined) throw new UnreadableValue('a time of another form');
  if (/[1-9]/.test(fraction.slice(6))) throw new UnreadableValue('a time finer than microseconds');
  return seconds + fraction.slice(0, 6).padEnd(6, '0');
}
