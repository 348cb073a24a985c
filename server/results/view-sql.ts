/** A view of a stored result as SQL over its table. Values are compared by the column's own type, never through floating point. */
import { type FilterOperator, isWhole, type ResultFilter, type ResultView } from '../../lib/contract/result.ts';
import type { ResultColumn } from '../../lib/contract/run.ts';
import { type ColumnKind, columnKind } from '../../lib/format/column-kind.ts';
import { JoineryError } from '../errors.ts';
import { quoteName, quoteText } from './result-database.ts';

export const storedName = (position: number): string => quoteName(`c${position}`);

/** Kinds that have a smaller and a larger in the sense of a range. */
const rangeKinds: ReadonlySet<ColumnKind> = new Set(['integer', 'decimal', 'float', 'date', 'time', 'timestamp']);
/** Types whose name may stand in SQL as it is. */
const PLAIN_TYPE = /^[A-Z_0-9 ]+(\(\d+(,\s*\d+)?\))?$/i;
const DATE_ALONE = /^\s*[+-]?\d{4,6}-\d{1,2}-\d{1,2}\s*$/;
const WHOLE_NUMBER = /^\s*[+-]?\d+(\.0*)?\s*$/;
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

const bad = (message: string): JoineryError => new JoineryError('bad_request', message);

function columnAt(columns: readonly ResultColumn[], position: number): ResultColumn {
  const column = columns[position];
  if (column === undefined) throw bad(`The result has ${columns.length} columns, counted from 0.`);
  return column;
}

/** What a value has to be for a column of this kind; undefined = fine as far as its form goes. */
function mistakeOf(value: string, { type }: ResultColumn, kind: ColumnKind): string | undefined {
  if (value.includes('\0')) return 'is no text that can be looked for';
  if (kind === 'integer' && !WHOLE_NUMBER.test(value)) return 'is no whole number';
  if (kind === 'decimal') {
    if (!NUMBER.test(value) || /e/i.test(value)) return 'is no decimal number';
    const scale = Number(/,\s*(\d+)\)/.exec(type)?.[1] ?? 0);
    const digits = (value.trim().split('.')[1] ?? '').replace(/0+$/, '').length;
    if (digits > scale) return `has more than the ${scale} decimal places of the column`;
  }
  if (kind === 'float' && !NUMBER.test(value) && !/^\s*[+-]?(nan|infinity)\s*$/i.test(value)) return 'is no number';
  return undefined;
}

/** Names of values and columns for the messages. */
const told = (value: string): string => `"${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;

interface Bound {
  readonly column: string;
  readonly kind: ColumnKind;
  /** A value as SQL of the column's type. */
  sql(value: string): string;
}

function bind(column: ResultColumn, position: number): Bound {
  const kind = columnKind(column.type);
  const name = storedName(position);
  if (!rangeKinds.has(kind) || !PLAIN_TYPE.test(column.type)) {
    return { column: `CAST(${name} AS VARCHAR)`, kind, sql: quoteText };
  }
  return { column: name, kind, sql: (value) => `CAST(${quoteText(value.trim())} AS ${column.type})` };
}

/** A date alone against a timestamp: from its first moment up to the first of the next day. */
function day(bound: Bound, value: string): { readonly from: string; readonly end: string } | undefined {
  if (bound.kind !== 'timestamp' || !DATE_ALONE.test(value)) return undefined;
  const date = `CAST(${quoteText(value.trim())} AS DATE)`;
  return { from: bound.sql(value), end: `(${date} + INTERVAL 1 DAY)` };
}

function equal(bound: Bound, value: string): string {
  const whole = day(bound, value);
  return whole === undefined
    ? `${bound.column} = ${bound.sql(value)}`
    : `(${bound.column} >= ${whole.from} AND ${bound.column} < ${whole.end})`;
}

const atLeast = (bound: Bound, value: string): string => `${bound.column} >= ${bound.sql(value)}`;
function atMost(bound: Bound, value: string): string {
  const whole = day(bound, value);
  return whole === undefined ? `${bound.column} <= ${bound.sql(value)}` : `${bound.column} < ${whole.end}`;
}

const lower = (text: string): string => `lower(CAST(${text} AS VARCHAR))`;
const anyOf = (bound: Bound, values: readonly string[]): string =>
  `(${values.map((value) => equal(bound, value)).join(' OR ')})`;
const unless = (condition: string): string => `NOT coalesce(${condition}, false)`;

const one = (values: readonly string[]): string => values[0] ?? '';
const conditions: Readonly<Record<FilterOperator, (bound: Bound, values: readonly string[]) => string>> = {
  equals: (bound, values) => equal(bound, one(values)),
  not_equals: (bound, values) => unless(equal(bound, one(values))),
  contains: ({ column }, values) => `contains(${lower(column)}, ${lower(quoteText(one(values)))})`,
  not_contains: ({ column }, values) => unless(`contains(${lower(column)}, ${lower(quoteText(one(values)))})`),
  starts: ({ column }, values) => `starts_with(${lower(column)}, ${lower(quoteText(one(values)))})`,
  ends: ({ column }, values) => `suffix(${lower(column)}, ${lower(quoteText(one(values)))})`,
  less: (bound, values) => `${bound.column} < ${bound.sql(one(values))}`,
  at_most: (bound, values) => atMost(bound, one(values)),
  more: (bound, values) => `NOT (${atMost(bound, one(values))})`,
  at_least: (bound, values) => atLeast(bound, one(values)),
  between: (bound, values) => `(${atLeast(bound, one(values))} AND ${atMost(bound, values[1] ?? '')})`,
  in: anyOf,
  not_in: (bound, values) => unless(anyOf(bound, values)),
  is_null: ({ column }) => `${column} IS NULL`,
  is_not_null: ({ column }) => `${column} IS NOT NULL`,
};

const ranges: ReadonlySet<FilterOperator> = new Set(['less', 'at_most', 'more', 'at_least', 'between']);
const textual: ReadonlySet<FilterOperator> = new Set(['contains', 'not_contains', 'starts', 'ends']);
const wanted = (operator: FilterOperator): string | undefined => {
  if (operator === 'is_null' || operator === 'is_not_null') return '0';
  if (operator === 'between') return '2';
  return operator === 'in' || operator === 'not_in' ? undefined : '1';
};

function condition(columns: readonly ResultColumn[], { column: position, operator, values }: ResultFilter): string {
  const column = columnAt(columns, position);
  const bound = bind(column, position);
  const count = wanted(operator);
  if (count === undefined ? values.length === 0 : values.length !== Number(count)) {
    throw bad(
      `A filter "${operator}" on ${column.label} takes ${count ?? 'one or more'} values, not ${values.length}.`,
    );
  }
  if (ranges.has(operator) && !rangeKinds.has(bound.kind)) {
    throw bad(`${column.label} holds values without a range; "${operator}" cannot be asked of it.`);
  }
  for (const value of textual.has(operator) ? [] : values) {
    const mistake = mistakeOf(value, column, bound.kind);
    if (mistake !== undefined) throw bad(`${told(value)} ${mistake}; ${column.label} is ${column.type}.`);
  }
  return `(${conditions[operator](bound, values)})`;
}

/** `WHERE` and `ORDER BY` of a view; empty texts for the whole result in its own order. Throws `bad_request`. */
export function viewClauses(columns: readonly ResultColumn[], view: ResultView): { where: string; orderBy: string } {
  if (isWhole(view)) return { where: '', orderBy: '' };
  const found = view.filters.map((filter) => condition(columns, filter));
  const keys = view.sort.map(({ column, direction, nulls }) => {
    columnAt(columns, column);
    return `${storedName(column)} ${direction === 'asc' ? 'ASC' : 'DESC'} NULLS ${nulls === 'first' ? 'FIRST' : 'LAST'}`;
  });
  return {
    where: found.length === 0 ? '' : ` WHERE ${found.join(' AND ')}`,
    orderBy: keys.length === 0 ? '' : ` ORDER BY ${[...keys, 'rowid'].join(', ')}`,
  };
}

/** Whether DuckDB refused a value of a filter: the reader's mistake, not a damaged file. */
export function viewError(thrown: unknown): unknown {
  const message = thrown instanceof Error ? thrown.message : '';
  const conversion = /Conversion Error:\s*([^\n]*)/i.exec(message)?.[1];
  if (conversion === undefined) return thrown;
  return new JoineryError('bad_request', `A value of the filter does not fit its column: ${conversion}`, {
    hint: 'Dates are written 2024-01-31, moments 2024-01-31 12:00:00.',
    cause: thrown,
  });
}
