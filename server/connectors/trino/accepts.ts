/**
 * Which filters Trino may apply, one row per type class. The conformance suite checks every row both ways against a real server.
 *
 * - Text compares by its code points, which is the order of the UTF-8 bytes; blanks at the end count.
 * - `char(n)` is padded: Trino ignores blanks at its end, DuckDB sees them. Equality finds more, never less.
 * - Floats: to Trino NaN is neither equal to nor greater than anything; to DuckDB it is equal to itself and the greatest. Equality with a number is safe, ranges
 *   and two columns are not.
 * - Times finer than a microsecond travel as text; only NULL tests go.
 */
import type { ColumnInfo, Dialect, TableInfo } from '../connector.ts';
import type { Atom, ComparisonOperator, Constant } from '../predicate.ts';
import { isPlainNumber } from '../render-predicate.ts';
import { mapType, type TypeClass } from './types.ts';

type Verdict = ReturnType<Dialect['accepts']>;
type Kind = 'equal' | 'unequal' | 'range' | 'in' | 'prefix';

interface Row {
  readonly verdicts: Readonly<Record<Kind, Verdict>>;
  /** Whether two columns of the class compare alike. */
  readonly columns: (kind: Kind) => Verdict;
  /** Whether this constant can be written for Trino so that it means the same. */
  readonly constant: (value: string, type: string) => boolean;
}

const all = (verdict: Verdict) =>
  ({ equal: verdict, unequal: verdict, range: verdict, in: verdict, prefix: 'no' }) as const;
const never: Row = { verdicts: all('no'), columns: () => 'no', constant: () => false };
const exactRow = (constant: Row['constant']): Row => ({ verdicts: all('exact'), columns: () => 'exact', constant });

const isExactNumber = (type: string) => /^(?:DECIMAL|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER)/.test(type);
const day = '(?!0000)\\d{4}-\\d\\d-\\d\\d';
const clock = '\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?';
const dateText = new RegExp(`^${day}$`);
const timestampText = new RegExp(`^${day} ${clock}$`);
const zonedText = new RegExp(`^${day} ${clock}\\+00(?::00)?$`);
const timeText = /^(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,6})?$/;
const isText = (value: string) => !value.includes('\0') && value.isWellFormed();
/** DuckDB's text of a BLOB: printable letters as they are, every other byte as `\xHH`. */
const blobText = /^(?:[^\\]|\\x[0-9A-Fa-f]{2})*$/;

const acceptTable: Readonly<Record<TypeClass, Row>> = {
  boolean: exactRow((value) => value === 'true' || value === 'false'),
  integer: exactRow((value) => /^-?\d{1,38}$/.test(value)),
  decimal: exactRow(
    (value, type) => isExactNumber(type) && isPlainNumber(value) && value.replace(/\D/g, '').length <= 38,
  ),
  float: {
    verdicts: { equal: 'exact', unequal: 'exact', range: 'no', in: 'exact', prefix: 'no' },
    columns: () => 'no',
    constant: (value, type) => (type === 'FLOAT' || type === 'DOUBLE') && isPlainNumber(value),
  },
  date: exactRow((value, type) => type === 'DATE' && dateText.test(value)),
  time: exactRow((value, type) => type === 'TIME' && timeText.test(value)),
  timestamp: exactRow((value, type) => type === 'TIMESTAMP' && timestampText.test(value)),
  timestamptz: exactRow((value, type) => /^TIMESTAMP(?:TZ| WITH TIME ZONE)$/.test(type) && zonedText.test(value)),
  text: { ...exactRow(isText), verdicts: { ...all('exact'), prefix: 'exact' } },
  padded: {
    verdicts: { equal: 'superset', unequal: 'no', range: 'no', in: 'superset', prefix: 'no' },
    columns: () => 'no',
    constant: isText,
  },
  binary: exactRow((value, type) => type === 'BLOB' && blobText.test(value)),
  uuid: {
    verdicts: { equal: 'exact', unequal: 'exact', range: 'no', in: 'exact', prefix: 'no' },
    columns: (kind) => (kind === 'range' ? 'no' : 'exact'),
    constant: (value) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
  },
  opaque: never,
};

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
  const row = acceptTable[mapType(column.sourceType).class];
  return constants.every(({ value, type }) => value !== null && row.constant(value, type)) ? row.verdicts[kind] : 'no';
}

function acceptsColumns(
  operator: ComparisonOperator,
  left: ColumnInfo | undefined,
  right: ColumnInfo | undefined,
): Verdict {
  if (left === undefined || right === undefined) return 'no';
  const leftClass = mapType(left.sourceType).class;
  return leftClass === mapType(right.sourceType).class ? acceptTable[leftClass].columns(kindOf(operator)) : 'no';
}
