/**
 * Places of one table that ask their source for the same rows are fetched once. Places are fetched apart so that each can be reduced by its own partners (`read-apart.ts`); where they are reduced
 * alike, as in a correlated subquery beside the query that it belongs to, the rows would come twice. Pure.
 */
import type { Connector } from '../../connectors/connector.ts';
import { tableKey } from '../plan/split-places.ts';
import { filtersOf } from './filter-shape.ts';
import type { KeyReducer } from './key-reducer.ts';
import type { FetchPlan } from './plan-fetches.ts';

/** The plans, each asked for once; `FetchPlan.also` tells whose rows those of a plan are too. */
export function readOnce(plans: readonly FetchPlan[], connector: (id: string) => Connector): FetchPlan[] {
  let all = [...plans];
  // Fetches that are reduced by twins become twins when those are one.
  for (let twins = findTwins(all); twins !== undefined; twins = findTwins(all)) all = merged(all, twins, connector);
  return all;
}

type Twins = readonly [FetchPlan, FetchPlan];

function findTwins(plans: readonly FetchPlan[]): Twins | undefined {
  const seen = new Map<string, FetchPlan>();
  for (const plan of plans) {
    const question = questionOf(plan);
    if (question === undefined) continue;
    const twin = seen.get(question);
    if (twin !== undefined) return [twin, plan];
    seen.set(question, plan);
  }
  return undefined;
}

/** Equal for fetches of one table that bring the same rows, whatever their columns. */
function questionOf({ needs, request, shape, reducers }: FetchPlan): string | undefined {
  const { relation } = needs;
  // A table that is read in one place has no twin.
  if (relation.kind !== 'table' || relation.place === undefined) return undefined;
  if (request?.kind !== 'table' || request.limit !== undefined) return undefined;
  const from = reducers.map(({ source, sourceColumn, computed, column }) => [
    source,
    sourceColumn,
    computed?.sql(String),
    column.name,
  ]);
  // Of tables inside of filters the name is enough; what is expected of a reducer does not change its rows.
  const essential = (key: string, value: unknown): unknown => {
    if (key === 'expected') return undefined;
    return (key === 'table' || key === 'owner') && isTable(value) ? [value.schema, value.name] : value;
  };
  return JSON.stringify([tableKey(relation), request.filters, shape, from], essential);
}

const isTable = (value: unknown): value is { readonly schema: string; readonly name: string } =>
  typeof value === 'object' && value !== null && 'schema' in value && 'name' in value;

/** The plans with the second twin's rows taken from the first one, which brings the columns of both. */
function merged(plans: readonly FetchPlan[], [kept, left]: Twins, connector: (id: string) => Connector): FetchPlan[] {
  const { request } = kept;
  if (request?.kind !== 'table') return [...plans];
  const positions = [...new Set([...kept.positions, ...left.positions])].toSorted((a, b) => a - b);
  const columns = positions.map((position) => request.table.columns[position]).filter((one) => one !== undefined);
  const whole = { ...request, columns };
  const filters = kept.shape === undefined ? request.filters : filtersOf(kept.shape, () => undefined);
  const one: FetchPlan = {
    ...kept,
    request: whole,
    positions,
    needs: { ...kept.needs, columns: positions, filters: [...kept.needs.filters, ...left.needs.filters] },
    also: [...(kept.also ?? []), left.needs.relation, ...(left.also ?? [])],
    entry: {
      ...kept.entry,
      kept: [...new Set([...kept.entry.kept, ...left.entry.kept])],
      sql: connector(kept.connection).dialect.selectSql({ ...whole, filters }),
    },
  };
  const ofOne = <Reducer extends KeyReducer>(reducer: Reducer): Reducer =>
    reducer.source === left.needs.scan ? { ...reducer, source: kept.needs.scan } : reducer;
  return plans
    .filter((plan) => plan !== left)
    .map((plan) => (plan === kept ? one : plan))
    .map((plan) => ({ ...plan, reducers: plan.reducers.map(ofOne) }));
}
