/** Filters that are true for exactly the rows for which DuckDB finds an atom true, where the atom itself keeps more (`accepts.ts`). Pure. */
import type { ColumnInfo, TableInfo } from '../connector.ts';
import type { Atom, Constant, Predicate } from '../predicate.ts';
import { accepts, type ZeroDates } from './accepts.ts';
import { declaredType } from './answer.ts';

/** Longer lists would be compared one by one. */
const MOST_VALUES = 20;

type AcceptsLike = (column: ColumnInfo, fragments: readonly string[]) => 'exact' | 'superset' | 'no';

export function exactForm(
  atom: Atom,
  table: TableInfo,
  zeroDates: ZeroDates,
  acceptsLike: AcceptsLike,
): Predicate | undefined {
  if (atom.kind === 'columns') return undefined;
  const column = table.columns.find(({ name }) => name === atom.column);
  if (column === undefined) return undefined;
  const verdict = accepts(atom, table, zeroDates);
  const { valueClass } = declaredType(column);
  if (valueClass === 'text') return byBytes(atom, verdict === 'superset' ? [atom] : [], column, acceptsLike);
  const isDated = ['date', 'datetime', 'timestamp'].includes(valueClass);
  return isDated && verdict === 'superset' && zeroDates === 'refuse' ? withoutZeroDates(atom) : undefined;
}

/** The bytes themselves, behind the server's own comparison where that can use an index. */
function byBytes(
  atom: Exclude<Atom, { kind: 'columns' }>,
  before: readonly Predicate[],
  column: ColumnInfo,
  acceptsLike: AcceptsLike,
): Predicate | undefined {
  const like = (fragments: readonly string[]): Predicate | undefined =>
    acceptsLike(column, fragments) === 'exact' ? { kind: 'like', column: column.name, fragments } : undefined;
  const guarded = (found: Predicate | undefined): Predicate | undefined =>
    found && (before.length === 0 ? found : { kind: 'and', all: [...before, found] });
  const equal = ({ type, value }: Constant) => (type === 'VARCHAR' && value !== null ? like([value]) : undefined);
  switch (atom.kind) {
    case 'comparison': {
      const found = equal(atom.value);
      if (atom.operator === '<>') return found && { kind: 'not', not: found };
      return atom.operator === '=' ? guarded(found) : undefined;
    }
    case 'in': {
      const any = atom.values
        .slice(0, MOST_VALUES + 1)
        .map(equal)
        .filter((found) => found !== undefined);
      return any.length === 0 || any.length < atom.values.length || any.length > MOST_VALUES
        ? undefined
        : guarded({ kind: 'or', any });
    }
    case 'prefix':
      return guarded(like([atom.prefix, '']));
    default:
      return undefined;
  }
}

/** Zero dates lie before all others: what has a lower bound leaves them out by itself. */
function withoutZeroDates(atom: Exclude<Atom, { kind: 'columns' }>): Predicate | undefined {
  if (atom.kind === 'between') return atom;
  if (atom.kind !== 'comparison') return undefined;
  if (atom.operator === '>' || atom.operator === '>=') return atom;
  if (atom.operator !== '<' && atom.operator !== '<=') return undefined;
  const first = firstOf[atom.value.type];
  if (first === undefined) return undefined;
  const { type } = atom.value;
  return {
    kind: 'and',
    all: [atom, { kind: 'comparison', column: atom.column, operator: '>=', value: { type, value: first } }],
  };
}

/** Of each type the first value that is no zero date. */
const firstOf: Readonly<Record<string, string>> = {
  DATE: '0001-01-01',
  TIMESTAMP: '0001-01-01 00:00:00',
};
