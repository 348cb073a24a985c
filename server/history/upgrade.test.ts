/** Data of every earlier schema keeps all that it held when this version opens it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHistory } from './index.ts';
import { applyMigrations, databasePath } from './migrate.ts';
import { findProjectRoot } from './project-root.ts';
import { migrationNames, NO_FILTERS, readMigrations, withSchemaEngine } from './schema-engine.ts';
import { columnsOf, fill, ROWS } from './testing/fill-tables.ts';

const root = findProjectRoot();
const names = await migrationNames(root);
/** Columns whose values went elsewhere, and where they are now. */
const moved: Readonly<Record<string, string>> = { 'Query.isFavourite': 'SELECT "queryId" AS id FROM "QueryFavourite"' };

/** Columns that never held anything. */
const neverSet: readonly string[] = ['Run.firstRowMs'];

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'joinery-upgrade-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** A database as the version had it whose newest migration was the `count`th. */
async function makeOld(count: number): Promise<void> {
  const list = await readMigrations(root);
  const migrationsList = { ...list, migrationDirectories: list.migrationDirectories.slice(0, count) };
  await withSchemaEngine(root, databasePath(dataDir), (engine) =>
    engine.applyMigrations({ migrationsList, filters: NO_FILTERS }),
  );
}

const open = <T>(use: (database: DatabaseSync) => T): T => {
  const database = new DatabaseSync(databasePath(dataDir), { enableForeignKeyConstraints: false });
  try {
    return use(database);
  } finally {
    database.close();
  }
};

/** The first, one in the middle and the one before this. */
const counts = [1, Math.floor(names.length / 2), names.length - 1];

it.each(counts.map((count) => [names[count - 1], count] as const))(
  'a database that ends with %s loses nothing',
  async (_, count) => {
    await makeOld(count);
    const before = open(fill);
    expect((await applyMigrations(dataDir)).applied).toEqual(names.slice(count));
    open((database) => {
      for (const [table, rows] of before) {
        const left = new Set(columnsOf(database, table).map(({ name }) => name));
        const after = database.prepare(`SELECT * FROM "${table}" ORDER BY rowid`).all();
        const kept = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => left.has(name))));
        expect(after, table).toMatchObject(kept);
        const gone = Object.keys(rows[0] ?? {}).filter((one) => !left.has(one));
        for (const name of gone.filter((one) => !neverSet.includes(`${table}.${one}`))) {
          const place = moved[`${table}.${name}`];
          if (place === undefined) throw new Error(`${table} lost ${name}`);
          const chosen = rows.filter((row) => row[name] === 1).map(({ id }) => id);
          expect(
            database
              .prepare(place)
              .all()
              .map(({ id }) => id),
          ).toEqual(chosen);
        }
      }
      expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
    });
    const history = await openHistory({ dataDir });
    expect((await history.runs({ limit: 10 })).runs).toHaveLength(ROWS);
    await history.close();
  },
);
