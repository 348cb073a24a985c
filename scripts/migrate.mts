/**
 * Migrations of Joinery's own database, without Prisma's downloaded engine:
 *   node scripts/migrate.mts deploy DATA_DIR   apply what is missing (the server does the same at its start)
 *   node scripts/migrate.mts create NAME       write a migration for what schema.prisma has changed
 *   node scripts/migrate.mts check             fail if schema.prisma is ahead of the migrations
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { applyMigrations } from '../server/history/migrate.ts';
import {
  MIGRATIONS_FOLDER,
  NO_FILTERS,
  readMigrations,
  SCHEMA_FILE,
  withSchemaEngine,
} from '../server/history/schema-engine.ts';

const root = path.resolve(import.meta.dirname, '..');

/** SQL that leads from the migrations to schema.prisma; empty if there is none. */
async function missingSql(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'joinery-migrate-'));
  try {
    const schemaPath = path.join(root, SCHEMA_FILE);
    const files = [{ path: schemaPath, content: await readFile(schemaPath, 'utf8') }];
    const migrationsList = await readMigrations(root);
    return await withSchemaEngine(root, path.join(folder, 'shadow.sqlite'), async (engine) => {
      await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
      const difference = await engine.diff({
        from: { tag: 'schemaDatasource', files, configDir: path.dirname(schemaPath) },
        to: { tag: 'schemaDatamodel', files },
        script: true,
        exitCode: true,
        filters: NO_FILTERS,
      });
      return difference.exitCode === 0 ? '' : (difference.stdout ?? '');
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function create(name: string): Promise<void> {
  if (!/^[a-z0-9_]+$/.test(name)) throw new Error('Give the migration a name of lower-case letters, digits and _.');
  const sql = await missingSql();
  if (sql === '') return console.log('schema.prisma has not changed.');
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = path.join(root, MIGRATIONS_FOLDER, `${stamp}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'migration.sql'), sql);
  await writeFile(path.join(root, MIGRATIONS_FOLDER, 'migration_lock.toml'), 'provider = "sqlite"\n');
  console.log(`Wrote ${path.relative(root, folder)}/migration.sql: read it before you commit it.`);
}

async function check(): Promise<void> {
  const sql = await missingSql();
  if (sql === '') return console.log('The migrations match schema.prisma.');
  console.error(`schema.prisma is ahead of the migrations; run "npm run db:create -- NAME". Missing:\n${sql}`);
  process.exitCode = 1;
}

const [command, argument] = process.argv.slice(2);
if (command === 'deploy' && argument !== undefined) {
  const { applied } = await applyMigrations(path.resolve(argument));
  console.log(applied.length === 0 ? 'Nothing to apply.' : `Applied ${applied.join(', ')}.`);
} else if (command === 'create' && argument !== undefined) await create(argument);
else if (command === 'check') await check();
else {
  console.error('Usage: node scripts/migrate.mts deploy DATA_DIR | create NAME | check');
  process.exitCode = 2;
}
