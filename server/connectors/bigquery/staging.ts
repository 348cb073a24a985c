/**
 * How each type travels: the cells of an answer become CSV fields here, and an expression of DuckDB makes the final value of each. Structs,
 * arrays and ranges travel as JSON whose leaves are texts, so a leaf is read the same way wherever it stands. Pure.
 */
import { REFUSED_VALUE_MARK, type StagedColumn } from '../connector.ts';
import { quoted, standardString } from '../render-predicate.ts';
import type { BigqueryType } from './types.ts';

/** A cell as the API sends it: text, null, `{f: [{v}]}` of a struct, `[{v}]` of an array. */
export type Cell = string | null | { readonly f: readonly { readonly v: Cell }[] } | readonly { readonly v: Cell }[];

/** A value that has no exact form in DuckDB. */
export class UnreadableValue extends Error {}

export function stagedColumn(name: string, type: BigqueryType): StagedColumn {
  const column = quoted(name, '"');
  const stagedType = directTypes.has(type.class) ? type.duckType : type.class === 'timestamp' ? 'BIGINT' : 'VARCHAR';
  const expression = isNested(type)
    ? nested(`from_json(${column}, ${standardString(JSON.stringify(shape(type)))})`, type, 1)
    : leaf(column, type, name);
  return expression === column
    ? { name, stagedType, type: type.duckType }
    : { name, stagedType, type: type.duckType, expression };
}

/** Types that DuckDB's reader of CSV reads exactly by itself. */
const directTypes: ReadonlySet<string> = new Set([
  'boolean',
  'integer',
  'float',
  'decimal',
  'date',
  'datetime',
  'time',
  'text',
  'geography',
]);

const isNested = ({ class: typeClass }: BigqueryType) =>
  typeClass === 'struct' || typeClass === 'array' || typeClass === 'range';

/** DuckDB SQL of a leaf: `text` is its staged column, or, with `isText`, a text within JSON. */
function leaf(text: string, type: BigqueryType, name: string, isText = false): string {
  switch (type.class) {
    case 'timestamp':
      return `make_timestamptz(${isText ? `CAST(${text} AS BIGINT)` : text})`;
    case 'bytes':
      return `from_base64(${text})`;
    case 'json':
      return `CAST(${text} AS JSON)`;
    case 'interval':
      return `CAST(${text} AS INTERVAL)`;
    case 'wideDecimal':
      return wideDecimal(text, type, name);
    default:
      return isText && type.duckType !== 'VARCHAR' ? `CAST(${text} AS ${type.duckType})` : text;
  }
}

/** Places of `DECIMAL(p,s)`. */
const scaleOf = ({ duckType }: BigqueryType): number => Number(/,(\d+)\)/.exec(duckType)?.[1] ?? 0);

/** DuckDB would round digits away that do not fit; they are refused. */
function wideDecimal(text: string, type: BigqueryType, name: string): string {
  const scale = scaleOf(type);
  const fits = `regexp_full_match(${text}, ${standardString(`-?\\d{1,${38 - scale}}(\\.\\d{1,${scale}}0*)?`)})`;
  const refused = `${REFUSED_VALUE_MARK}Column "${name}" holds a BIGNUMERIC that ${type.duckType} cannot hold exactly.`;
  return `CASE WHEN ${text} IS NULL THEN NULL WHEN ${fits} THEN CAST(${text} AS ${type.duckType}) ELSE error(${standardString(refused)}) END`;
}

function nested(value: string, type: BigqueryType, depth: number): string {
  if (type.class === 'array' && type.element !== undefined) {
    const item = `v${depth}`;
    return `list_transform(${value}, lambda ${item}: ${nested(item, type.element, depth + 1)})`;
  }
  if (type.class === 'range' && type.element !== undefined) {
    const [low, high] = ['f0', 'f1'].map((part) => leaf(`${value}.${part}`, type.element as BigqueryType, '', true));
    return `CASE WHEN ${value} IS NULL THEN NULL ELSE {'start': ${low}, 'end': ${high}} END`;
  }
  if (type.class !== 'struct') return leaf(value, type, '', true);
  const fields = (type.fields ?? []).map(
    (field, index) => `${standardString(field.name)}: ${nested(`${value}.f${index}`, field.type, depth)}`,
  );
  return `CASE WHEN ${value} IS NULL THEN NULL ELSE {${fields.join(', ')}} END`;
}

/** Structure for `from_json`: names are positions, leaves are texts. */
function shape(type: BigqueryType): unknown {
  if (type.class === 'array' && type.element !== undefined) return [shape(type.element)];
  if (type.class === 'range') return { f0: 'VARCHAR', f1: 'VARCHAR' };
  if (type.class !== 'struct') return 'VARCHAR';
  return Object.fromEntries((type.fields ?? []).map((field, index) => [`f${index}`, shape(field.type)]));
}

/** A cell as the field of a CSV record: NULL is nothing at all, texts stand in quotes. */
export function csvField(cell: Cell, type: BigqueryType): string {
  if (cell === null) return '';
  if (plainTypes.has(type.class)) {
    const text = leafText(cell, type);
    if (isPromised(text, type)) return text;
    throw new UnreadableValue(`a ${type.name} of another form`);
  }
  const text = isNested(type) ? JSON.stringify(nestedCell(cell, type)) : leafText(cell, type);
  return `"${text.includes('"') ? text.replaceAll('"', '""') : text}"`;
}

/** Types whose text needs no quotes. */
const plainTypes: ReadonlySet<string> = new Set([
  'boolean',
  'integer',
  'float',
  'decimal',
  'wideDecimal',
  'date',
  'datetime',
  'timestamp',
  'time',
]);

/** DuckDB would round what has more places than the column says. */
function isPromised(text: string, type: BigqueryType): boolean {
  if (type.class === 'integer') return /^-?\d+$/.test(text);
  if (text === '' || /[",\r\n]/.test(text)) return false;
  if (type.class !== 'decimal') return true;
  const point = text.indexOf('.');
  return point < 0 || text.length - point - 1 <= scaleOf(type);
}

function nestedCell(cell: Cell, type: BigqueryType): unknown {
  if (cell === null) return null;
  if (type.class === 'array' && type.element !== undefined && Array.isArray(cell)) {
    const { element } = type;
    return (cell as readonly { readonly v: Cell }[]).map(({ v }) => nestedCell(v, element));
  }
  if (type.class === 'struct' && typeof cell === 'object' && 'f' in cell) {
    const { fields = [] } = type;
    if (fields.length !== cell.f.length) throw new UnreadableValue('a struct of another shape');
    return Object.fromEntries(
      fields.map((field, index) => [`f${index}`, nestedCell(cell.f[index]?.v ?? null, field.type)]),
    );
  }
  if (type.class === 'range' && type.element !== undefined && typeof cell === 'string')
    return range(cell, type.element);
  return leafText(cell, type);
}

/** `[2020-01-01, UNBOUNDED)`: the start belongs to it, the end does not. */
function range(text: string, element: BigqueryType): unknown {
  const [, low, high] = /^\[(.+), (.+)\)$/.exec(text) ?? [];
  if (low === undefined || high === undefined) throw new UnreadableValue('a range of another form');
  const bound = (one: string) => (/^(?:UNBOUNDED|NULL)$/i.test(one) ? null : leafText(one, element));
  return { f0: bound(low), f1: bound(high) };
}

function leafText(cell: Cell, type: BigqueryType): string {
  if (typeof cell !== 'string') throw new UnreadableValue('a nested value where a plain one was expected');
  if (type.class === 'timestamp') return microseconds(cell);
  if (type.class === 'interval') return intervalText(cell);
  return cell;
}

/** Microseconds since 1970 as the API is asked for them; seconds with a fraction where a server does not know that question; or a plain time within a range. */
function microseconds(text: string): string {
  if (/^-?\d+$/.test(text)) return text;
  const [, sign = '', whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:E(\d+))?$/i.exec(text) ?? [];
  if (whole === undefined) return microsecondsOfDate(text);
  const places = Number(exponent) + 6;
  const digits = `${fraction}${'0'.repeat(places)}`;
  if (/[1-9]/.test(fraction.slice(places))) throw new UnreadableValue('a timestamp finer than microseconds');
  return `${sign}${BigInt(whole + digits.slice(0, places))}`;
}

/** `2020-01-02 03:04:05.123456+00`, in UTC. */
function microsecondsOfDate(text: string): string {
  const [, day, time, fraction = ''] =
    /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:Z|\+00(?::00)?| UTC)?$/.exec(text) ?? [];
  if (day === undefined || time === undefined) throw new UnreadableValue('a timestamp of another form');
  return String(BigInt(Date.parse(`${day}T${time}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0')));
}

/** `1-2 3 4:5:6.789`: years-months days hours:minutes:seconds, each with a sign of its own. */
function intervalText(text: string): string {
  const match = /^(-?)(\d+)-(\d+) (-?\d+) (-?)(\d+):(\d+):(\d+)(?:\.(\d{1,9}))?$/.exec(text);
  if (match === null) throw new UnreadableValue('an interval of another form');
  const [, sign = '', years, months, days, timeSign = '', hours, minutes, seconds, fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(6))) throw new UnreadableValue('an interval finer than microseconds');
  const micro = fraction.slice(0, 6).padEnd(6, '0');
  return `${sign}${years} years ${sign}${months} months ${days} days ${timeSign}${hours} hours ${timeSign}${minutes} minutes ${timeSign}${seconds}.${micro} seconds`;
}

/** What introspection says of a column whose type nobody has thought of: its text. */
export const unknownType: BigqueryType = { class: 'geography', duckType: 'VARCHAR', name: 'unknown' };
