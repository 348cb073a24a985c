/** Fills a data folder with figures of runs spread over a year, as they would be after a long time of use. */
import Database from 'better-sqlite3';

const YEAR_MS = 365 * 86_400_000;

/** Deterministic: mixes a number as a hash does. */
const mixed = (seed: number): string => `abs((n * 2654435761 + ${seed} * 40503) % 1000003)`;

/** A share of the longest fetch; every tenth run is of a version that did not tell it. */
const split = (share: number): string => `CASE WHEN n % 10 > 0 THEN (10 + ${mixed(5)} % 997 * 0.7) * ${share} END`;

/** `runs` runs of 2,000 kinds of statements; each reads one to three of five connections. Texts of the runs themselves are left out. */
export function fillFigures(file: string, runs: number, endMs: number): void {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = OFF');
  const numbers = `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${runs})`;
  const started = `${endMs - YEAR_MS} + cast(n * ${YEAR_MS}.0 / ${runs} AS INTEGER)`;
  database.exec('BEGIN');
  database.exec(`${numbers} INSERT INTO "RunFigure" ("runId", "startedMs", "fingerprint", "outcome", "totalMs", "queueMs", "planMs", "sourceMs", "waitMs", "transferMs", "fetchedRows", "fetchedBytes")
    SELECT printf('%08x-0000-4000-8000-%012x', ${mixed(1)}, n), ${started}, printf('%016x', (${mixed(2)} * ${mixed(3)}) % 2000),
      CASE WHEN ${mixed(4)} % 100 < 4 THEN 'failed' WHEN ${mixed(4)} % 100 < 6 THEN 'cancelled' ELSE 'succeeded' END,
      20 + ${mixed(5)} % 997 * (1 + ${mixed(6)} % 31), ${mixed(7)} % 50 / 10.0, 1 + ${mixed(8)} % 100 / 10.0, 10 + ${mixed(5)} % 997 * 0.7,
      ${split(0.6)}, ${split(0.3)},
      ${mixed(9)} % 200000, ${mixed(9)} % 200000 * 40 FROM numbers`);
  database.exec(`WITH places(p) AS (VALUES (0), (1), (2)) INSERT INTO "RunSourceFigure" ("runId", "connection", "startedMs", "ms", "waitMs", "transferMs", "rows", "bytes", "serverMs", "sourceQueueMs", "bytesBilled")
    SELECT figure."runId", 'source_' || ((figure.rowid + p) % 5), figure."startedMs", figure."sourceMs" / (p + 1), figure."waitMs" / (p + 1), figure."transferMs" / (p + 1), figure."fetchedRows" / (p + 1),
      figure."fetchedBytes" / (p + 1), CASE p WHEN 0 THEN figure."sourceMs" * 0.6 END, NULL, CASE p WHEN 2 THEN figure."fetchedBytes" * 10 END
    FROM "RunFigure" AS figure, places WHERE p <= figure.rowid % 3`);
  database.exec(`WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1999)
    INSERT INTO "Fingerprint" SELECT printf('%016x', n), 'select * from shop.table_' || n || ' where id = ?' FROM numbers`);
  database.exec('COMMIT');
  database.close();
}
