import type { Connector, FetchRequest } from '../../connectors/connector.ts';
import type { Atom, Predicate } from '../../connectors/predicate.ts';
import { fetchTime, KEY_TRAVEL, type Reduction } from './cost.ts';
import { isUnique } from './estimate.ts';
import { type FilterShape, filtersOf } from './filter-shape.ts';
import { takesLongList } from './key-limits.ts';
import type { FetchPlan } from './plan-fetches.ts';

/** Keys of a list that the ledger shows. */
const SHOWN_KEYS = 5;
/** Letters of all keys together: servers refuse statements that are too long (MariaDB's limit is 16 MiB unless changed). */
const MOST_LETTERS = 4_000_000;

export interface ReducedFetch {
  readonly plan: FetchPlan;
  /** For the ledger, where the text sent holds thousands of keys. */
  readonly shownSql?: string;
  /** Positions among `plan.reducers` of those whose keys are sent. */
  readonly used: ReadonlySet<number>;
}

/**
 * A fetch plan with the keys of other fetches as filters: those that the source may apply, and that still pay now that they are counted. `keys` are in the order of
 * `plan.reducers`.
 */
export function reduceByKeys(
  plan: FetchPlan,
  atoms: readonly Atom[],
  connector: (id: string) => Connector,
): ReducedFetch {
  const { request, shape } = plan;
  if (shape === undefined || request === undefined) return { plan, used: new Set() };
  const { dialect } = connector(plan.connection);
  const keys = atoms.map((atom, index) => {
    const column = plan.reducers[index]?.column;
    return column !== undefined && takesLongList(dialect, request, column) ? atom : bounded(atom);
  });
  if (request.kind === 'block') return reduceBlock(plan, keys, connector);
  if (request.kind !== 'table') return { plan, used: new Set() };
  const chosen = paying(plan, shape, keys);
  const used = new Set<number>();
  const filters = (shown: (atom: Atom) => Atom) =>
    filtersOf(
      chosen,
      (position, table) => {
        const atom = keys[position];
        if (atom === undefined || dialect.accepts(atom, table ?? request.table) === 'no') return undefined;
        if (atom.kind !== 'isNotNull') used.add(position);
        return shown(atom);
      },
      request.table,
    );
  const sent = filters((atom) => atom);
  const sql = dialect.selectSql({ ...request, filters: filters(shorten) });
  return {
    plan: {
      ...plan,
      request: { ...request, filters: sent },
      needs: { ...plan.needs, estimatedRows: estimate(plan, sent) },
    },
    shownSql: withNotes(sql, keys, used),
    used,
  };
}

/** A block takes keys of its groups as a condition on the rows that it groups. */
function reduceBlock(plan: FetchPlan, keys: readonly Atom[], connector: (id: string) => Connector): ReducedFetch {
  const { relation } = plan.needs;
  const block = connector(plan.connection).dialect.block;
  const used = new Set<number>();
  if (relation.kind !== 'block' || relation.query === undefined || block === undefined) return { plan, used };
  const { query } = relation;
  // Of its outputs only those that are read.
  const asked = plan.request?.kind === 'block' ? (plan.request.query ?? query) : query;
  const render = (shown: (atom: Atom) => Atom) => {
    const where = plan.reducers.flatMap(({ target }, index) => {
      const value = query.outputs[target]?.value;
      const atom = keys[index];
      if (value?.kind !== 'column' || atom === undefined || atom.kind === 'columns') return [];
      const { source } = value;
      used.add(index);
      return [{ kind: 'atom', source, atom: shown(atom) as Exclude<Atom, { kind: 'columns' }> } as const];
    });
    return block.render({ ...asked, where: [...asked.where, ...where] });
  };
  const [sent, shown] = [render((atom) => atom), render(shorten)];
  if ('refused' in sent || 'refused' in shown) return { plan, used: new Set() };
  const request: FetchRequest = { kind: 'block', sql: sent.sql, columns: sent.columns };
  return { plan: { ...plan, request }, shownSql: withNotes(shown.sql, keys, used), used };
}

/** Without the keys (of the fetch itself) that cost more than they save. */
function paying(plan: FetchPlan, shape: FilterShape, keys: readonly Atom[]): FilterShape {
  const { profile } = plan;
  if (profile === undefined) return shape;
  const others = shape.inside.map(({ expected }) => expected);
  let kept = [...shape.keys];
  const reductions = (positions: readonly number[]): Reduction[] => [
    ...others,
    ...positions.flatMap((position) => counted(plan, position, keys[position]) ?? []),
  ];
  for (const position of shape.keys) {
    const without = kept.filter((other) => other !== position);
    if (fetchTime(profile, reductions(without)) < fetchTime(profile, reductions(kept))) kept = without;
  }
  return { ...shape, keys: kept };
}

/** What was expected of a reducer, corrected by the number of its keys. */
function counted(plan: FetchPlan, position: number, atom: Atom | undefined): Reduction | undefined {
  const reducer = plan.reducers[position];
  if (reducer === undefined || atom === undefined) return undefined;
  const { expected, column } = reducer;
  const { relation } = plan.needs;
  if (atom.kind !== 'in') return { share: 1, keys: 0, arrival: 0, isByKey: false, isInOrder: false };
  const keys = atom.values.length;
  const isKey = relation.kind === 'table' && isUnique(relation.table, column.name);
  const share = isKey
    ? keys / Math.max(1, plan.profile?.baseRows ?? 1)
    : expected.share * (keys / Math.max(1, expected.keys));
  return { ...expected, share: Math.min(1, share), keys, arrival: keys * KEY_TRAVEL };
}

/** The atom, or one that keeps everything but NULL in place of a list that is too long to send. */
function bounded(atom: Atom): Atom {
  if (atom.kind !== 'in') return atom;
  const letters = atom.values.reduce((sum, { value }) => sum + (value?.length ?? 0) + 3, 0);
  return letters <= MOST_LETTERS ? atom : { kind: 'isNotNull', column: atom.column };
}

const shorten = (atom: Atom): Atom =>
  atom.kind === 'in' ? { ...atom, values: atom.values.slice(0, SHOWN_KEYS) } : atom;

function withNotes(sql: string, keys: readonly Atom[], used: ReadonlySet<number>): string {
  const notes = keys.flatMap((atom, position) =>
    used.has(position) && atom.kind === 'in' && atom.values.length > SHOWN_KEYS
      ? [`${atom.column}: ${atom.values.length} keys were sent, the first ${SHOWN_KEYS} are shown`]
      : [],
  );
  return notes.length === 0 ? sql : `${sql}\n-- ${notes.join('; ')}`;
}

/** At least as many rows as keys; a table's own key has at most one row a key. */
function estimate({ needs }: FetchPlan, filters: readonly Predicate[]): number | undefined {
  const { relation, estimatedRows } = needs;
  if (estimatedRows === undefined || relation.kind !== 'table') return estimatedRows;
  const counts = filters.map((filter) => {
    if (filter.kind !== 'in') return estimatedRows;
    return isUnique(relation.table, filter.column)
      ? filter.values.length
      : Math.max(filter.values.length, estimatedRows / 10);
  });
  return Math.max(1, Math.min(estimatedRows, ...counts));
}
