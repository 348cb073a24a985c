/**
 * Blocks answered in parts, each over a range of the rows of one table: which blocks can be, and how the parts are put together. Shared by the drivers that read large tables over several
 * connections: docs/decisions/0010. Pure.
 */
import type { BlockColumn, BlockOutput, BlockQuery } from './block.ts';
import type { BlockRequest } from './connector.ts';
import { quoted } from './render-predicate.ts';

export interface Parting {
  readonly query: BlockQuery;
  /** Position of the table whose rows are divided: each row of the joined tables has exactly one row of it. */
  readonly source: number;
}

/** The largest table by whose ranges the block could be answered in parts; undefined if it must be answered whole. */
export function partingOf({ query }: BlockRequest): Parting | undefined {
  if (query === undefined || !query.isGrouped || query.limit !== undefined) return undefined;
  const rowsOf = (source: number): number => query.sources[source]?.table.rowEstimate ?? 0;
  // What a left join may have filled with NULLs has no range. The first table is always kept.
  const candidates = query.sources.flatMap(({ join }, index) => (join?.kind === 'left' ? [] : [index]));
  const source = candidates.reduce((most, index) => (rowsOf(index) > rowsOf(most) ? index : most), 0);
  return { query, source };
}

/** Whether all rows of a group are in one range of `column`. Then the parts are the answer. */
export function areGroupsWhole({ query, source }: Parting, column: string): boolean {
  return query.outputs.some(
    ({ value }) => value.kind === 'column' && value.source === source && value.column.name === column,
  );
}

/** Whether groups that are torn apart can be put together again. */
export function canMerge({ query, columns }: BlockRequest): boolean {
  return (
    query?.outputs.every(({ value }, index) => value.kind === 'column' || columns[index]?.merged !== undefined) ?? false
  );
}

/** What each part asks for: a condition on whole groups says nothing of parts of them, and is applied again by the engine. */
export function partQuery({ query }: Parting, isWhole: boolean): BlockQuery {
  return isWhole ? query : { ...query, having: [] };
}

/** `BlockColumn.merged` of counts, sums and extremes. Extremes are compared as the values that they are, not as they travel. */
export function merging(
  { value }: BlockOutput,
  { name, stagedType, type, expression }: BlockColumn,
): string | undefined {
  if (value.kind === 'column') return undefined;
  const staged = quoted(name, '"');
  switch (value.name) {
    case 'countRows':
    case 'count':
    case 'sum':
      return expression === undefined && stagedType === type ? `CAST(sum(${staged}) AS ${type})` : undefined;
    case 'min':
    case 'max':
      return expression === undefined && stagedType === type
        ? `${value.name}(${staged})`
        : `arg_${value.name}(${staged}, CAST(${expression ?? staged} AS ${type}))`;
    default:
      return undefined;
  }
}

/** `BlockColumn.merged` of an average that travels as `sum:count`; `sumText` is DuckDB SQL of the sum's digits, which reads what is written here too. */
export function mergedAverage(staged: string, sumText: (staged: string) => string): string {
  const sum = `sum(CAST(${sumText(staged)} AS HUGEINT))`;
  const count = `sum(CAST(split_part(${staged}, ':', -1) AS HUGEINT))`;
  return `CASE WHEN count(${staged}) > 0 THEN CAST(${sum} AS VARCHAR) || ':' || CAST(${count} AS VARCHAR) END`;
}
