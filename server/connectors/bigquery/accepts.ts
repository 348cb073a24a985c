/**
 * Which filters BigQuery may apply, one row per type class. The conformance suite checks the rows both ways.
 *
 * - Text is compared by its code points, as bytes of UTF-8 are; a column under `und:ci` ignores case, so equality finds more and nothing else goes.
 * - Floats: BigQuery calls NaN unequal to everything and neither less nor greater; DuckDB calls it the greatest. `>` is therefore sent as
 *   `NOT <=`, which keeps NaN; NaN and infinities as constants, and two columns, are not sent.
 * - Numbers of more digits than here may be refused when fetched; comparing them is exact.
 * - JSON, GEOGRAPHY, INTERVAL, RANGE and STRUCT: only NULL tests go; of ARRAY nothing.
 */
import type { ColumnInfo, TableInfo } from '../connector.ts';
import {
  blobForm,
  dayForm,
  instantForm,
  isExactNumberType,
  isFloatType,
  isInstantType,
  isIntegerType,
  isSendableText,
  isTruth,
  timeForm,
  timestampForm,
} from '../constant-forms.ts';
import { type AtomRules, constantsAreWritable, judgeAtom, textVerdict, type Verdict } from '../judge-atom.ts';
import type { Atom } from '../predicate.ts';
import { isPlainNumber } from '../render-predicate.ts';
import { type BigqueryType, type TypeClass, typeOfText } from './types.ts';

const isInt64 = (text: string): boolean =>
  /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
/** Digits that BIGNUMERIC surely holds. */
const isBignumeric = (value: string): boolean => /^-?\d{1,38}(?:\.\d{1,38})?$/.test(value);

/** Whether a constant can be written so that BigQuery means the same by it; classes without an entry take none. */
const writable: Readonly<Partial<Record<TypeClass, (value: string, type: string) => boolean>>> = {
  boolean: isTruth,
  integer: (value, type) => isIntegerType(type) && isInt64(value),
  float: (value, type) => isFloatType(type) && isPlainNumber(value),
  decimal: (value, type) => isExactNumberType(type) && isBignumeric(value),
  wideDecimal: (value, type) => isExactNumberType(type) && isBignumeric(value),
  date: (value, type) => type === 'DATE' && dayForm.test(value),
  datetime: (value, type) => type === 'TIMESTAMP' && timestampForm.test(value),
  timestamp: (value, type) => isInstantType(type) && instantForm.test(value),
  time: (value, type) => type === 'TIME' && timeForm.test(value),
  bytes: (value, type) => type === 'BLOB' && blobForm.test(value),
  text: (value, type) => type === 'VARCHAR' && isSendableText(value),
};

/** Bytes of a list that may stand in one request: the API takes some 10 MB. */
const maxListLetters = 6_000_000;

export const accepts = (atom: Atom, table: TableInfo): Verdict => judgeAtom(atom, table, rules);

export const columnType = (column: ColumnInfo): BigqueryType | undefined => typeOfText(column.sourceType);
const classOf = (column: ColumnInfo): TypeClass | undefined => columnType(column)?.class;
const isNumber = (one: TypeClass) => one === 'integer' || one === 'decimal' || one === 'wideDecimal';

const rules: AtomRules = {
  // A view may give a NULL array, which arrives as an empty one.
  nullTest: (column) => (classOf(column) === 'array' ? 'no' : 'exact'),
  constants: constantsAreWritable({ classOf, writable, maxListLetters, each: 12 }),
  columns(kind, left, right) {
    const leftClass = classOf(left);
    const rightClass = classOf(right);
    if (leftClass === undefined || rightClass === undefined) return 'no';
    if (isNumber(leftClass) && isNumber(rightClass)) return 'exact';
    if (leftClass !== rightClass || writable[leftClass] === undefined || leftClass === 'float') return 'no';
    if (leftClass !== 'text') return 'exact';
    return textVerdict(kind, left.collation === 'binary' && right.collation === 'binary');
  },
};
