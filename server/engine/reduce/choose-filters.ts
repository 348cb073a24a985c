/**
 * Step 5: which filters a source may apply. Everything chosen keeps a superset of the rows that the statement needs; DuckDB evaluates all filters again, so
 * a filter that is not chosen costs time, never rightness.
 */
import type { Dialect, TableInfo } from '../../connectors/connector.ts';
import type { Atom, Predicate } from '../../connectors/predicate.ts';

type Verdict = 'exact' | 'superset' | 'no';

/** Whether a source keeps at least (or exactly) the right rows by `predicate`. */
export function judge(predicate: Predicate, dialect: Dialect, table: TableInfo): Verdict {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return weakest(
        (predicate.kind === 'and' ? predicate.all : predicate.any).map((part) => judge(part, dialect, table)),
      );
    case 'not':
      return judge(predicate.not, dialect, table) === 'exact' ? 'exact' : 'no';
    case 'among':
      return 'superset';
    case 'lacking':
      return 'exact';
    case 'like': {
      const column = table.columns.find(({ name }) => name === predicate.column);
      return column === undefined ? 'no' : (dialect.acceptsLike?.(column, predicate.fragments) ?? 'no');
    }
    default:
      return dialect.accepts(predicate satisfies Atom, table);
  }
}

const weakest = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes('no') ? 'no' : verdicts.includes('superset') ? 'superset' : 'exact';

/**
 * The part of `predicate` that may go: all of it, or of an AND those members that may. Undefined if nothing may. In an OR all members must have a part
 * that may go.
 */
export function pushablePart(predicate: Predicate, dialect: Dialect, table: TableInfo): Predicate | undefined {
  if (judge(predicate, dialect, table) !== 'no') return predicate;
  if (predicate.kind === 'and') {
    const all = predicate.all.map((part) => pushablePart(part, dialect, table)).filter((part) => part !== undefined);
    return all.length === 0 ? undefined : all.length === 1 ? all[0] : { kind: 'and', all };
  }
  if (predicate.kind === 'or') {
    const any = predicate.any.map((part) => pushablePart(part, dialect, table));
    return any.some((part) => part === undefined) ? undefined : { kind: 'or', any: any as Predicate[] };
  }
  return undefined;
}

/**
 * Filters for a relation that is read in one or more places of the plan: a row is needed if every filter of any one place holds. One place: its filters as
 * they are. Several: their OR, which exists only if each place has at least one pushable filter.
 */
export function mergePlaces(places: readonly (readonly Predicate[])[]): readonly Predicate[] {
  const [only, ...others] = places;
  if (only === undefined) return [];
  if (others.length === 0) return only;
  if (places.some((place) => place.length === 0)) return [];
  const keys = places.map((place) => JSON.stringify(place));
  if (new Set(keys).size === 1) return only;
  return [
    {
      kind: 'or',
      any: places.map((all) => (all.length === 1 && all[0] !== undefined ? all[0] : { kind: 'and', all })),
    },
  ];
}
