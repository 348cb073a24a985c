/**
 * Which filters PostgreSQL may apply, one row per type class. The conformance suite checks every row both ways against a real server.
 *
 * - Text: equality is that of the bytes under every deterministic collation; order is forced to it with `COLLATE "C"`. Under a
 *   nondeterministic collation everything is forced.
 * - `character(n)`: the server ignores trailing blanks, DuckDB sees them: equality finds more, never less; order differs.
 * - Floats: both sides call NaN equal to itself and greater than all, and -0 equal to 0.
 * - Numbers without precision may hold NaN, which is refused when fetched; comparing them is exact.
 * - Enums and the like are compared by their text, as they are fetched.
 * - Intervals, times with zone, JSON and arrays compare by rules of their own: only NULL tests go.
 */

import type { ColumnInfo, Dialect, TableInfo } from '../connector.ts';
import type { Atom, ComparisonOperator, Constant } from '../predicate.ts';
import { isPlainNumber } from '../render-predicate.ts';
import { postgresType, type TypeClass } from './types.ts';

type Verdict = ReturnType<Dialect['accepts']>;
type Kind = 'equal' | 'unequal' | 'range' | 'in' | 'prefix';

interface Row {
  readonly verdicts: Readonly<Record<Kind, Verdict>>;
  /** Whether this constant can be written for the server so that it means the same. */
  readonly constant: (value: string, type: string) => boolean;
}

const all = (verdict: Verdict) =>
  ({ equal: verdict, unequal: verdict, range: verdict, in: verdict, prefix: 'no' }) as const;

const never: Row = { verdicts: all('no'), constant: () => false };
/** Years that PostgreSQL's types hold and that DuckDB writes without `(BC)`. */
const dateText = /^(?:[+-]?infinity|(?!0000)\d{4,6}-\d\d-\d\d)$/;
const timestampText = /^(?:[+-]?infinity|(?!0000)\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?)$/;
const zonedText = /^(?:[+-]?infinity|(?!0000)\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d)*)$/;
const anyText = (value: string) => !value.includes('\0');

export const acceptTable: Readonly<Record<TypeClass, Row>> = {
  boolean: { verdicts: all('exact'), constant: (value) => value === 'true' || value === 'false' },
  integer: { verdicts: all('exact'), constant: (value) => /^-?\d{1,38}$/.test(value) },
  float: {
    verdicts: all('exact'),
    constant: (value, type) =>
      (type === 'FLOAT' || type === 'DOUBLE') && (isPlainNumber(value) || /^-?(?:nan|inf|infinity)$/i.test(value)),
  },
  decimal: { verdicts: all('exact'), constant: (value, type) => isExactNumber(type) && isPlainNumber(value) },
  wideDecimal: { verdicts: all('exact'), constant: (value, type) => isExactNumber(type) && isPlainNumber(value) },
  date: { verdicts: all('exact'), constant: (value, type) => type === 'DATE' && dateText.test(value) },
  timestamp: { verdicts: all('exact'), constant: (value, type) => type === 'TIMESTAMP' && timestampText.test(value) },
  timestamptz: {
    verdicts: all('exact'),
    constant: (value, type) => /^TIMESTAMP(?:TZ| WITH TIME ZONE)$/.test(type) && zonedText.test(value),
  },
  time: {
    verdicts: all('exact'),
    constant: (value, type) => type === 'TIME' && /^\d\d:\d\d:\d\d(?:\.\d{1,6})?$/.test(value),
  },
  uuid: { verdicts: all('exact'), constant: (value) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) },
  bytea: { verdicts: all('exact'), constant: (value, type) => type === 'BLOB' && blobText.test(value) },
  text: { verdicts: { ...all('exact'), prefix: 'exact' }, constant: anyText },
  padded: {
    verdicts: { equal: 'superset', unequal: 'no', range: 'no', in: 'superset', prefix: 'no' },
    constant: anyText,
  },
  other: { verdicts: { ...all('exact'), prefix: 'exact' }, constant: anyText },
  opaque: never,
  timetz: never,
  interval: never,
  json: never,
  array: never,
};

/** DuckDB's text of a BLOB: printable letters as they are, every other byte as `\xHH`. */
const blobText = /^(?:[^\\]|\\x[0-9A-Fa-f]{2})*$/;
const isExactNumber = (type: string) => /^(?:DECIMAL|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER)/.test(type);
const kindOf = (operator: ComparisonOperator): Kind =>
  operator === '=' ? 'equal' : operator === '<>' ? 'unequal' : 'range';

export function accepts(atom: Atom, table: TableInfo): Verdict {
  const find = (name: string) => table.columns.find((column) => column.name === name);
  if (atom.kind === 'columns') return acceptsColumns(atom.operator, find(atom.left), find(atom.right));
  const column = find(atom.column);
  if (column === undefined) return 'no';
  switch (atom.kind) {
    case 'isNull':
    case 'isNotNull':
      return 'exact';
    case 'comparison':
      return forConstants(column, kindOf(atom.operator), [atom.value]);
    case 'in':
      return forConstants(column, 'in', atom.values);
    case 'between':
      return forConstants(column, 'range', [atom.low, atom.high]);
    case 'prefix':
      return forConstants(column, 'prefix', [{ type: 'VARCHAR', value: atom.prefix }]);
  }
}

function forConstants(column: ColumnInfo, kind: Kind, constants: readonly Constant[]): Verdict {
  const type = postgresType(column.sourceType);
  const row = acceptTable[type.class];
  const isWritable = constants.every(({ value, type: constantType }) => {
    if (value === null || !row.constant(value, constantType)) return false;
    return !isUnknownEncoding(column, type.class) || isAscii(value);
  });
  if (!isWritable) return 'no';
  const isOrderOfText = (kind === 'range' || kind === 'prefix') && isUnknownEncoding(column, type.class);
  return isOrderOfText ? 'no' : row.verdicts[kind];
}

/** Text of a database that is not in UTF-8: the order of its bytes is another, and it may lack letters of the constant. */
const isUnknownEncoding = (column: ColumnInfo, typeClass: TypeClass) =>
  (typeClass === 'text' || typeClass === 'padded' || typeClass === 'other') && column.collation === undefined;
const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text);

function acceptsColumns(
  operator: ComparisonOperator,
  left: ColumnInfo | undefined,
  right: ColumnInfo | undefined,
): Verdict {
  if (left === undefined || right === undefined) return 'no';
  const leftClass = postgresType(left.sourceType).class;
  const rightClass = postgresType(right.sourceType).class;
  const isNumber = (typeClass: TypeClass) => typeClass === 'decimal' || typeClass === 'wideDecimal';
  if (leftClass !== rightClass && !(isNumber(leftClass) && isNumber(rightClass))) return 'no';
  if (leftClass === 'padded') return 'no';
  if (leftClass === 'float' && left.type !== right.type) return 'no';
  if (isUnknownEncoding(left, leftClass) && kindOf(operator) === 'range') return 'no';
  return acceptTable[leftClass].verdicts[kindOf(operator)];
}
