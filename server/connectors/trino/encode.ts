/** Rows of a page, JSON text as the coordinator sent it, to CSV records. No number becomes one of JavaScript: its digits are copied. Pure. */
import { JoineryError } from '../../errors.ts';
import { endOfString, endOfValue, skipBlanks } from './page.ts';
import type { TrinoType } from './type-text.ts';
import type { MappedType } from './types.ts';
import { zonedToUtc } from './zones.ts';

export interface EncodedColumn {
  readonly name: string;
  readonly type: MappedType;
}

export interface EncodedPage {
  readonly csv: string;
  readonly rows: number;
}

const QUOTE = 34;
const CLOSE = 93;

/** `limit`: records wanted at most. */
export function encodeRows(data: string, columns: readonly EncodedColumn[], limit = Infinity): EncodedPage {
  let csv = '';
  let rows = 0;
  let at = skipBlanks(data, 1);
  while (rows < limit && at < data.length && data.charCodeAt(at) !== CLOSE) {
    at = skipBlanks(data, at + 1);
    for (const [index, column] of columns.entries()) {
      if (index > 0) {
        csv += ',';
        at = skipBlanks(data, at + 1);
      }
      const end = endOfValue(data, at);
      csv += field(data, at, end, column);
      at = skipBlanks(data, end);
    }
    csv += '\n';
    rows += 1;
    // Behind the row's bracket, and behind the comma that may follow.
    at = skipBlanks(data, at + 1);
    if (data.charAt(at) === ',') at = skipBlanks(data, at + 1);
  }
  return { csv, rows };
}

const quoted = (text: string): string => `"${text.includes('"') ? text.replaceAll('"', '""') : text}"`;

function field(data: string, start: number, end: number, { name, type }: EncodedColumn): string {
  if (data.startsWith('null', start)) return '';
  const text = data.charCodeAt(start) === QUOTE ? stringOf(data, start, end) : data.slice(start, end);
  switch (type.encoding) {
    case 'plain':
      return text;
    case 'text':
      return quoted(text);
    case 'date':
      return dateText(text);
    case 'timestamp':
      return timestampText(text);
    case 'timestamptz':
      return instantText(text, name);
    case 'intervalDays':
      return daysText(text);
    case 'intervalMonths':
      return monthsText(text);
    case 'nested':
      return quoted(nestedText(data, start, type.source).text);
  }
}

function stringOf(data: string, start: number, end: number): string {
  const inner = data.slice(start + 1, end - 1);
  return inner.includes('\\') ? (JSON.parse(data.slice(start, end)) as string) : inner;
}

/** Years before 1 as DuckDB writes them; Trino counts 0 for the year before 1. */
export function dateText(text: string): string {
  const match = /^([+-]?)(\d{4,})(-\d\d-\d\d)$/.exec(text);
  if (match === null) return text;
  const [, sign, digits = '', rest = ''] = match;
  const year = Number(digits) * (sign === '-' ? -1 : 1);
  return year > 0 ? `${digits}${rest}` : `${String(1 - year).padStart(4, '0')}${rest} (BC)`;
}

function timestampText(text: string): string {
  const blank = text.indexOf(' ');
  return `${dateText(text.slice(0, blank))}${text.slice(blank)}`;
}

function instantText(text: string, column: string): string {
  const match = /^(\S+) (\S+) (\S+)$/.exec(text);
  if (match === null) return text;
  const [, day = '', time = '', zone = ''] = match;
  if (zone === 'UTC') return `${dateText(day)} ${time}+00`;
  if (/^[+-]\d\d:\d\d$/.test(zone)) return `${dateText(day)} ${time}${zone}`;
  const instant = zonedToUtc(day, time, zone);
  if (instant !== undefined) return instant;
  throw new JoineryError(
    'source_value',
    `A time of ${column} is not clear: its zone ${zone} has it twice, or it is not known here.`,
    {
      hint: `Write at_timezone(${column}, 'UTC') in the statement.`,
    },
  );
}

/** `-1 02:03:04.500` is minus one day and minus two hours. */
function daysText(text: string): string {
  const match = /^(-?)(\d+) (\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', days, time] = match;
  return `${sign}${days} days ${sign}${time}`;
}

function monthsText(text: string): string {
  const match = /^(-?)(\d+)-(\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', years, months] = match;
  return `${sign}${years} years ${sign}${months} months`;
}

/** Rows come as lists; as JSON they get the names of their fields. */
function nestedText(data: string, start: number, type: TrinoType): { readonly text: string; readonly end: number } {
  const letter = data.charAt(start);
  if (letter === '[') {
    const parts: string[] = [];
    let at = skipBlanks(data, start + 1);
    for (let index = 0; data.charAt(at) !== ']'; index += 1) {
      const inner = type.name === 'row' ? type.inner[index] : type.inner[0];
      const value = nestedText(data, at, inner ?? type);
      const name = JSON.stringify(type.fields[index] ?? `field${index}`);
      parts.push(type.name === 'row' ? `${name}:${value.text}` : value.text);
      at = skipBlanks(data, value.end);
      if (data.charAt(at) === ',') at = skipBlanks(data, at + 1);
    }
    return { text: type.name === 'row' ? `{${parts.join(',')}}` : `[${parts.join(',')}]`, end: at + 1 };
  }
  if (letter === '{') {
    const parts: string[] = [];
    let at = skipBlanks(data, start + 1);
    while (data.charAt(at) !== '}') {
      const keyEnd = endOfString(data, at);
      const value = nestedText(data, skipBlanks(data, skipBlanks(data, keyEnd) + 1), type.inner[1] ?? type);
      parts.push(`${data.slice(at, keyEnd)}:${value.text}`);
      at = skipBlanks(data, value.end);
      if (data.charAt(at) === ',') at = skipBlanks(data, at + 1);
    }
    return { text: `{${parts.join(',')}}`, end: at + 1 };
  }
  const end = endOfValue(data, start);
  return { text: data.slice(start, end), end };
}
