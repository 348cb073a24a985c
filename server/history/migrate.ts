import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { JoineryError } from '../errors.ts';
import { findProjectRoot } from './project-root.ts';
import { migrationNames, NO_FILTERS, readMigrations, withSchemaEngine } from './schema-engine.ts';

export const databasePath = (dataDir: string): string => path.join(dataDir, 'joinery.sqlite');

/** Names of the migrations that the file has, read without Prisma so that a start with nothing to do costs milliseconds. */
function appliedNames(file: string): Set<string> {
  const database = new Database(file);
  try {
    // Kept in the file: readers never wait for the writer, and an acknowledged write survives a crash at any moment.
    database.pragma('journal_mode = WAL');
    const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '_prisma_migrations'");
    if (table.get() === undefined) return new Set();
    const rows = database
      .prepare('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL')
      .pluck()
      .all();
    return new Set(rows.map(String));
  } finally {
    database.close();
  }
}

/**
 * Brings `<dataDir>/joinery.sqlite` to the schema of this version, making the folder and the file if needed. Answers the names of the
 * migrations that it applied. A file of a newer version is refused and left as it is.
 */
export async function applyMigrations(dataDir: string): Promise<{ applied: string[] }> {
  await mkdir(dataDir, { recursive: true });
  const root = findProjectRoot();
  const file = databasePath(dataDir);
  const [names, present] = [await migrationNames(root), appliedNames(file)];
  const unknown = [...present].filter((name) => !names.includes(name));
  if (unknown[0] !== undefined) throw newerVersion(dataDir, unknown[0]);
  if (names.every((name) => present.has(name))) return { applied: [] };
  const migrationsList = await readMigrations(root);
  return withSchemaEngine(root, file, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
    return { applied: appliedMigrationNames };
  });
}

export const newerVersion = (place: string, migration: string): JoineryError =>
  new JoineryError('internal', `The history in ${place} was written by a newer version of Joinery.`, {
    hint: `Use that version, or another place. It holds the migration ${migration}, which this version does not know.`,
  });
