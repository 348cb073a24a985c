/**
 * Which filters Trino may apply, one row per type class. The conformance suite checks every row both ways against a real server.
 *
 * - Text compares by its code points, which is the order of the UTF-8 bytes; blanks at the end count.
 * - `char(n)` is padded: Trino ignores blanks at its end, DuckDB sees them. Equality finds more, never less.
 * - Floats: to Trino NaN is neither equal to nor greater than anything; to DuckDB it is equal to itself and the greatest. Equality with a number is safe, ranges
 *   and two columns are not.
 * - Times finer than a microsecond travel as text; only NULL tests go.
 */
import type { TableInfo } from '../connector.ts';
import {
  blobForm,
  dayForm,
  isExactNumberType,
  isFloatType,
  isInstantType,
  isSendableText,
  isTruth,
  timeForm,
  timestampForm,
  uuidForm,
} from '../constant-forms.ts';
import {
  type AtomRules,
  judgeAtom,
  type ComparisonKind as Kind,
  type Verdict,
  type Verdicts,
  verdictsOf,
} from '../judge-atom.ts';
import type { Atom } from '../predicate.ts';
import { isPlainNumber } from '../render-predicate.ts';
import { mapType, type TypeClass } from './types.ts';

interface Row {
  readonly verdicts: Verdicts;
  /** Whether two columns of the class compare alike. */
  readonly columns: (kind: Kind) => Verdict;
  /** Whether this constant can be written for Trino so that it means the same. */
  readonly constant: (value: string, type: string) => boolean;
}

const never: Row = { verdicts: verdictsOf('no'), columns: () => 'no', constant: () => false };
const exactRow = (constant: Row['constant']): Row => ({
  verdicts: verdictsOf('exact'),
  columns: () => 'exact',
  constant,
});

/** An instant in UTC, with or without minutes of its offset. */
const isInstant = (value: string) =>
  /\+00(?::00)?$/.test(value) && timestampForm.test(value.replace(/\+00(?::00)?$/, ''));

const acceptTable: Readonly<Record<TypeClass, Row>> = {
  boolean: exactRow(isTruth),
  integer: exactRow((value) => /^-?\d{1,38}$/.test(value)),
  decimal: exactRow(
    (value, type) => isExactNumberType(type) && isPlainNumber(value) && value.replace(/\D/g, '').length <= 38,
  ),
  float: {
    verdicts: { equal: 'exact', unequal: 'exact', range: 'no', in: 'exact', prefix: 'no' },
    columns: () => 'no',
    constant: (value, type) => isFloatType(type) && isPlainNumber(value),
  },
  date: exactRow((value, type) => type === 'DATE' && dayForm.test(value)),
  time: exactRow((value, type) => type === 'TIME' && timeForm.test(value)),
  timestamp: exactRow((value, type) => type === 'TIMESTAMP' && timestampForm.test(value)),
  timestamptz: exactRow((value, type) => isInstantType(type) && isInstant(value)),
  text: { ...exactRow(isSendableText), verdicts: { ...verdictsOf('exact'), prefix: 'exact' } },
  padded: {
    verdicts: { equal: 'superset', unequal: 'no', range: 'no', in: 'superset', prefix: 'no' },
    columns: () => 'no',
    constant: isSendableText,
  },
  binary: exactRow((value, type) => type === 'BLOB' && blobForm.test(value)),
  uuid: {
    verdicts: { equal: 'exact', unequal: 'exact', range: 'no', in: 'exact', prefix: 'no' },
    columns: (kind) => (kind === 'range' ? 'no' : 'exact'),
    constant: (value) => uuidForm.test(value),
  },
  opaque: never,
};

export const accepts = (atom: Atom, table: TableInfo): Verdict => judgeAtom(atom, table, rules);

const rules: AtomRules = {
  nullTest: () => 'exact',
  constants(column, kind, values) {
    const row = acceptTable[mapType(column.sourceType).class];
    return values.every(({ value, type }) => value !== null && row.constant(value, type)) ? row.verdicts[kind] : 'no';
  },
  columns(kind, left, right) {
    const leftClass = mapType(left.sourceType).class;
    return leftClass === mapType(right.sourceType).class ? acceptTable[leftClass].columns(kind) : 'no';
  },
};
