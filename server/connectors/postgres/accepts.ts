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

import type { ColumnInfo, TableInfo } from '../connector.ts';
import { blobForm, isExactNumberType, isFloatType, isTruth, unendingForm } from '../constant-forms.ts';
import { tellingOf } from '../integer-keys.ts';
import { type AtomRules, judgeAtom, type Verdict, type Verdicts, verdictsOf } from '../judge-atom.ts';
import type { Atom } from '../predicate.ts';
import { isPlainNumber } from '../render-predicate.ts';
import { postgresType, type TypeClass } from './types.ts';

interface Row {
  readonly verdicts: Verdicts;
  /** Whether this constant can be written for the server so that it means the same. */
  readonly constant: (value: string, type: string) => boolean;
}

const never: Row = { verdicts: verdictsOf('no'), constant: () => false };
/** Years that PostgreSQL's types hold and that DuckDB writes without `(BC)`. */
const dateText = /^(?:[+-]?infinity|(?!0000)\d{4,6}-\d\d-\d\d)$/;
const timestampText = /^(?:[+-]?infinity|(?!0000)\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?)$/;
const zonedText = /^(?:[+-]?infinity|(?!0000)\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d)*)$/;
const anyText = (value: string) => !value.includes('\0');

export const acceptTable: Readonly<Record<TypeClass, Row>> = {
  boolean: { verdicts: verdictsOf('exact'), constant: isTruth },
  integer: { verdicts: verdictsOf('exact'), constant: (value) => /^-?\d{1,38}$/.test(value) },
  float: {
    verdicts: verdictsOf('exact'),
    constant: (value, type) => isFloatType(type) && (isPlainNumber(value) || unendingForm.test(value)),
  },
  decimal: {
    verdicts: verdictsOf('exact'),
    constant: (value, type) => isExactNumberType(type) && isPlainNumber(value),
  },
  wideDecimal: {
    verdicts: verdictsOf('exact'),
    constant: (value, type) => isExactNumberType(type) && isPlainNumber(value),
  },
  date: { verdicts: verdictsOf('exact'), constant: (value, type) => type === 'DATE' && dateText.test(value) },
  timestamp: {
    verdicts: verdictsOf('exact'),
    constant: (value, type) => type === 'TIMESTAMP' && timestampText.test(value),
  },
  timestamptz: {
    verdicts: verdictsOf('exact'),
    constant: (value, type) => /^TIMESTAMP(?:TZ| WITH TIME ZONE)$/.test(type) && zonedText.test(value),
  },
  time: {
    verdicts: verdictsOf('exact'),
    constant: (value, type) => type === 'TIME' && /^\d\d:\d\d:\d\d(?:\.\d{1,6})?$/.test(value),
  },
  uuid: {
    verdicts: verdictsOf('exact'),
    constant: (value) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
  },
  bytea: { verdicts: verdictsOf('exact'), constant: (value, type) => type === 'BLOB' && blobForm.test(value) },
  text: { verdicts: { ...verdictsOf('exact'), prefix: 'exact' }, constant: anyText },
  padded: {
    verdicts: { equal: 'superset', unequal: 'no', range: 'no', in: 'superset', prefix: 'no' },
    constant: anyText,
  },
  other: { verdicts: { ...verdictsOf('exact'), prefix: 'exact' }, constant: anyText },
  opaque: never,
  timetz: never,
  interval: never,
  json: never,
  array: never,
};

export const accepts = (atom: Atom, table: TableInfo): Verdict => judgeAtom(atom, table, rules);

/** Text of a database that is not in UTF-8: the order of its bytes is another, and it may lack letters of the constant. */
const isUnknownEncoding = (column: ColumnInfo, typeClass: TypeClass) =>
  (typeClass === 'text' || typeClass === 'padded' || typeClass === 'other') && column.collation === undefined;
const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text);
const isNumber = (typeClass: TypeClass) => typeClass === 'decimal' || typeClass === 'wideDecimal';

const rules: AtomRules = {
  nullTest: () => 'exact',
  constants(column, kind, values) {
    const type = postgresType(column.sourceType);
    const row = acceptTable[type.class];
    const isUnknown = isUnknownEncoding(column, type.class);
    const isWritable = tellingOf(values).every(
      ({ value, type: constantType }) =>
        value !== null && row.constant(value, constantType) && (!isUnknown || isAscii(value)),
    );
    if (!isWritable) return 'no';
    if (!isUnknown) return row.verdicts[kind];
    // Neither is it known what the source calls equal.
    return kind === 'equal' || kind === 'in' ? 'superset' : 'no';
  },
  columns(kind, left, right) {
    const leftClass = postgresType(left.sourceType).class;
    const rightClass = postgresType(right.sourceType).class;
    if (leftClass !== rightClass && !(isNumber(leftClass) && isNumber(rightClass))) return 'no';
    if (leftClass === 'padded') return 'no';
    if (leftClass === 'float' && left.type !== right.type) return 'no';
    if (isUnknownEncoding(left, leftClass) || isUnknownEncoding(right, rightClass)) return 'no';
    return acceptTable[leftClass].verdicts[kind];
  },
};
