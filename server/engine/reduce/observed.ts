/** What earlier runs saw: a fetch made before is expected to bring what it brought then, whatever the source's own statistics say. */
import { createHash } from 'node:crypto';
import type { Fetch } from '../../../lib/contract/run.ts';
import type { Connector } from '../../connectors/connector.ts';
import type { Observation, Observations } from '../engine.ts';
import type { FetchPlan } from './plan-fetches.ts';

/** Replaces the estimates of fetches that were made before. */
export async function withObserved(
  plans: readonly FetchPlan[],
  connector: (id: string) => Connector,
  observations: Observations | undefined,
): Promise<FetchPlan[]> {
  const keyed = plans.map((plan) => ({ ...plan, observationKey: keyOf(plan, connector) }));
  const keys = keyed.flatMap(({ observationKey }) => observationKey ?? []);
  if (observations === undefined || keys.length === 0) return keyed;
  const rows = await observations.rowsOf(keys);
  const rowsByKey = new Map(keys.map((key, index) => [key, rows[index]]));
  return keyed.map((plan) => {
    const estimatedRows = plan.observationKey === undefined ? undefined : rowsByKey.get(plan.observationKey);
    if (estimatedRows === undefined) return plan;
    return {
      ...plan,
      isObserved: true,
      needs: { ...plan.needs, estimatedRows },
      entry: { ...plan.entry, estimatedRows },
    };
  });
}

/** What a run saw of its fetches, each under a key that tells what reduced it too. One that ended early says nothing about the next run. */
export function observedIn(
  fetches: readonly { readonly plan: FetchPlan; readonly entry: { readonly snapshot: Fetch } }[],
): Observation[] {
  return fetches.flatMap(({ plan, entry: { snapshot } }) => {
    // Its key says what reduces it: where that was not sent in the end, what came belongs to another question.
    const isAsPlanned = !(snapshot.reducers ?? []).some(({ form }) => form === 'none');
    // What is read in place is read only as far as the statement needs: count(*) of a Parquet file takes no row, LIMIT a few.
    const isWhole = snapshot.status === 'done' && !snapshot.capped && snapshot.isInPlace !== true && isAsPlanned;
    return isWhole && plan.observationKey !== undefined ? [{ key: plan.observationKey, rows: snapshot.rows }] : [];
  });
}

/** Same connection, same rows asked for; which columns does not matter, what is kept here does. */
function keyOf(plan: FetchPlan, connector: (id: string) => Connector): string | undefined {
  const { request } = plan;
  if (request === undefined) return undefined;
  const sql =
    request.kind === 'table'
      ? connector(plan.connection).dialect.selectSql({ ...request, columns: [] })
      : JSON.stringify([request.sql, request.kind === 'native' ? request.parameters : []]);
  return digestOf([plan.connection, plan.relationName, sql, plan.entry.kept]);
}

export const digestOf = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
