/** Figures for the performance dashboard, aggregated over the narrow copies of the runs (`figures/`). */
import type {
  ConnectionFigures,
  DayFigures,
  FingerprintFigures,
  PerformanceAnswer,
  PerformanceQuery,
  PersonFigures,
  RunFigures,
  Stages,
} from '../../lib/contract/performance.ts';
import { readableFingerprint } from '../../lib/sql/fingerprint-text.ts';
import { daysBetween } from './days.ts';
import type { Reader, Row } from './figures/figure-store.ts';
import { fingerprintHex, OUTCOMES } from './figures/figure-tables.ts';
import { dayIndex, measures, percentiles, type Scope, scopeOf, stages, totalOfSucceeded } from './figures/scope.ts';

const MOST_FINGERPRINTS = 50;
const MOST_RUNS = 20;
const MOST_PEOPLE = 100;
/** Characters of a statement in the lists of runs. */
const LONGEST_TEXT = 500;

/** All figures of one query. Percentiles are exact: the smallest time that the given share of successful runs did not exceed. */
export async function readPerformance(reader: Reader, query: PerformanceQuery): Promise<PerformanceAnswer> {
  const scope = scopeOf(query);
  if (scope.prepare === undefined) return answerOf(reader, query, scope);
  await reader.rows(scope.prepare, scope.values);
  try {
    return await answerOf(reader, query, scope);
  } finally {
    await reader.rows('DROP TABLE chosen');
  }
}

async function answerOf(reader: Reader, query: PerformanceQuery, scope: Scope): Promise<PerformanceAnswer> {
  const all = await readTotals(reader, scope);
  return {
    totals: all.totals,
    days: await readDays(reader, query, scope),
    connections: await readConnections(reader, scope),
    fingerprints: await readFingerprints(reader, scope),
    people: await readPeople(reader, scope, all),
    slowest: await readRuns(reader, scope, 'totalMs'),
    mostRows: await readRuns(reader, scope, 'fetchedRows'),
  };
}

interface Totals {
  readonly totals: PerformanceAnswer['totals'];
  /** Time of all successful runs. */
  readonly totalMs: number;
}

async function readTotals(reader: Reader, { runs }: Scope): Promise<Totals> {
  const [row] = await reader.rows(
    `SELECT ${measures}, ${totalOfSucceeded} AS "sumMs", sum("fetchedRows") AS "fetchedRows", sum("fetchedBytes") AS "fetchedBytes" ${runs}`,
  );
  // A pass of its own: a condition on each of so many averages costs more than their sums.
  const [stagesRow] = await reader.rows(
    `SELECT ${stages} ${runs} AND "outcome" = 0 GROUP BY "waitMs" IS NULL ORDER BY "waitMs" IS NULL LIMIT 1`,
  );
  const totals = {
    ...outcomesOf(row),
    ...timesOf(row),
    fetchedRows: numberOf(row, 'fetchedRows') ?? 0,
    fetchedBytes: numberOf(row, 'fetchedBytes') ?? 0,
    ...(stagesRow === undefined ? {} : { stages: stagesOf(stagesRow) }),
  };
  return { totals, totalMs: numberOf(row, 'sumMs') ?? 0 };
}

async function readDays(reader: Reader, query: PerformanceQuery, { runs }: Scope): Promise<DayFigures[]> {
  const days = daysBetween(query.from, query.to, query.timeZone);
  if (days.length === 0) return [];
  const rows = await reader.rows(`SELECT ${dayIndex(days)} AS "day", ${measures} ${runs} GROUP BY 1`);
  const byDay = new Map(rows.map((row) => [numberOf(row, 'day'), row]));
  return days.map(({ day }, index) => ({ day, ...outcomesOf(byDay.get(index)), ...timesOf(byDay.get(index)) }));
}

async function readConnections(reader: Reader, { sources, values }: Scope): Promise<ConnectionFigures[]> {
  const rows = await reader.rows(
    `SELECT "connection", count(*) AS "runs", avg("ms") AS "averageMs", ${percentiles('"ms"')}, avg("waitMs") AS "waitMs", avg("transferMs") AS "transferMs", sum("rows") AS "rows", sum("bytes") AS "bytes",
      avg("serverMs") AS "serverMs", avg("sourceQueueMs") AS "sourceQueueMs", sum("bytesBilled") AS "bytesBilled"
    FROM source WHERE ${sources} AND "outcome" = 0 GROUP BY "connection" ORDER BY sum("ms") DESC, count(*) DESC, "connection"`,
    values,
  );
  return rows.map((row) => ({
    connection: String(row.connection),
    runs: numberOf(row, 'runs') ?? 0,
    ...timesOf(row),
    rows: numberOf(row, 'rows') ?? 0,
    bytes: numberOf(row, 'bytes') ?? 0,
    ...present({
      waitMs: numberOf(row, 'waitMs'),
      transferMs: numberOf(row, 'transferMs'),
      serverMs: numberOf(row, 'serverMs'),
      sourceQueueMs: numberOf(row, 'sourceQueueMs'),
      bytesBilled: numberOf(row, 'bytesBilled'),
    }),
  }));
}

async function readPeople(reader: Reader, { runs }: Scope, { totals, totalMs }: Totals): Promise<PersonFigures[]> {
  const owners = await reader.rows(`SELECT DISTINCT "owner" ${runs} LIMIT 2`);
  if (owners.length === 1) {
    const { fetchedRows, fetchedBytes: _, stages: __, ...figures } = totals;
    return [{ personId: String(owners[0]?.owner), name: '', ...figures, totalMs, rows: fetchedRows }];
  }
  const rows = await reader.rows(
    `SELECT "owner", ${measures}, ${totalOfSucceeded} AS "sumMs", sum("fetchedRows") AS "fetchedRows" ${runs} GROUP BY 1 ORDER BY "sumMs" DESC, "owner" LIMIT ${MOST_PEOPLE}`,
  );
  return rows.map((row) => ({
    personId: String(row.owner),
    name: '',
    ...outcomesOf(row),
    ...timesOf(row),
    totalMs: numberOf(row, 'sumMs') ?? 0,
    rows: numberOf(row, 'fetchedRows') ?? 0,
  }));
}

/** Those that took the most time, and the most frequent. */
async function readFingerprints(reader: Reader, { runs }: Scope): Promise<FingerprintFigures[]> {
  const rows = await reader.rows(
    `WITH sums AS (SELECT "fingerprint", sum("totalMs") AS "ms", count(*) AS "runs" ${runs} GROUP BY 1),
      foremost AS (FROM (FROM sums ORDER BY "ms" DESC LIMIT ${MOST_FINGERPRINTS}) UNION FROM (FROM sums ORDER BY "runs" DESC LIMIT ${MOST_FINGERPRINTS}))
    SELECT "fingerprint", ${measures}, ${totalOfSucceeded} AS "sumMs", sum("fetchedRows") AS "fetchedRows", arg_max("runRow", "startedMs") AS "last"
    ${runs} AND "fingerprint" IN (SELECT "fingerprint" FROM foremost) GROUP BY 1 ORDER BY "sumMs" DESC, "fingerprint"`,
  );
  const last = await reader.source.texts(
    rows.map((row) => rowidOf(row, 'last')),
    0,
  );
  return Promise.all(
    rows.map(async (row) => {
      const fingerprint = fingerprintHex(rowidOf(row, 'fingerprint'));
      return {
        fingerprint,
        text: readableFingerprint(await reader.source.fingerprintText(fingerprint)),
        ...outcomesOf(row),
        ...timesOf(row),
        totalMs: numberOf(row, 'sumMs') ?? 0,
        rows: numberOf(row, 'fetchedRows') ?? 0,
        lastRunId: last.get(rowidOf(row, 'last'))?.runId ?? '',
      };
    }),
  );
}

async function readRuns(reader: Reader, { runs }: Scope, order: 'totalMs' | 'fetchedRows'): Promise<RunFigures[]> {
  const rows = await reader.rows(
    `SELECT "runRow", "startedMs", "outcome", "totalMs", "fetchedRows", "fetchedBytes" ${runs} ORDER BY "${order}" DESC, "runRow" DESC LIMIT ${MOST_RUNS}`,
  );
  const texts = await reader.source.texts(
    rows.map((row) => rowidOf(row, 'runRow')),
    LONGEST_TEXT,
  );
  return rows.map((row) => ({
    ...(texts.get(rowidOf(row, 'runRow')) ?? { runId: '', text: '' }),
    startedAt: new Date(Number(row.startedMs)).toISOString(),
    outcome: OUTCOMES[Number(row.outcome)] ?? 'failed',
    totalMs: numberOf(row, 'totalMs') ?? 0,
    fetchedRows: numberOf(row, 'fetchedRows') ?? 0,
    fetchedBytes: numberOf(row, 'fetchedBytes') ?? 0,
  }));
}

const numberOf = (row: Row | undefined, name: string): number | undefined => {
  const value = row?.[name];
  return value === null || value === undefined ? undefined : Number(value);
};

const rowidOf = (row: Row, name: string): bigint => BigInt(String(row[name]));

const outcomesOf = (row: Row | undefined) => ({
  runs: numberOf(row, 'runs') ?? 0,
  succeeded: numberOf(row, 'succeeded') ?? 0,
  failed: numberOf(row, 'failed') ?? 0,
  cancelled: numberOf(row, 'cancelled') ?? 0,
});

function timesOf(row: Row | undefined) {
  const [p50Ms, p95Ms, p99Ms] = Array.isArray(row?.percentiles) ? row.percentiles.map(Number) : [];
  return present({ averageMs: numberOf(row, 'averageMs'), p50Ms, p95Ms, p99Ms });
}

function stagesOf(row: Row): Stages {
  const of = (name: string): number => numberOf(row, name) ?? 0;
  return {
    runs: of('runs'),
    queueMs: of('queueMs'),
    planMs: of('planMs'),
    sourceMs: of('sourceMs'),
    joinMs: of('joinMs'),
    ...present({ waitMs: numberOf(row, 'waitMs'), transferMs: numberOf(row, 'transferMs') }),
  };
}

/** Without the parts that are undefined. */
const present = <T extends Record<string, number | undefined>>(figures: T): { [K in keyof T]?: number } =>
  Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: number };
