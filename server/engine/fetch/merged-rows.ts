/** A block that came in parts (ranges of a table over several connections): its groups are put together before anything reads them. */
import type { BlockColumn } from '../../connectors/block.ts';
import { quoteIdentifier } from '../duckdb.ts';
import type { FetchPlan } from '../reduce/plan-fetches.ts';
import { stagedName } from './staging.ts';

/**
 * `rows` (SQL of the staged rows) with one row for each group, under the same staged names. Groups are those of the values as they are, not as they travel; which of
 * the forms of a value is kept does not matter.
 */
export function mergedRows(
  scan: string,
  { request, positions }: Pick<FetchPlan, 'request' | 'positions'>,
  rows: string,
): string {
  if (request?.kind !== 'block') throw new Error(`The stream of ${scan} is no block`);
  const columns = request.columns.map((column, index) => {
    const name = quoteIdentifier(stagedName(scan, positions[index] ?? index));
    const staged = `parts.${name}`;
    const over = (sql: string): string => sql.replaceAll(quoteIdentifier(column.name), staged);
    return { column, name, staged, over, isKey: request.query?.outputs[index]?.value.kind === 'column' };
  });
  const list = columns.map(({ column, name, staged, over, isKey }) =>
    isKey ? `${keyed(column) ? `first(${staged})` : staged} AS ${name}` : `${over(mergingOf(column))} AS ${name}`,
  );
  const keys = columns.flatMap(({ column, staged, over, isKey }) =>
    isKey ? [keyed(column) ? `CAST(${over(column.expression ?? '')} AS ${column.type})` : staged] : [],
  );
  const grouping = keys.length === 0 ? '' : ` GROUP BY ${keys.join(', ')}`;
  return `(SELECT ${list.join(', ')} FROM ${rows} AS parts${grouping})`;
}

const keyed = ({ expression }: BlockColumn): boolean => expression !== undefined;

function mergingOf({ name, merged }: BlockColumn): string {
  if (merged === undefined) throw new Error(`Parts of ${name} cannot be put together`);
  return merged;
}
