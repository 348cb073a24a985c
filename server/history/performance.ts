/** Figures for the performance dashboard, aggregated in SQL over the narrow tables of `run-figures.ts`. */
import type {
  ConnectionFigures,
  DayFigures,
  FingerprintFigures,
  PerformanceAnswer,
  PerformanceQuery,
  RunFigures,
} from '../../lib/contract/performance.ts';
import type { Client } from './database.ts';
import { daysBetween } from './days.ts';
import { Prisma } from './generated/client.ts';

const MOST_FINGERPRINTS = 50;
const MOST_RUNS = 20;

interface Row {
  readonly [column: string]: string | number | bigint | null;
}

/** All figures of one query. Percentiles are exact: the smallest time that the given share of successful runs did not exceed. */
export async function readPerformance(client: Client, query: PerformanceQuery): Promise<PerformanceAnswer> {
  const scope = scopeOf(query);
  const [totals] = await client.$queryRaw<Row[]>(groupedSql(scope, Prisma.sql`''`));
  const days = await readDays(client, query, scope);
  return {
    totals: {
      ...outcomesOf(totals),
      ...timesOf(totals),
      fetchedRows: numberOf(totals, 'fetchedRows') ?? 0,
      fetchedBytes: numberOf(totals, 'fetchedBytes') ?? 0,
      ...stagesOf(totals),
    },
    days,
    connections: await readConnections(client, query),
    fingerprints: await readFingerprints(client, scope),
    slowest: await readRuns(client, scope, Prisma.sql`figure."totalMs"`),
    mostRows: await readRuns(client, scope, Prisma.sql`figure."fetchedRows"`),
  };
}

/** Condition on `figure`, a row of RunFigure. */
function scopeOf({ from, to, connection, fingerprint }: PerformanceQuery): Prisma.Sql {
  const conditions = [
    Prisma.sql`figure."startedMs" >= ${BigInt(Date.parse(from))} AND figure."startedMs" < ${BigInt(Date.parse(to))}`,
  ];
  if (fingerprint !== undefined) conditions.push(Prisma.sql`figure."fingerprint" = ${fingerprint}`);
  if (connection !== undefined) {
    conditions.push(
      Prisma.sql`EXISTS (SELECT 1 FROM "RunSourceFigure" AS source WHERE source."runId" = figure."runId" AND source."connection" = ${connection})`,
    );
  }
  return Prisma.join(conditions, ' AND ');
}

/** Counts by outcome, and averages and percentiles of the successful runs, for each value of `key`. */
function groupedSql(
  scope: Prisma.Sql,
  key: Prisma.Sql,
  from: Prisma.Sql = Prisma.sql`"RunFigure" AS figure`,
): Prisma.Sql {
  return Prisma.sql`
    WITH chosen AS MATERIALIZED (
      SELECT ${key} AS "key", figure."outcome" = 'succeeded' AS "ok", figure."outcome", figure."totalMs", figure."queueMs", figure."planMs",
        figure."sourceMs", figure."fetchedRows", figure."fetchedBytes", figure."runId", figure."startedMs"
      FROM ${from} WHERE ${scope}),
    ranked AS (
      SELECT "key", "totalMs", row_number() OVER (PARTITION BY "key" ORDER BY "totalMs") AS "place", count(*) OVER (PARTITION BY "key") AS "of"
      FROM chosen WHERE "ok"),
    percentiles AS (
      SELECT "key", ${percentile(50)} AS "p50Ms", ${percentile(95)} AS "p95Ms", ${percentile(99)} AS "p99Ms" FROM ranked GROUP BY "key")
    SELECT chosen."key", count(*) AS "runs", sum("ok") AS "succeeded", sum("outcome" = 'failed') AS "failed", sum("outcome" = 'cancelled') AS "cancelled",
      avg("totalMs") FILTER (WHERE "ok") AS "averageMs", sum("totalMs") FILTER (WHERE "ok") AS "totalMs", avg("queueMs") FILTER (WHERE "ok") AS "queueMs",
      avg("planMs") FILTER (WHERE "ok") AS "planMs", avg("sourceMs") FILTER (WHERE "ok") AS "sourceMs",
      avg(max(0, "totalMs" - "queueMs" - "planMs" - "sourceMs")) FILTER (WHERE "ok") AS "joinMs",
      sum("fetchedRows") AS "fetchedRows", sum("fetchedBytes") AS "fetchedBytes", max("startedMs") AS "lastMs",
      percentiles."p50Ms", percentiles."p95Ms", percentiles."p99Ms"
    FROM chosen LEFT JOIN percentiles ON percentiles."key" = chosen."key" GROUP BY chosen."key"`;
}

/** Whole numbers stand in the text: bound ones would be divided as fractions. */
const percentile = (percent: 50 | 95 | 99): Prisma.Sql =>
  Prisma.raw(`max(CASE WHEN "place" = ("of" * ${percent} + 99) / 100 THEN "totalMs" END)`);

async function readDays(client: Client, query: PerformanceQuery, scope: Prisma.Sql): Promise<DayFigures[]> {
  const days = daysBetween(query.from, query.to, query.timeZone);
  const values = days.map(({ day, startMs, endMs }) => Prisma.sql`(${day}, ${BigInt(startMs)}, ${BigInt(endMs)})`);
  if (values.length === 0) return [];
  const from = Prisma.sql`(SELECT column1 AS "day", column2 AS "startMs", column3 AS "endMs" FROM (VALUES ${Prisma.join(values)})) AS calendar
    CROSS JOIN "RunFigure" AS figure ON figure."startedMs" >= calendar."startMs" AND figure."startedMs" < calendar."endMs"`;
  const rows = await client.$queryRaw<Row[]>(groupedSql(scope, Prisma.sql`calendar."day"`, from));
  const byDay = new Map(rows.map((row) => [String(row.key), row]));
  return days.map(({ day }) => ({ day, ...outcomesOf(byDay.get(day)), ...timesOf(byDay.get(day)) }));
}

async function readConnections(client: Client, query: PerformanceQuery): Promise<ConnectionFigures[]> {
  const { connection, fingerprint } = query;
  const conditions = [
    Prisma.sql`source."startedMs" >= ${BigInt(Date.parse(query.from))} AND source."startedMs" < ${BigInt(Date.parse(query.to))} AND figure."outcome" = 'succeeded'`,
  ];
  if (connection !== undefined) conditions.push(Prisma.sql`source."connection" = ${connection}`);
  if (fingerprint !== undefined) conditions.push(Prisma.sql`figure."fingerprint" = ${fingerprint}`);
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`
    WITH chosen AS MATERIALIZED (
      SELECT source.* FROM "RunSourceFigure" AS source JOIN "RunFigure" AS figure ON figure."runId" = source."runId" WHERE ${Prisma.join(conditions, ' AND ')}),
    ranked AS (
      SELECT "connection", "ms" AS "totalMs", row_number() OVER (PARTITION BY "connection" ORDER BY "ms") AS "place", count(*) OVER (PARTITION BY "connection") AS "of" FROM chosen),
    percentiles AS (
      SELECT "connection", ${percentile(50)} AS "p50Ms", ${percentile(95)} AS "p95Ms", ${percentile(99)} AS "p99Ms" FROM ranked GROUP BY "connection")
    SELECT chosen."connection", count(*) AS "runs", avg("ms") AS "averageMs", sum("rows") AS "rows", sum("bytes") AS "bytes", avg("serverMs") AS "serverMs",
      avg("sourceQueueMs") AS "sourceQueueMs", sum("bytesBilled") AS "bytesBilled", percentiles."p50Ms", percentiles."p95Ms", percentiles."p99Ms"
    FROM chosen JOIN percentiles ON percentiles."connection" = chosen."connection" GROUP BY chosen."connection" ORDER BY sum("ms") DESC`);
  return rows.map((row) => ({
    connection: String(row.connection),
    runs: numberOf(row, 'runs') ?? 0,
    ...timesOf(row),
    rows: numberOf(row, 'rows') ?? 0,
    bytes: numberOf(row, 'bytes') ?? 0,
    ...present({
      serverMs: numberOf(row, 'serverMs'),
      sourceQueueMs: numberOf(row, 'sourceQueueMs'),
      bytesBilled: numberOf(row, 'bytesBilled'),
    }),
  }));
}

/** Those that took the most time, and the most frequent. */
async function readFingerprints(client: Client, scope: Prisma.Sql): Promise<FingerprintFigures[]> {
  const leading = (order: Prisma.Sql): Prisma.Sql => Prisma.sql`
    SELECT figure."fingerprint" FROM "RunFigure" AS figure WHERE ${scope} GROUP BY figure."fingerprint" ORDER BY ${order} DESC LIMIT ${MOST_FINGERPRINTS}`;
  const chosen = Prisma.sql`figure."fingerprint" IN (SELECT * FROM (${leading(Prisma.sql`sum(figure."totalMs")`)}) UNION SELECT * FROM (${leading(Prisma.sql`count(*)`)}))`;
  const rows = await client.$queryRaw<Row[]>(
    groupedSql(Prisma.sql`${scope} AND ${chosen}`, Prisma.sql`figure."fingerprint"`),
  );
  const keys = rows.map((row) => String(row.key));
  const texts = await client.fingerprint.findMany({ where: { id: { in: keys } } });
  const last = await client.$queryRaw<{ fingerprint: string; runId: string }[]>(
    keys.length === 0
      ? Prisma.sql`SELECT '' AS "fingerprint", '' AS "runId" WHERE 0`
      : Prisma.sql`SELECT figure."fingerprint", figure."runId", max(figure."startedMs") FROM "RunFigure" AS figure
          WHERE ${scope} AND figure."fingerprint" IN (${Prisma.join(keys)}) GROUP BY figure."fingerprint"`,
  );
  return rows
    .map((row) => ({
      fingerprint: String(row.key),
      text: texts.find(({ id }) => id === row.key)?.text ?? '',
      ...outcomesOf(row),
      ...timesOf(row),
      totalMs: numberOf(row, 'totalMs') ?? 0,
      rows: numberOf(row, 'fetchedRows') ?? 0,
      lastRunId: last.find(({ fingerprint }) => fingerprint === row.key)?.runId ?? '',
    }))
    .sort((a, b) => b.totalMs - a.totalMs);
}

async function readRuns(client: Client, scope: Prisma.Sql, order: Prisma.Sql): Promise<RunFigures[]> {
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`
    SELECT figure.*, substr(run."text", 1, 500) AS "text" FROM
      (SELECT * FROM "RunFigure" AS figure WHERE ${scope} ORDER BY ${order} DESC LIMIT ${MOST_RUNS}) AS figure
    JOIN "Run" AS run ON run."id" = figure."runId" ORDER BY ${order} DESC`);
  return rows.map((row) => ({
    runId: String(row.runId),
    text: String(row.text),
    startedAt: new Date(Number(row.startedMs)).toISOString(),
    outcome: String(row.outcome),
    totalMs: numberOf(row, 'totalMs') ?? 0,
    fetchedRows: numberOf(row, 'fetchedRows') ?? 0,
    fetchedBytes: numberOf(row, 'fetchedBytes') ?? 0,
  }));
}

const numberOf = (row: Row | undefined, name: string): number | undefined => {
  const value = row?.[name];
  return value === null || value === undefined ? undefined : Number(value);
};

const outcomesOf = (row: Row | undefined) => ({
  runs: numberOf(row, 'runs') ?? 0,
  succeeded: numberOf(row, 'succeeded') ?? 0,
  failed: numberOf(row, 'failed') ?? 0,
  cancelled: numberOf(row, 'cancelled') ?? 0,
});

const timesOf = (row: Row | undefined) =>
  present({
    averageMs: numberOf(row, 'averageMs'),
    p50Ms: numberOf(row, 'p50Ms'),
    p95Ms: numberOf(row, 'p95Ms'),
    p99Ms: numberOf(row, 'p99Ms'),
  });

function stagesOf(row: Row | undefined) {
  const [queueMs, planMs, sourceMs, joinMs] = ['queueMs', 'planMs', 'sourceMs', 'joinMs'].map((name) =>
    numberOf(row, name),
  );
  if (queueMs === undefined || planMs === undefined || sourceMs === undefined || joinMs === undefined) return {};
  return { stages: { queueMs, planMs, sourceMs, joinMs } };
}

/** Without the parts that are undefined. */
const present = <T extends Record<string, number | undefined>>(figures: T): { [K in keyof T]?: number } =>
  Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: number };
