/** From a block to what the reader process runs: its rows rendered as CSV records by the types of its columns. Pure. */
import type { BlockRequest, StagedColumn } from '../connector.ts';
import { nativePlan } from './read-plan.ts';
import type { ReadPlan } from './reader-protocol.ts';

export function blockPlan(
  request: BlockRequest,
  encoding: string,
): { plan: ReadPlan; columns: readonly StagedColumn[] } {
  const travelling = request.columns.map(({ name, sourceType }) => ({
    name,
    sourceType,
    type: sourceType,
    nullable: true,
  }));
  return { plan: nativePlan(request.sql, travelling, undefined, encoding).plan, columns: request.columns };
}
