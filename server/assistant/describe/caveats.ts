import type { ColumnOrigin, Run } from '../../../lib/contract/run.ts';
import { formatCount } from '../../../lib/format/number.ts';
import type { ColumnLineage } from './lineage.ts';
import type { KnownTable } from './relations.ts';
import { listed } from './words.ts';

const isFrom = (table: KnownTable, source: ColumnOrigin): boolean =>
  table.connection === source.connection && table.info.schema === source.schema && table.info.name === source.table;

/** Aggregates that count a row again for each of its matches. */
const additive = new Set(['sum', 'avg', 'count']);

const tablesOf = ({ sources }: ColumnLineage, tables: readonly KnownTable[]): KnownTable[] =>
  tables.filter((table) => sources.some((source) => isFrom(table, source)));

/** The tables of an outer join without whose rows the column is NULL; none where it is not, or something stands in. */
function optionalOf(lineage: ColumnLineage, tables: readonly KnownTable[]): KnownTable[] {
  const { expression, aggregate } = lineage;
  const from = tablesOf(lineage, tables);
  const isCovered = /\bcoalesce\s*\(/i.test(expression ?? '') || aggregate === 'count';
  return from.length > 0 && !isCovered && from.every(({ isOptional }) => isOptional) ? from : [];
}

/** Whether the share of NULL in the result says something about the join. */
export const isOptionalColumn = (lineage: ColumnLineage, tables: readonly KnownTable[]): boolean =>
  optionalOf(lineage, tables).length > 0;

/**
 * What a reader of one column should know: NULL by an outer join, sums over multiplied rows, conversions that may fail. `nullShare`: of the rows of
 * the result, where that was counted.
 */
export function columnCaveats(lineage: ColumnLineage, tables: readonly KnownTable[], nullShare?: number): string[] {
  const from = tablesOf(lineage, tables);
  const optional = optionalOf(lineage, tables);
  const caveats: string[] = [];
  if (optional.length > 0) {
    const names = listed(optional.map(nameOf));
    caveats.push(
      nullShare === undefined
        ? `NULL where no row of ${names} matched: the join keeps the other rows.`
        : nullShare === 0
          ? `Of ${names} a row matched everywhere, or stands for several: no row of the result is NULL here.`
          : `NULL in ${percent(nullShare)} of the rows of the result: where no row of ${names} matched, which the join keeps, or the source has none.`,
    );
  }
  const multiplying = tables.filter((table) => table.joinedOn.length > 0 && !from.includes(table) && mayRepeat(table));
  if (lineage.aggregate !== undefined && additive.has(lineage.aggregate) && from.length > 0 && multiplying.length > 0)
    caveats.push(
      `A row counts once for each match in ${listed(multiplying.map(nameOf))}: no unique key there covers the join's condition, so the figure may be too large.`,
    );
  if (/\btry_cast\s*\(/i.test(lineage.expression ?? '')) caveats.push('Values that cannot be converted are NULL.');
  return caveats;
}

/** No declared key of the table is covered by the columns that it is joined on. */
function mayRepeat({ info, joinedOn }: KnownTable): boolean {
  const columns = new Set(joinedOn.map((name) => name.toLowerCase()));
  const keys = [info.primaryKey, ...info.uniqueKeys].filter((key) => key.length > 0);
  return !keys.some((key) => key.every((name) => columns.has(name.toLowerCase())));
}

const percent = (share: number): string =>
  share < 0.01 ? 'less than 1 %' : share > 0.99 && share < 1 ? 'more than 99 %' : `${Math.round(share * 100)} %`;

const nameOf = ({ connection, info }: KnownTable): string => `${connection}.${info.name}`;

/** What concerns the result as a whole. */
export function resultCaveats(run: Run, tables: readonly KnownTable[]): string[] {
  const caveats: string[] = [];
  if (run.truncated) caveats.push(`Only the first ${formatCount(run.rows)} rows were kept: the statement has more.`);
  const capped = run.fetches.filter((fetch) => fetch.capped);
  if (capped.length > 0 && !run.truncated)
    caveats.push(
      `Reading ended early at ${listed(capped.map(({ connection, relation }) => `${connection}.${relation}`))}.`,
    );
  const largest = Math.max(0, ...run.fetches.map(({ rows }) => rows));
  if (tables.length > 1 && !run.truncated && largest > 0 && run.rows > largest * 1.05)
    caveats.push(
      `The join multiplies rows: ${formatCount(run.rows)} in the result, ${formatCount(largest)} in its largest input.`,
    );
  const readAt = run.fetches.flatMap((fetch) => fetch.readAt ?? []).toSorted();
  const [first, last] = [readAt[0], readAt.at(-1)];
  if (first !== undefined && last !== undefined && Date.parse(last) - Date.parse(first) > 60_000)
    caveats.push('The sources were read at times more than a minute apart.');
  return caveats;
}
