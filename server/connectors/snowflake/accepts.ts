/**
 * Which filters Snowflake may apply, one row per type class. The conformance suite checks the rows both ways.
 *
 * - Text is compared by its bytes in UTF-8 unless the column declares a collation: then equality finds more, and nothing else goes.
 * - Floats: both sides call NaN equal to itself and greater than all, and -0 equal to 0.
 * - Times finer than microseconds are refused when they are fetched; comparing them is exact.
 * - JSON, geography and the like: only NULL tests go. A JSON null is no NULL on either side.
 */
import type { ColumnInfo, Dialect, TableInfo } from '../connector.ts';
import type { Atom, ComparisonOperator, Constant } from '../predicate.ts';
import { isPlainNumber } from '../render-predicate.ts';
import { snowflakeType, type TypeClass } from './types.ts';

type Verdict = ReturnType<Dialect['accepts']>;

const exactNumbers = /^(?:DECIMAL|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER)/;
const day = '(?!0000)\\d{4}-\\d\\d-\\d\\d';
const time = '(?:[01]\\d|2[0-3]):\\d\\d:\\d\\d(?:\\.\\d{1,6})?';
const dayForm = new RegExp(`^${day}$`);
const timeForm = new RegExp(`^${time}$`);
const ntzForm = new RegExp(`^${day} ${time}$`);
const instantForm = new RegExp(`^${day} ${time}\\+00$`);
/** DuckDB's text of a BLOB: printable letters as they are, every other byte as `\xHH`. */
const blobForm = /^(?:[^\\]|\\x[0-9A-Fa-f]{2})*$/;

/** Whether a constant can be written so that Snowflake means the same by it; classes without an entry take none. */
const constants: Readonly<Partial<Record<TypeClass, (value: string, type: string) => boolean>>> = {
  boolean: (value) => value === 'true' || value === 'false',
  decimal: (value, type) => exactNumbers.test(type) && isShortNumber(value),
  float: (value, type) =>
    (type === 'FLOAT' || type === 'DOUBLE') && (isPlainNumber(value) || /^-?(?:nan|inf|infinity)$/i.test(value)),
  date: (value, type) => type === 'DATE' && dayForm.test(value),
  time: (value, type) => type === 'TIME' && timeForm.test(value),
  ntz: (value, type) => type === 'TIMESTAMP' && ntzForm.test(value),
  instant: (value, type) => /^TIMESTAMP(?:TZ| WITH TIME ZONE)$/.test(type) && instantForm.test(value),
  binary: (value, type) => type === 'BLOB' && blobForm.test(value),
  text: (value, type) => type === 'VARCHAR' && !value.includes('\0') && value.isWellFormed(),
};

const isShortNumber = (value: string): boolean => {
  const [, whole = '', fraction = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
  return whole !== '' && whole.length + fraction.length <= 38;
};

/** Letters of a list that may stand in one statement or bind. */
const maxListLetters = 6_000_000;

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
      return forConstants(column, atom.operator === '=', [atom.value]);
    case 'in':
      return atom.values.reduce((sum, { value }) => sum + (value?.length ?? 0) + 8, 0) > maxListLetters
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

const classOf = (column: ColumnInfo): TypeClass => snowflakeType(column.sourceType).class;

function forConstants(column: ColumnInfo, isEquality: boolean, values: readonly Constant[]): Verdict {
  const typeClass = classOf(column);
  const isWritable = constants[typeClass];
  if (isWritable === undefined) return 'no';
  if (!values.every(({ value, type }) => value !== null && isWritable(value, type))) return 'no';
  if (typeClass !== 'text' || column.collation === 'binary') return 'exact';
  return isEquality ? 'superset' : 'no';
}

function acceptsColumns(
  operator: ComparisonOperator,
  left: ColumnInfo | undefined,
  right: ColumnInfo | undefined,
): Verdict {
  if (left === undefined || right === undefined) return 'no';
  const leftClass = classOf(left);
  if (leftClass !== classOf(right) || constants[leftClass] === undefined) return 'no';
  if (leftClass !== 'text' || (left.collation === 'binary' && right.collation === 'binary')) return 'exact';
  return operator === '=' ? 'superset' : 'no';
}
