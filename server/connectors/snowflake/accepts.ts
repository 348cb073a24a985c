/**
 * Which filters Snowflake may apply, one row per type class. The conformance suite checks the rows both ways.
 *
 * - Text is compared by its bytes in UTF-8 unless the column declares a collation: then equality finds more, and nothing else goes.
 * - Floats: both sides call NaN equal to itself and greater than all, and -0 equal to 0.
 * - Times finer than microseconds are refused when they are fetched; comparing them is exact.
 * - JSON, geography and the like: only NULL tests go. A JSON null is no NULL on either side.
 */
import type { ColumnInfo, TableInfo } from '../connector.ts';
import {
  blobForm,
  dayForm,
  instantForm,
  isExactNumberType,
  isFloatType,
  isInstantType,
  isSendableText,
  isTruth,
  timeForm,
  timestampForm,
  unendingForm,
} from '../constant-forms.ts';
import { type AtomRules, constantsAreWritable, judgeAtom, textVerdict, type Verdict } from '../judge-atom.ts';
import type { Atom } from '../predicate.ts';
import { isPlainNumber } from '../render-predicate.ts';
import { snowflakeType, type TypeClass } from './types.ts';

/** Whether a constant can be written so that Snowflake means the same by it; classes without an entry take none. */
const writable: Readonly<Partial<Record<TypeClass, (value: string, type: string) => boolean>>> = {
  boolean: isTruth,
  decimal: (value, type) => isExactNumberType(type) && isShortNumber(value),
  float: (value, type) => isFloatType(type) && (isPlainNumber(value) || unendingForm.test(value)),
  date: (value, type) => type === 'DATE' && dayForm.test(value),
  time: (value, type) => type === 'TIME' && timeForm.test(value),
  ntz: (value, type) => type === 'TIMESTAMP' && timestampForm.test(value),
  instant: (value, type) => isInstantType(type) && instantForm.test(value),
  binary: (value, type) => type === 'BLOB' && blobForm.test(value),
  text: (value, type) => type === 'VARCHAR' && isSendableText(value),
};

const isShortNumber = (value: string): boolean => {
  const [, whole = '', fraction = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
  return whole !== '' && whole.length + fraction.length <= 38;
};

/** Letters of a list that may stand in one statement or bind. */
const maxListLetters = 6_000_000;

export const accepts = (atom: Atom, table: TableInfo): Verdict => judgeAtom(atom, table, rules);

const classOf = (column: ColumnInfo): TypeClass => snowflakeType(column.sourceType).class;

const rules: AtomRules = {
  nullTest: () => 'exact',
  constants: constantsAreWritable({ classOf, writable, maxListLetters, each: 8 }),
  columns(kind, left, right) {
    const leftClass = classOf(left);
    if (leftClass !== classOf(right) || writable[leftClass] === undefined) return 'no';
    if (leftClass !== 'text') return 'exact';
    return textVerdict(kind, left.collation === 'binary' && right.collation === 'binary');
  },
};
