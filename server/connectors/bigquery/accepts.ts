/**
 * Which filters BigQuery may apply, one row per type class. The conformance suite checks the rows both ways.
 *
 * - Text is compared by its code points, as bytes of UTF-8 are; a column under `und:ci` ignores case, so equality finds more and nothing else goes.
 * - Floats: BigQuery calls NaN unequal to everything and neither less nor greater; DuckDB calls it the greatest. `>` is therefore sent as
 *   `NOT <=`, which keeps NaN; NaN and infinities as constants, and two columns, are not sent.
 * - Numbers of more digits than here may be refused when fetched; comparing them is exact.
 * - JSON, GEOGRAPHY, INTERVAL, RANGE and STRUCT: only NULL tests go; of ARRAY nothing.
 */
import type { ColumnInfo, Dialect, TableInfo } from '../connector.ts';
import type { Atom, ComparisonOperator, Constant } from '../predicate.ts';
import { isPlainNumber } from '../render-predicate.ts';
import { type BigqueryType, type TypeClass, typeOfText } from './types.ts';

type Verdict = ReturnType<Dialect['accepts']>;

const integers = /^U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/;
const exactNumbers = /^(?:DECIMAL|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER)/;
const isInt64 = (text: string): boolean =>
  /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
const day = '(?!0000)\\d{4}-\\d\\d-\\d\\d';
const time = '(?:[01]\\d|2[0-3]):\\d\\d:\\d\\d(?:\\.\\d{1,6})?';
const dayForm = new RegExp(`^${day}$`);
const timeForm = new RegExp(`^${time}$`);
const datetimeForm = new RegExp(`^${day} ${time}$`);
const timestampForm = new RegExp(`^${day} ${time}\\+00$`);
/** DuckDB's text of a BLOB: printable letters as they are, every other byte as `\xHH`. */
const blobForm = /^(?:[^\\]|\\x[0-9A-Fa-f]{2})*$/;

/** Whether a constant can be written so that BigQuery means the same by it; classes without an entry take none. */
const constants: Readonly<Partial<Record<TypeClass, (value: string, type: string) => boolean>>> = {
  boolean: (value) => value === 'true' || value === 'false',
  integer: (value, type) => integers.test(type) && isInt64(value),
  float: (value, type) => (type === 'FLOAT' || type === 'DOUBLE') && isPlainNumber(value),
  decimal: (value, type) => exactNumbers.test(type) && isBignumeric(value),
  wideDecimal: (value, type) => exactNumbers.test(type) && isBignumeric(value),
  date: (value, type) => type === 'DATE' && dayForm.test(value),
  datetime: (value, type) => type === 'TIMESTAMP' && datetimeForm.test(value),
  timestamp: (value, type) => /^TIMESTAMP(?:TZ| WITH TIME ZONE)$/.test(type) && timestampForm.test(value),
  time: (value, type) => type === 'TIME' && timeForm.test(value),
  bytes: (value, type) => type === 'BLOB' && blobForm.test(value),
  text: (value, type) => type === 'VARCHAR' && !value.includes('\0') && value.isWellFormed(),
};

/** Digits that BIGNUMERIC surely holds. */
const isBignumeric = (value: string): boolean => /^-?\d{1,38}(?:\.\d{1,38})?$/.test(value);

/** Bytes of a list that may stand in one request: the API takes some 10 MB. */
const maxListLetters = 6_000_000;

export function accepts(atom: Atom, table: TableInfo): Verdict {
  const find = (name: string) => table.columns.find((column) => column.name === name);
  if (atom.kind === 'columns') return acceptsColumns(atom.operator, find(atom.left), find(atom.right));
  const column = find(atom.column);
  if (column === undefined) return 'no';
  switch (atom.kind) {
    case 'isNull':
    case 'isNotNull':
      // A view may give a NULL array, which arrives as an empty one.
      return classOf(column) === 'array' ? 'no' : 'exact';
    case 'comparison':
      return forConstants(column, atom.operator === '=', [atom.value]);
    case 'in':
      return atom.values.reduce((sum, { value }) => sum + (value?.length ?? 0) + 12, 0) > maxListLetters
        ? 'no'
        : forConstants(column, true, atom.values);
    case 'between':
      return forConstants(column, false, [atom.low, atom.high]);
    case 'prefix':
      return classOf(column) === 'text' && column.collation === 'binary'
        ? forConstants(column, false, [{ type: 'VARCHAR', value: atom.prefix }])
        : 'no';
  }
}

function forConstants(column: ColumnInfo, isEquality: boolean, values: readonly Constant[]): Verdict {
  const typeClass = classOf(column);
  const isWritable = typeClass === undefined ? undefined : constants[typeClass];
  if (isWritable === undefined) return 'no';
  if (!values.every(({ value, type }) => value !== null && isWritable(value, type))) return 'no';
  if (typeClass !== 'text' || column.collation === 'binary') return 'exact';
  return isEquality ? 'superset' : 'no';
}

export const columnType = (column: ColumnInfo): BigqueryType | undefined => typeOfText(column.sourceType);
const classOf = (column: ColumnInfo): TypeClass | undefined => columnType(column)?.class;

function acceptsColumns(
  operator: ComparisonOperator,
  left: ColumnInfo | undefined,
  right: ColumnInfo | undefined,
): Verdict {
  if (left === undefined || right === undefined) return 'no';
  const leftClass = classOf(left);
  const rightClass = classOf(right);
  if (leftClass === undefined || rightClass === undefined) return 'no';
  const isNumber = (one: TypeClass) => one === 'integer' || one === 'decimal' || one === 'wideDecimal';
  if (isNumber(leftClass) && isNumber(rightClass)) return 'exact';
  if (leftClass !== rightClass || constants[leftClass] === undefined || leftClass === 'float') return 'no';
  if (leftClass !== 'text' || (left.collation === 'binary' && right.collation === 'binary')) return 'exact';
  return operator === '=' ? 'superset' : 'no';
}
