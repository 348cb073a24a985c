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

const root = findProjectRoot();
const names = await migrationNames(root);
const ROWS = 3;
/** Columns whose values went elsewhere, and where they are now. */
const moved: Readonly<Record<string, string>> = { 'Query.isFavourite': 'SELECT "queryId" AS id FROM "QueryFavourite"' };

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

const tablesOf = (database: DatabaseSync): string[] =>
  database
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_prisma_migrations'",
    )
    .all()
    .map(({ name }) => String(name));

interface Column {
  readonly name: string;
  readonly type: string;
}
const columnsOf = (database: DatabaseSync, table: string): Column[] =>
  database
    .prepare('SELECT name, type FROM pragma_table_info(?)')
    .all(table)
    .map(({ name, type }) => ({ name: String(name), type: String(type) }));

/** Values that are the same in every table, so that rows that belong together find each other. */
function sampleOf({ name, type }: Column, row: number): string | number {
  if (/DATETIME/.test(type)) return '2026-01-02T03:04:05.000+00:00';
  if (/BOOL/.test(type)) return row % 2;
  if (/INT|REAL|DECIMAL|DOUBLE/.test(type)) return /Ms$/.test(name) ? 1_767_323_045_000 + row : row + 1;
  if (name === 'status') return 'succeeded';
  if (name === 'error') return '{"code":"internal","class":"internal","message":"m"}';
  if (name === 'fetches' || name === 'columns' || name === 'tags' || name === 'parameters' || name === 'connections')
    return '[]';
  if (name === 'policy' || name === 'options') return '{}';
  if (/id$/i.test(name)) return `id-${row}`;
  return `${name} ü ' ${row}`;
}

function fill(database: DatabaseSync): Map<string, Record<string, unknown>[]> {
  const held = new Map<string, Record<string, unknown>[]>();
  for (const table of tablesOf(database)) {
    const columns = columnsOf(database, table);
    const list = columns.map(({ name }) => `"${name}"`).join(', ');
    const insert = database.prepare(`INSERT INTO "${table}" (${list}) VALUES (${columns.map(() => '?').join(', ')})`);
    for (let row = 0; row < ROWS; row += 1) insert.run(...columns.map((column) => sampleOf(column, row)));
    held.set(table, database.prepare(`SELECT ${list} FROM "${table}" ORDER BY rowid`).all());
  }
  return held;
}

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
        for (const name of Object.keys(rows[0] ?? {}).filter((one) => !left.has(one))) {
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
