/** A fetch's filters before the keys are known: where the keys of other fetches will stand, and what its source reads of its other tables. */
import type { Connector, TableInfo } from '../../connectors/connector.ts';
import type { Atom, Predicate } from '../../connectors/predicate.ts';
import { type Choice, profileOf } from './choose-reducers.ts';
import type { Reduction } from './cost.ts';
import type { KeyReducer } from './key-reducer.ts';
import type { FetchPlan } from './plan-fetches.ts';

export interface FilterShape {
  readonly filters: readonly Predicate[];
  /** Positions in the fetch's `reducers`. */
  readonly keys: readonly number[];
  readonly inside: readonly InsideShape[];
}

export interface InsideShape {
  readonly column: string;
  readonly table: TableInfo;
  readonly key: string;
  readonly expected: Reduction;
  readonly shape: FilterShape;
}

/** The plan of a fetch with the reducers chosen for it, and for what its source reads to apply them. */
export function reducedPlan(
  plan: FetchPlan,
  plans: readonly FetchPlan[],
  chosen: ReadonlyMap<string, Choice>,
  { connector, reducesAlways }: { readonly connector: (id: string) => Connector; readonly reducesAlways: boolean },
): FetchPlan {
  const choice = chosen.get(plan.needs.scan);
  if (choice === undefined) return plan;
  const known = withKnownRows(plan, choice);
  const own = choice.reducers;
  if (own.length === 0) return known;
  const reducers: KeyReducer[] = [];
  const shapeOf = (of: FetchPlan): FilterShape => {
    const ways = chosen.get(of.needs.scan)?.reducers ?? [];
    return {
      filters: of.request?.kind === 'table' ? of.request.filters : [],
      keys: ways.flatMap((reducer) => (reducer.way === 'keys' ? [reducers.push(reducer) - 1] : [])),
      inside: ways.flatMap((reducer) => {
        const source = plans.find(({ needs }) => needs.scan === reducer.source);
        if (reducer.way === 'keys' || source?.request?.kind !== 'table') return [];
        const { table } = source.request;
        return [
          {
            column: reducer.column.name,
            table,
            key: reducer.key.name,
            expected: reducer.expected,
            shape: shapeOf(source),
          },
        ];
      }),
    };
  };
  const shape = shapeOf(plan);
  const texts = own.map((reducer) =>
    reducer.way === 'keys' ? amongKeys(reducer) : `${reducer.column.name} is among ${reducer.label}, at the source`,
  );
  const { request } = plan;
  const sql =
    request?.kind === 'table'
      ? connector(plan.connection).dialect.selectSql({ ...request, filters: filtersOf(shape, () => undefined) })
      : plan.entry.sql;
  return {
    ...known,
    reducers,
    shape,
    ...(reducesAlways ? {} : { profile: profileOf(plan, connector) }),
    entry: { ...known.entry, sql, pushed: [...plan.entry.pushed, ...texts] },
  };
}

/** For people: what the source is asked where it gets the keys. */
export const amongKeys = ({ column, label }: Pick<KeyReducer, 'column' | 'label'>): string =>
  `${column.name} is among the keys of ${label}`;

function withKnownRows(plan: FetchPlan, { signature, knownRows }: Choice): FetchPlan {
  const observationKey = plan.observationKey === undefined ? undefined : signature;
  if (knownRows === undefined) return { ...plan, observationKey };
  const needs = { ...plan.needs, estimatedRows: knownRows };
  return { ...plan, observationKey, needs, knownRows, entry: { ...plan.entry, estimatedRows: knownRows } };
}

/** The filters with keys put in; `keysOf` gives those of a reducer, or nothing where they are not used. */
export function filtersOf(
  shape: FilterShape,
  keysOf: (position: number, table: TableInfo | undefined) => Atom | undefined,
  table?: TableInfo,
): Predicate[] {
  return [
    ...shape.filters,
    ...shape.keys.flatMap((position) => keysOf(position, table) ?? []),
    ...shape.inside.map(
      (inside): Predicate => ({
        kind: 'among',
        column: inside.column,
        table: inside.table,
        key: inside.key,
        filters: filtersOf(inside.shape, keysOf, inside.table),
      }),
    ),
  ];
}
