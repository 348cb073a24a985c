import type { DuckDBConnection } from '@duckdb/node-api';
import type { ChartAnswer, ChartSpec, JsonCell } from '../../lib/contract/result.ts';
import type { ResultColumn } from '../../lib/contract/run.ts';
import { type ColumnKind, columnKind, isNumericKind } from '../../lib/format/column-kind.ts';
import { JoineryError } from '../errors.ts';
import { readBatches } from './read-batches.ts';
import { quoteText } from './result-database.ts';
import { storedName } from './view-sql.ts';

/** Places along x; more values of a number or date are gathered in steps, of a text the largest are shown. */
const MAX_STEPS = 200;
const MAX_CATEGORIES = 40;
const MAX_SERIES = 8;
const MAX_POINTS = 3_000;
const OTHERS = 'all others';

type Read = (sql: string) => Promise<JsonCell[][]>;

const isTime = (kind: ColumnKind): boolean => kind === 'date' || kind === 'timestamp';
const textOf = (cell: JsonCell | undefined): string => (cell === null || cell === undefined ? 'NULL' : String(cell));
const numberOf = (cell: JsonCell | undefined): number | null => {
  const number = cell === null || cell === undefined ? Number.NaN : Number(cell);
  return Number.isFinite(number) ? number : null;
};

/** Computes a chart over `from` (a table with its WHERE); every row counts, however few points come out. */
export async function chartOf(
  connection: DuckDBConnection,
  from: string,
  columns: readonly ResultColumn[],
  spec: ChartSpec,
  signal: AbortSignal,
): Promise<ChartAnswer> {
  const started = performance.now();
  const kindAt = (position: number): ColumnKind => {
    const column = columns[position];
    if (column === undefined) throw new JoineryError('bad_request', `The result has no column ${position}.`);
    return columnKind(column.type);
  };
  const read: Read = async (sql) => {
    const rows: JsonCell[][] = [];
    for await (const batch of readBatches(connection, sql, signal)) rows.push(...batch);
    return rows;
  };
  const needsNumber = spec.kind === 'points' || ['sum', 'avg'].includes(spec.aggregate);
  if (spec.y === undefined && (spec.kind === 'points' || spec.aggregate !== 'count')) {
    throw new JoineryError('bad_request', 'This chart needs a column of numbers for its height.');
  }
  if (spec.y !== undefined && (needsNumber || spec.aggregate !== 'count') && !isNumericKind(kindAt(spec.y))) {
    throw new JoineryError('bad_request', `${columns[spec.y]?.label} holds no numbers.`);
  }
  if (spec.series !== undefined) kindAt(spec.series);
  const kind = kindAt(spec.x);
  const made = spec.kind === 'points' ? await pointsOf(read, from, spec, kind) : await barsOf(read, from, spec, kind);
  return { ...made, ms: Math.round(performance.now() - started) };
}

type Made = Omit<ChartAnswer, 'ms'>;

async function pointsOf(read: Read, from: string, spec: ChartSpec, kind: ColumnKind): Promise<Made> {
  if (!isNumericKind(kind) && !isTime(kind)) {
    throw new JoineryError('bad_request', 'Points need numbers or dates along both sides.');
  }
  const [x, y] = [storedName(spec.x), storedName(spec.y ?? 0)];
  const place = isTime(kind) ? `epoch_ms(${x})` : `CAST(${x} AS DOUBLE)`;
  const finite = isTime(kind) || kind === 'float' ? `isfinite(${x})` : 'true';
  const points = `SELECT ${place} AS x, CAST(${y} AS DOUBLE) AS y FROM (SELECT ${x}, ${y} FROM ${from}) WHERE ${x} IS NOT NULL AND ${finite} AND ${y} IS NOT NULL AND isfinite(CAST(${y} AS DOUBLE))`;
  const rows = await read(`SELECT * FROM (${points}) USING SAMPLE reservoir(${MAX_POINTS} ROWS) REPEATABLE (1)`);
  return {
    series: [''],
    points: rows.map((row) => ({ x: Number(row[0]), y: [numberOf(row[1])] })),
    notes: rows.length < MAX_POINTS ? [] : [`an even sample of ${MAX_POINTS} rows`],
  };
}

interface Steps {
  readonly expression: string;
  readonly note: string | undefined;
}

/** Steps of time in seconds, finest first. */
const timeSteps = [
  ['second', 1],
  ['minute', 60],
  ['hour', 3_600],
  ['day', 86_400],
  ['week', 604_800],
  ['month', 2_629_800],
  ['quarter', 7_889_400],
  ['year', 31_557_600],
  ['decade', 315_576_000],
] as const;

async function stepsOf(read: Read, from: string, x: string, kind: ColumnKind): Promise<Steps> {
  if (!isTime(kind) && !isNumericKind(kind)) return { expression: `CAST(${x} AS VARCHAR)`, note: undefined };
  const number = isTime(kind) ? `epoch(${x})` : `CAST(${x} AS DOUBLE)`;
  const finite = isTime(kind) || kind === 'float' ? ` FILTER (isfinite(${x}))` : '';
  const [bounds = []] = await read(
    `SELECT min(${number})${finite}, max(${number})${finite}, approx_count_distinct(${x}) FROM ${from}`,
  );
  const [low, high, distinct] = [Number(bounds[0] ?? 0), Number(bounds[1] ?? 0), Number(bounds[2] ?? 0)];
  if (isTime(kind)) {
    const isDate = kind === 'date';
    const unit = timeSteps.find(
      ([name, seconds]) => (high - low) / seconds <= MAX_STEPS && !(isDate && seconds < 86_400) && name !== 'second',
    );
    if (distinct <= MAX_STEPS / 4 || unit === undefined) return { expression: x, note: undefined };
    return { expression: `date_trunc('${unit[0]}', ${x})`, note: `by ${unit[0]}` };
  }
  if (distinct <= MAX_STEPS * 0.6) return { expression: x, note: undefined };
  const step = niceStep((high - low) / 50);
  return { expression: `floor(CAST(${x} AS DOUBLE) / ${step}) * ${step}`, note: `in steps of ${step}` };
}

/** 1, 2 or 5 times a power of ten, not smaller than `wanted`. */
export function niceStep(wanted: number): number {
  if (!(wanted > 0) || !Number.isFinite(wanted)) return 1;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5, 10].find((each) => each * power >= wanted * 0.999_999) ?? 10;
  return Number((factor * power).toPrecision(3));
}

async function barsOf(read: Read, from: string, spec: ChartSpec, kind: ColumnKind): Promise<Made> {
  const { expression, note } = await stepsOf(read, from, storedName(spec.x), kind);
  const value = spec.y === undefined ? '' : `CAST(${storedName(spec.y)} AS DOUBLE)`;
  const height =
    spec.aggregate === 'count' ? (value === '' ? 'count(*)' : `count(${value})`) : `${spec.aggregate}(${value})`;
  const names = spec.series === undefined ? undefined : await seriesOf(read, from, storedName(spec.series));
  const group = names === undefined ? "''" : seriesExpression(storedName(spec.series ?? 0), names.shown, names.hasMore);
  const isOrdered = isTime(kind) || isNumericKind(kind);
  // The places to show are chosen by their height without regard to the series: the first in order, or the largest.
  const places = `SELECT ${expression} AS x, ${height} AS h FROM ${from} GROUP BY 1`;
  const limit = isOrdered ? MAX_STEPS * 2 : MAX_CATEGORIES;
  const order = isOrdered ? 'x NULLS LAST' : 'h DESC NULLS LAST, x';
  const chosen = await read(
    `SELECT CAST(x AS VARCHAR), count(*) OVER () FROM (${places}) ORDER BY ${order} LIMIT ${limit}`,
  );
  const all = Number(chosen[0]?.[1] ?? 0);
  const found = await read(
    `WITH places AS MATERIALIZED (SELECT x FROM (${places}) ORDER BY ${order} LIMIT ${limit}),
      heights AS (SELECT ${expression} AS x, ${group} AS s, ${height} AS h FROM ${from} GROUP BY 1, 2)
    SELECT CAST(x AS VARCHAR), s, CAST(h AS DOUBLE) FROM heights WHERE EXISTS (FROM places WHERE places.x IS NOT DISTINCT FROM heights.x)`,
  );
  const series = names === undefined ? [''] : [...names.shown, ...(names.hasMore ? [OTHERS] : [])];
  const heights = new Map<string, (number | null)[]>(
    chosen.map((row) => [textOf(row[0]), new Array<number | null>(series.length).fill(null)]),
  );
  for (const [x, s, h] of found) {
    const at = series.indexOf(textOf(s));
    const line = heights.get(textOf(x));
    if (line !== undefined && at >= 0) line[at] = numberOf(h);
  }
  const left = all - chosen.length;
  const notes = [note, left > 0 ? `${left} more ${isOrdered ? 'steps' : 'values'} are not shown` : undefined];
  return {
    series,
    points: [...heights].map(([x, y]) => ({ x, y })),
    notes: notes.filter((text) => text !== undefined),
  };
}

async function seriesOf(read: Read, from: string, name: string): Promise<{ shown: string[]; hasMore: boolean }> {
  const rows = await read(
    `SELECT coalesce(CAST(${name} AS VARCHAR), 'NULL') AS s, count(*) AS n FROM ${from} GROUP BY 1 ORDER BY n DESC, s LIMIT ${MAX_SERIES + 1}`,
  );
  return { shown: rows.slice(0, MAX_SERIES).map((row) => textOf(row[0])), hasMore: rows.length > MAX_SERIES };
}

function seriesExpression(name: string, shown: readonly string[], hasMore: boolean): string {
  const text = `coalesce(CAST(${name} AS VARCHAR), 'NULL')`;
  if (!hasMore) return text;
  return `CASE WHEN ${text} IN (${shown.map(quoteText).join(', ')}) THEN ${text} ELSE ${quoteText(OTHERS)} END`;
}
