/**
 * Migrations of Joinery's own database, SQLite and PostgreSQL, without Prisma's downloaded engine and without a server:
 *   node scripts/migrate.mts deploy DATA_DIR   apply what is missing to a SQLite file (the server does the same at its start)
 *   node scripts/migrate.mts create NAME       write migrations for what schema.prisma has changed
 *   node scripts/migrate.mts check             fail if schema.prisma is ahead of the migrations
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { applyMigrations } from '../server/history/migrate.ts';
import {
  MIGRATIONS_FOLDER,
  NO_FILTERS,
  POSTGRES_MIGRATIONS,
  POSTGRES_SCHEMA_FILE,
  readMigrations,
  SCHEMA_FILE,
  type SchemaEngine,
  withSchemaEngine,
} from '../server/history/schema-engine.ts';
import { essence, postgresSchema } from './lib/postgres-schema.mjs';

const root = path.resolve(import.meta.dirname, '..');
type DiffTarget = Parameters<SchemaEngine['diff']>[0]['to'];

/** What stands in a schema. */
const datamodel = (file: string, content: string): DiffTarget => ({
  tag: 'schemaDatamodel',
  files: [{ path: path.join(root, file), content }],
});

async function sqlBetween(engine: SchemaEngine, from: DiffTarget, to: DiffTarget): Promise<string> {
  const difference = await engine.diff({ from, to, script: true, exitCode: true, filters: NO_FILTERS });
  return difference.exitCode === 0 ? '' : (difference.stdout ?? '');
}

interface Missing {
  /** SQL that leads from the migrations to schema.prisma; empty if there is none. */
  readonly sqlite: string;
  readonly postgres: string;
  /** The schema for PostgreSQL as it should be. */
  readonly schema: string;
  readonly isSchemaCurrent: boolean;
}

async function missing(): Promise<Missing> {
  const folder = await mkdtemp(path.join(tmpdir(), 'joinery-migrate-'));
  try {
    const content = await readFile(path.join(root, SCHEMA_FILE), 'utf8');
    const schema = postgresSchema(content);
    // What the newest migration for PostgreSQL led to: two schemas can be compared without a server.
    const former = await readFile(path.join(root, POSTGRES_SCHEMA_FILE), 'utf8').catch(() => undefined);
    const migrationsList = await readMigrations(root);
    return await withSchemaEngine(root, path.join(folder, 'shadow.sqlite'), async (engine) => {
      await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
      const files = [{ path: path.join(root, SCHEMA_FILE), content }];
      const database: DiffTarget = {
        tag: 'schemaDatasource',
        files,
        configDir: path.join(root, path.dirname(SCHEMA_FILE)),
      };
      const before: DiffTarget = former === undefined ? { tag: 'empty' } : datamodel(POSTGRES_SCHEMA_FILE, former);
      const postgres = await sqlBetween(engine, before, datamodel(POSTGRES_SCHEMA_FILE, schema));
      return {
        sqlite: await sqlBetween(engine, database, datamodel(SCHEMA_FILE, content)),
        postgres: postgres.includes('gin_trgm_ops')
          ? `CREATE EXTENSION IF NOT EXISTS pg_trgm;\n\n${postgres}`
          : postgres,
        schema,
        isSchemaCurrent: former !== undefined && essence(former) === essence(schema),
      };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeMigration(folder: string, name: string, provider: string, sql: string): Promise<void> {
  if (sql === '') return;
  const place = path.join(root, folder, name);
  await mkdir(place, { recursive: true });
  await writeFile(path.join(place, 'migration.sql'), sql);
  await writeFile(path.join(root, folder, 'migration_lock.toml'), `provider = "${provider}"\n`);
  console.log(`Wrote ${path.relative(root, place)}/migration.sql: read it before you commit it.`);
}

async function create(name: string): Promise<void> {
  if (!/^[a-z0-9_]+$/.test(name)) throw new Error('Give the migration a name of lower-case letters, digits and _.');
  const { sqlite, postgres, schema, isSchemaCurrent } = await missing();
  if (sqlite === '' && postgres === '' && isSchemaCurrent) return console.log('schema.prisma has not changed.');
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  await writeMigration(MIGRATIONS_FOLDER, `${stamp}_${name}`, 'sqlite', sqlite);
  await writeMigration(POSTGRES_MIGRATIONS, `${stamp}_${name}`, 'postgresql', postgres);
  await writeFile(path.join(root, POSTGRES_SCHEMA_FILE), schema);
}

async function check(): Promise<void> {
  const { sqlite, postgres, isSchemaCurrent } = await missing();
  if (sqlite === '' && postgres === '' && isSchemaCurrent) return console.log('The migrations match schema.prisma.');
  console.error(
    `schema.prisma is ahead of the migrations; run "npm run db:create -- NAME". Missing:\n${sqlite}${postgres}`,
  );
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
