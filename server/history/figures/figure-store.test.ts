import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fillFigures } from '../../../bench/performance/fill-figures.ts';
import { applyMigrations, databasePath } from '../migrate.ts';
import { copyPath } from './copy-file.ts';
import { FigureStore } from './figure-store.ts';
import { percentiles } from './scope.ts';
import { figuresOfFile } from './sqlite-figures.ts';

const columns =
  '"runId", "startedMs", "fingerprint", "outcome", "totalMs", "queueMs", "planMs", "sourceMs", "fetchedRows", "fetchedBytes"';

const RUNS = 10_000;

describe('the copy of the figures', () => {
  let folder: string;
  let store: FigureStore;
  let database: Database.Database;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'joinery-figures-'));
    await applyMigrations(folder);
    fillFigures(databasePath(folder), RUNS, Date.parse('2026-11-22'));
    database = new Database(databasePath(folder));
    store = new FigureStore(figuresOfFile(databasePath(folder)));
  });
  afterEach(async () => {
    database.close();
    await store.close();
    await rm(folder, { recursive: true });
  });

  const SUMS = 'count(*) AS "runs", sum("totalMs") AS "ms", sum("fetchedBytes") AS "bytes"';
  const SOURCE_SUMS = 'count(*) AS "sources", sum("ms") AS "sourceMs", sum("bytesBilled") AS "billed"';

  /** What DuckDB has and what SQLite has; sums of times differ by rounding. */
  async function expectSame(): Promise<void> {
    const rounded = (row: unknown) =>
      Object.fromEntries(Object.entries(row ?? {}).map(([key, value]) => [key, Math.round(Number(value))]));
    const copied = await store.read((reader) =>
      reader.rows(`SELECT * FROM (SELECT ${SUMS} FROM run), (SELECT ${SOURCE_SUMS} FROM source)`),
    );
    const kept = database
      .prepare(
        `SELECT * FROM (SELECT ${SUMS} FROM "RunFigure"), (SELECT ${SOURCE_SUMS} FROM "RunSourceFigure" WHERE "runId" IN (SELECT "runId" FROM "RunFigure"))`,
      )
      .get();
    expect(rounded(copied[0])).toEqual(rounded(kept));
  }

  it('holds all that SQLite holds, and what is added later', async () => {
    await expectSame();
    database.exec(
      `INSERT INTO "RunFigure" (${columns}) SELECT 'new' || "runId", "startedMs", "fingerprint", "outcome", 77, 1, 1, 1, 5, 5 FROM "RunFigure" LIMIT 3`,
    );
    await expectSame();
  });

  it('follows what is replaced and deleted, wherever it stood', async () => {
    await expectSame();
    database.exec(
      `INSERT OR REPLACE INTO "RunFigure" (${columns}) SELECT "runId", "startedMs", "fingerprint", "outcome", 99999, 1, 1, 1, 5, 5 FROM "RunFigure" WHERE rowid IN (7, 5000, ${RUNS})`,
    );
    await expectSame();
    database.exec('DELETE FROM "RunFigure" WHERE rowid BETWEEN 4000 AND 8500');
    await expectSame();
  });

  it('notices that the last row was deleted and its number given again', async () => {
    await expectSame();
    database.exec(`DELETE FROM "RunFigure" WHERE rowid = ${RUNS}`);
    database.exec(
      `INSERT INTO "RunFigure" (${columns}) SELECT 'again', "startedMs", "fingerprint", "outcome", 123456, 1, 1, 1, 5, 5 FROM "RunFigure" WHERE rowid = 1`,
    );
    await expectSame();
    database.exec('DELETE FROM "RunFigure"');
    await expectSame();
  });

  it('goes on with the copy of an earlier process, and makes one anew that cannot be read', async () => {
    await expectSame();
    await store.close();
    database.exec(
      `DELETE FROM "RunFigure" WHERE rowid = 10; INSERT INTO "RunFigure" (${columns}) SELECT 'later', "startedMs", "fingerprint", "outcome", 7, 1, 1, 1, 5, 5 FROM "RunFigure" LIMIT 1`,
    );
    store = new FigureStore(figuresOfFile(databasePath(folder)));
    await expectSame();
    // Beside a process that holds the file, in memory.
    const other = new FigureStore(figuresOfFile(databasePath(folder)));
    const [counted] = await other.read((reader) => reader.rows('SELECT count(*) AS "runs" FROM run'));
    expect(Number(counted?.runs)).toBe(RUNS);
    await other.close();
    await store.close();
    await writeFile(copyPath(databasePath(folder)), 'no database');
    store = new FigureStore(figuresOfFile(databasePath(folder)));
    await expectSame();
  });

  it('serves readers that come together', async () => {
    const counts = await Promise.all(
      Array.from({ length: 4 }, () => store.read((reader) => reader.rows('SELECT count(*) AS "runs" FROM run'))),
    );
    expect(counts.map(([row]) => Number(row?.runs))).toEqual([RUNS, RUNS, RUNS, RUNS]);
  });

  it('has exact percentiles, however many values there are', async () => {
    const rows = await store.read((reader) =>
      reader.rows(`SELECT size, ${percentiles('value::DOUBLE')} FROM range(1, 401) AS sizes(size), range(1, 401) AS entries(value)
        WHERE value <= size GROUP BY size ORDER BY size`),
    );
    const expected = Array.from({ length: 400 }, (_, index) => {
      const size = index + 1;
      return [50, 95, 99].map((percent) => Math.floor((size * percent + 99) / 100));
    });
    expect(rows.map((row) => row.percentiles)).toEqual(expected);
  });
});
