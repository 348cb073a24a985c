/** Rows of a page, JSON text as the coordinator sent it, to CSV records. No number becomes one of JavaScript: its digits are copied. Pure. */
import { JoineryError } from '../../errors.ts';
import { unevenRow } from '../uneven-row.ts';
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
const COMMA = 44;
const OPEN = 91;
const CLOSE = 93;

/** `limit`: records wanted at most. Throws `source_failed` for a row that has not as many values as there are columns. */
export function encodeRows(data: string, columns: readonly EncodedColumn[], limit = Infinity): EncodedPage {
  let csv = '';
  let rows = 0;
  let at = skipBlanks(data, 1);
  while (rows < limit && at < data.length && data.charCodeAt(at) !== CLOSE) {
    at = behind(data, at, OPEN);
    for (const [index, column] of columns.entries()) {
      if (index > 0) {
        csv += ',';
        at = behind(data, at, COMMA);
      }
      const end = endOfValue(data, at);
      if (end === at) throw unevenRow('Trino');
      csv += field(data, at, end, column);
      at = skipBlanks(data, end);
    }
    csv += '\n';
    rows += 1;
    at = behind(data, at, CLOSE);
    if (data.charCodeAt(at) === COMMA) at = skipBlanks(data, at + 1);
  }
  return { csv, rows };
}

/** The next sign that counts behind the one that has to stand here. */
function behind(data: string, at: number, sign: number): number {
  if (data.charCodeAt(at) !== sign) throw unevenRow('Trino');
  return skipBlanks(data, at + 1);
}

const quoted = (text: string): string => `"${text.includes('"') ? text.replaceAll('"', '""') : text}"`;

function field(data: string, start: number, end: number, column: EncodedColumn): string {
  if (data.startsWith('null', start)) return '';
  const { name, type } = column;
  const text = data.charCodeAt(start) === QUOTE ? stringOf(data, start, end) : data.slice(start, end);
  switch (type.encoding) {
    case 'text':
      return quoted(text);
    case 'nested':
      return quoted(nestedText(data, start, type.source).text);
    case 'plain':
      return asPromised(text, column);
    case 'date':
      return bare(dateText(text), column);
    case 'timestamp':
      return bare(timestampText(text), column);
    case 'timestamptz':
      return bare(instantText(text, name), column);
    case 'intervalDays':
      return bare(daysText(text), column);
    case 'intervalMonths':
      return bare(monthsText(text), column);
  }
}

const WHOLE = /^-?\d+$/;

/** DuckDB would round what has more places than its column says. */
function asPromised(text: string, column: EncodedColumn): string {
  const { type } = column;
  if (type.class === 'integer' && !WHOLE.test(text)) throw notAsPromised(column);
  if (type.class === 'decimal') {
    const point = text.indexOf('.');
    if (point >= 0 && text.length - point - 1 > (type.source.numbers[1] ?? 0)) throw notAsPromised(column);
  }
  return bare(text, column);
}

/** Without quotes, so that a value that is no longer one field must not pass. */
function bare(text: string, column: EncodedColumn): string {
  if (/[,"\r\n]/.test(text)) throw notAsPromised(column);
  return text;
}

const notAsPromised = ({ name, type }: EncodedColumn): JoineryError =>
  new JoineryError('source_value', `A value of ${name} is not of the type ${type.source.name} that the source says.`, {
    hint: `Leave ${name} out, or cast it to varchar in a native statement.`,
  });

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
