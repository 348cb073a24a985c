/** What sources expect themselves of large tables under filters: their statistics know the values, of which the form of a filter tells nothing. */
import type { Connector, FetchRequest } from '../../connectors/connector.ts';
import { tablesIn } from '../../connectors/tables-in.ts';
import type { FetchPlan } from './plan-fetches.ts';

/** Rows that a source expects of one of its statements; undefined where it cannot tell, or not soon. */
export type SourceRows = (connection: string, sql: string) => Promise<number | undefined>;

/** Of smaller tables a wrong guess costs less than the question. */
const LARGE_ROWS = 250_000;

/** Replaces the estimates of large filtered tables that were never fetched so. */
export async function withAsked(
  plans: readonly FetchPlan[],
  connector: (id: string) => Connector,
  sourceRows: SourceRows,
): Promise<FetchPlan[]> {
  if (plans.length < 2) return [...plans];
  return Promise.all(
    plans.map(async (plan): Promise<FetchPlan> => {
      const { request, needs } = plan;
      if (plan.isObserved === true || plan.entry.kept.length > 0 || !isWorthAsking(request)) return plan;
      const sql = connector(plan.connection).dialect.selectSql({ ...request, columns: [] });
      const rows = await sourceRows(plan.connection, sql);
      if (rows === undefined) return plan;
      const estimatedRows = Math.max(1, Math.round(rows));
      return { ...plan, needs: { ...needs, estimatedRows }, entry: { ...plan.entry, estimatedRows } };
    }),
  );
}

function isWorthAsking(request: FetchRequest | undefined): request is Extract<FetchRequest, { kind: 'table' }> {
  if (request?.kind !== 'table' || request.filters.length === 0) return false;
  // The estimate is that of the table's own filters; what other tables leave of it is judged by itself.
  return (request.table.rowEstimate ?? 0) >= LARGE_ROWS && request.filters.flatMap(tablesIn).length === 0;
}
