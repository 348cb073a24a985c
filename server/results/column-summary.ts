import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnSummary, JsonCell } from '../../lib/contract/result.ts';
import type { ResultColumn } from '../../lib/contract/run.ts';
import { columnKind, isNumericKind } from '../../lib/format/column-kind.ts';
import { readBatches } from './read-batches.ts';
import { quoteText } from './result-database.ts';
import { storedName } from './view-sql.ts';

/** Up to this many rows, or this many distinct values, values are counted one by one. */
const EXACT_ROWS = 2_000_000;
const EXACT_DISTINCT = 100_000;
const TOP_VALUES = 10;
const BARS = 20;

type Cells = readonly JsonCell[];
type Read = (sql: string) => Promise<JsonCell[][]>;

const counted = (cell: JsonCell | undefined): number => Number(cell ?? 0);
const textOf = (cell: JsonCell | undefined): string => (typeof cell === 'string' ? cell : String(cell ?? ''));
const pair = (row: Cells, at: number): { text: string; value: JsonCell } => ({
  value: row[at] ?? null,
  text: textOf(row[at + 1]),
});
/** The column and, beside it, the text that filters take. */
const both = (expression: string): string => `${expression}, CAST(${expression} AS VARCHAR)`;

/** Figures of one column over `from` (a table with its WHERE). */
export async function summarizeColumn(
  connection: DuckDBConnection,
  from: string,
  column: ResultColumn,
  position: number,
  signal: AbortSignal,
): Promise<ColumnSummary> {
  const started = performance.now();
  const name = storedName(position);
  const kind = columnKind(column.type);
  const read: Read = async (sql) => {
    const rows: JsonCell[][] = [];
    for await (const batch of readBatches(connection, sql, signal)) rows.push(...batch);
    return rows;
  };
  const isNumber = isNumericKind(kind);
  const hasOrder = kind !== 'nested' && kind !== 'json' && kind !== 'blob';
  const extremes = hasOrder ? `, ${both(`min(${name})`)}, ${both(`max(${name})`)}` : ', NULL, NULL, NULL, NULL';
  const mean = isNumber ? `, avg(${kind === 'float' ? `${name}) FILTER (isfinite(${name})` : name})` : ', NULL';
  const [first = []] = await read(
    `SELECT count(*), count(${name}), approx_count_distinct(${hasOrder ? name : `CAST(${name} AS VARCHAR)`})${extremes}${mean} FROM ${from}`,
  );
  const [rows, present, estimate] = [counted(first[0]), counted(first[1]), counted(first[2])];
  const isExact = rows <= EXACT_ROWS || estimate <= EXACT_DISTINCT;
  const frequent = isExact ? await topCounted(read, from, name, hasOrder) : await topEstimated(read, from, name);
  const bars =
    present > 0 && (isNumber || kind === 'date' || kind === 'timestamp') ? await barsOf(read, from, name, column) : [];
  return {
    column: position,
    rows,
    nulls: rows - present,
    distinct: frequent.distinct ?? Math.min(estimate, present),
    isDistinctExact: frequent.distinct !== undefined,
    ...(hasOrder && present > 0 ? { min: pair(first, 3), max: pair(first, 5) } : {}),
    ...(typeof first[7] === 'number' ? { mean: first[7] } : {}),
    top: frequent.top,
    isTopExact: isExact,
    bars,
    ms: Math.round(performance.now() - started),
  };
}

interface Frequent {
  readonly distinct: number | undefined;
  readonly top: ColumnSummary['top'];
}

async function topCounted(read: Read, from: string, name: string, hasOrder: boolean): Promise<Frequent> {
  // Grouping by the values themselves is several times as fast as by their text, which only types without an order need.
  const key = hasOrder ? name : `CAST(${name} AS VARCHAR)`;
  const groups = `SELECT any_value(${name}) AS v, count(*) AS n FROM ${from} GROUP BY ${key} HAVING ${key} IS NOT NULL`;
  const found = await read(
    `SELECT v, CAST(v AS VARCHAR) AS text, n, distinct_values FROM (SELECT v, n, count(*) OVER () AS distinct_values FROM (${groups}) ORDER BY n DESC, CAST(v AS VARCHAR) LIMIT ${TOP_VALUES}) ORDER BY n DESC, text`,
  );
  return {
    distinct: counted(found[0]?.[3]),
    top: found.map((row) => ({ ...pair(row, 0), count: counted(row[2]) })),
  };
}

/** Candidates by an estimate in one pass, then counted exactly in a second one. */
async function topEstimated(read: Read, from: string, name: string): Promise<Frequent> {
  const key = `CAST(${name} AS VARCHAR)`;
  const [candidates] = await read(`SELECT approx_top_k(${key}, ${TOP_VALUES}) FROM ${from}`);
  const list = Array.isArray(candidates?.[0]) ? candidates[0].filter((text) => typeof text === 'string') : [];
  if (list.length === 0) return { distinct: undefined, top: [] };
  const found = await read(
    `SELECT any_value(${name}), ${key} AS text, count(*) AS n FROM (SELECT ${name} FROM ${from}) WHERE ${key} IN (${list.map(quoteText).join(', ')}) GROUP BY ${key} ORDER BY n DESC, text`,
  );
  return { distinct: undefined, top: found.map((row) => ({ ...pair(row, 0), count: counted(row[2]) })) };
}

/** Borders of the column's own type, evenly spread, and the rows between them: what a filter on the bar finds, to the row. */
async function barsOf(read: Read, from: string, name: string, { type }: ResultColumn): Promise<ColumnSummary['bars']> {
  const kind = columnKind(type);
  const isTime = kind === 'date' || kind === 'timestamp';
  const finite = isTime || kind === 'float' ? `isfinite(${name})` : 'true';
  const number = (text: string): string => (isTime ? `epoch_us(${text})` : `CAST(${text} AS DOUBLE)`);
  const back = (text: string): string =>
    isTime ? `TRY_CAST(make_timestamp(CAST(${text} AS BIGINT)) AS ${type})` : `TRY_CAST(${text} AS ${type})`;
  const spread = `lo_n + (hi_n - lo_n) * i / ${BARS}.0`;
  const edges = await read(
    `WITH ends AS (SELECT min(${name}) FILTER (${finite}) AS lo, max(${name}) FILTER (${finite}) AS hi FROM ${from}),
      numbers AS (SELECT lo, hi, ${number('lo')} AS lo_n, ${number('hi')} AS hi_n FROM ends),
      edges AS (SELECT CASE i WHEN 0 THEN lo WHEN ${BARS} THEN hi ELSE ${back(spread)} END AS edge, lo, hi FROM numbers, range(${BARS + 1}) steps(i))
    SELECT DISTINCT edge, CAST(edge AS VARCHAR) AS text FROM edges WHERE edge IS NOT NULL AND edge BETWEEN lo AND hi ORDER BY edge`,
  );
  if (edges.length < 2) return [];
  const literal = (edge: Cells | undefined): string => `CAST(${quoteText(textOf(edge?.[1]))} AS ${type})`;
  const counts = edges.slice(0, -1).map((edge, index) => {
    const isLast = index === edges.length - 2;
    return `count(*) FILTER (${name} >= ${literal(edge)} AND ${name} ${isLast ? '<=' : '<'} ${literal(edges[index + 1])})`;
  });
  const [found = []] = await read(`SELECT ${counts.join(', ')} FROM ${from}`);
  return counts.map((_, index) => ({
    from: pair(edges[index] ?? [], 0),
    to: pair(edges[index + 1] ?? [], 0),
    count: counted(found[index]),
  }));
}
