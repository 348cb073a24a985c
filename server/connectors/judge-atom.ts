/**
 * Which part of an atom a dialect has to judge: NULL tests, constants of a kind of comparison, or two columns. The shape is the same for every SQL
 * source; the verdicts are the dialect's. Pure.
 */
import type { ColumnInfo, Dialect, TableInfo } from './connector.ts';
import { listLetters } from './constant-forms.ts';
import { tellingOf } from './integer-keys.ts';
import type { Atom, ComparisonOperator, Constant } from './predicate.ts';

export type Verdict = ReturnType<Dialect['accepts']>;
export type ComparisonKind = 'equal' | 'unequal' | 'range' | 'in' | 'prefix';

/** One verdict for each kind of comparison. */
export type Verdicts = Readonly<Record<ComparisonKind, Verdict>>;

/** The same for every kind but prefixes, which are those of texts. */
export const verdictsOf = (verdict: Verdict): Verdicts => ({
  equal: verdict,
  unequal: verdict,
  range: verdict,
  in: verdict,
  prefix: 'no',
});

export interface AtomRules {
  nullTest(column: ColumnInfo): Verdict;
  constants(column: ColumnInfo, kind: ComparisonKind, values: readonly Constant[]): Verdict;
  columns(kind: ComparisonKind, left: ColumnInfo, right: ColumnInfo): Verdict;
}

/** A column that the table does not have is never sent. */
export function judgeAtom(atom: Atom, table: TableInfo, rules: AtomRules): Verdict {
  const find = (name: string) => table.columns.find((column) => column.name === name);
  if (atom.kind === 'columns') {
    const left = find(atom.left);
    const right = find(atom.right);
    return left === undefined || right === undefined ? 'no' : rules.columns(kindOf(atom.operator), left, right);
  }
  const column = find(atom.column);
  if (column === undefined) return 'no';
  switch (atom.kind) {
    case 'isNull':
    case 'isNotNull':
      return rules.nullTest(column);
    case 'comparison':
      return rules.constants(column, kindOf(atom.operator), [atom.value]);
    case 'in':
      return rules.constants(column, 'in', atom.values);
    case 'between':
      return rules.constants(column, 'range', [atom.low, atom.high]);
    case 'prefix':
      return rules.constants(column, 'prefix', [{ type: 'VARCHAR', value: atom.prefix }]);
  }
}

const kindOf = (operator: ComparisonOperator): ComparisonKind =>
  operator === '=' ? 'equal' : operator === '<>' ? 'unequal' : 'range';

/** For texts that are compared by their bytes, and for texts under another collation: there equality finds more, and nothing else may go. */
export function textVerdict(kind: ComparisonKind, areBinary: boolean): Verdict {
  if (areBinary) return 'exact';
  return kind === 'equal' || kind === 'in' ? 'superset' : 'no';
}

export interface WritableRules<Class extends string> {
  classOf(column: ColumnInfo): Class | undefined;
  /** Whether a constant can be written so that the source means the same by it; classes without an entry take none. */
  readonly writable: Readonly<Partial<Record<Class, (value: string, type: string) => boolean>>>;
  /** Letters of a list that may stand in one statement, request or bind, with `each` for the quotes and commas of a value. */
  readonly maxListLetters: number;
  readonly each: number;
}

/** `AtomRules.constants` of a source for which all kinds of comparison of a class are alike, but those of texts under a collation. */
export const constantsAreWritable =
  <Class extends string>({ classOf, writable, maxListLetters, each }: WritableRules<Class>): AtomRules['constants'] =>
  (column, kind, values) => {
    const typeClass = classOf(column);
    const isWritable = typeClass === undefined ? undefined : writable[typeClass];
    if (isWritable === undefined || (kind === 'in' && listLetters(values, each) > maxListLetters)) return 'no';
    if (kind === 'prefix' && typeClass !== 'text') return 'no';
    if (!tellingOf(values).every(({ value, type }) => value !== null && isWritable(value, type))) return 'no';
    return typeClass === 'text' ? textVerdict(kind, column.collation === 'binary') : 'exact';
  };
