/** Which figures a query means, and the expressions over them that every answer shares, in DuckDB's SQL. */
import type { PerformanceQuery } from '../../../lib/contract/performance.ts';
import type { Day } from '../days.ts';
import { fingerprintNumber } from './figure-tables.ts';

export interface Scope {
  /** The runs, as the end of a SELECT. */
  readonly runs: string;
  /** Condition on `source`. */
  readonly sources: string;
  /** Bound to `$connection` in `sources`. */
  readonly values: Record<string, string>;
  /** Makes the table that `runs` names, if it is one of its own: the join with the sources is done once for all answers. */
  readonly prepare?: string;
}

export function scopeOf({ from, to, connection, fingerprint, person }: PerformanceQuery): Scope {
  const shared = [`"startedMs" >= ${Date.parse(from)}`, `"startedMs" < ${Date.parse(to)}`];
  if (fingerprint !== undefined) shared.push(`"fingerprint" = ${fingerprintNumber(fingerprint)}`);
  if (person !== undefined) shared.push(`"owner" = '${person.replaceAll("'", "''")}'`);
  const condition = shared.join(' AND ');
  if (connection === undefined) return { runs: `FROM run WHERE ${condition}`, sources: condition, values: {} };
  const sources = `${condition} AND "connection" = $connection`;
  return {
    prepare: `CREATE OR REPLACE TEMP TABLE chosen AS FROM run WHERE ${condition} AND "runRow" IN (SELECT "runRow" FROM source WHERE ${sources})`,
    runs: 'FROM chosen WHERE true',
    sources,
    values: { connection },
  };
}

/** Exact: the smallest value that the given share did not exceed. */
export const percentiles = (column: string, filter = ''): string =>
  `quantile_disc(${column}, [0.50, 0.95, 0.99]) ${filter} AS "percentiles"`;

const SUCCEEDED = 'FILTER ("outcome" = 0)';

/** Counts by outcome, and times of the runs that succeeded. */
export const measures = `count(*) AS "runs", count(*) ${SUCCEEDED} AS "succeeded", count(*) FILTER ("outcome" = 1) AS "failed",
  count(*) FILTER ("outcome" = 2) AS "cancelled", avg("totalMs") ${SUCCEEDED} AS "averageMs", ${percentiles('"totalMs"', SUCCEEDED)}`;

const SOURCE_MS = 'coalesce("waitMs" + "transferMs", "sourceMs")';

/** Of successful runs that all tell waiting and transfer apart, or all do not. */
export const stages = `count(*) AS "runs", avg("queueMs") AS "queueMs", avg("planMs") AS "planMs", avg("waitMs") AS "waitMs", avg("transferMs") AS "transferMs",
  avg(${SOURCE_MS}) AS "sourceMs", avg(greatest(0, "totalMs" - "queueMs" - "planMs" - ${SOURCE_MS})) AS "joinMs"`;

export const totalOfSucceeded = `coalesce(sum("totalMs") ${SUCCEEDED}, 0)`;

const DAY_MS = 86_400_000;

/** Index of the day that `startedMs` lies in: days of 24 hours in a row are one division, the others stand alone. */
export function dayIndex(days: readonly Day[]): string {
  const cases: { first: number; startMs: number; endMs: number }[] = [];
  let isWhole = false;
  days.forEach(({ startMs, endMs }, index) => {
    const before = cases.at(-1);
    const goesOn = isWhole && endMs - startMs <= DAY_MS;
    if (before !== undefined && goesOn) before.endMs = endMs;
    else cases.push({ first: index, startMs, endMs });
    isWhole = endMs - startMs === DAY_MS;
  });
  const branches = cases.map(
    ({ first, startMs, endMs }) =>
      `WHEN "startedMs" < ${endMs} THEN least(${first} + ("startedMs" - ${startMs}) // ${DAY_MS}, ${lastOf(days, endMs)})`,
  );
  return `CASE ${branches.join(' ')} END`;
}

/** The day that ends there: the 25th hour belongs to its day. */
const lastOf = (days: readonly Day[], endMs: number): number => days.findIndex((day) => day.endMs === endMs);
