/**
 * Prisma's schema engine as WebAssembly over the driver adapter, so that migrations need no downloaded binary. It writes a real
 * `_prisma_migrations` table. Loaded only when there is something to migrate: it takes about half a second.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type * as EngineModule from '@prisma/schema-engine-wasm/schema_engine_bg';

export type SchemaEngine = EngineModule.SchemaEngine;
export type MigrationList = EngineModule.MigrationList;
export const SCHEMA_FILE = 'prisma/schema.prisma';
export const MIGRATIONS_FOLDER = 'prisma/migrations';
export const POSTGRES_SCHEMA_FILE = 'prisma/postgres/schema.prisma';
export const POSTGRES_MIGRATIONS = 'prisma/postgres/migrations';
export const NO_FILTERS = { externalTables: [], externalEnums: [] };

interface Loadable {
  __wbg_set_wasm(wasm: WebAssembly.Exports): void;
  SchemaEngine: { new: (...parameters: unknown[]) => Promise<SchemaEngine> };
}

async function loadEngineModule(root: string): Promise<Loadable> {
  // Resolved at run time from the project's own node_modules: a bundler must neither follow nor copy it.
  const fromRoot = createRequire(path.join(root, 'package.json'));
  const scriptPath = fromRoot.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bindings = (await import(
    /* turbopackIgnore: true */ /* webpackIgnore: true */ pathToFileURL(scriptPath).href
  )) as Loadable & WebAssembly.ModuleImports;
  const wasm = await readFile(path.join(path.dirname(scriptPath), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === 'function') start();
  return bindings;
}

/** One instance in a process: its bindings are module state, and a second instance would take them from the first. */
let engineModule: Promise<Loadable> | undefined;
function engineModuleOnce(root: string): Promise<Loadable> {
  engineModule ??= loadEngineModule(root);
  return engineModule;
}

/** The adapter, remembering the connections it opened: the engine locks the file and does not close them when it is freed. */
class ClosingAdapter extends PrismaBetterSqlite3 {
  readonly opened: Awaited<ReturnType<PrismaBetterSqlite3['connect']>>[] = [];

  override async connect() {
    const connection = await super.connect();
    this.opened.push(connection);
    return connection;
  }

  override async connectToShadowDb() {
    const connection = await super.connectToShadowDb();
    this.opened.push(connection);
    return connection;
  }
}

/** Lends an engine on the SQLite file; the file is closed again when `use` has settled. */
export async function withSchemaEngine<T>(
  root: string,
  databasePath: string,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const schemaPath = path.join(root, SCHEMA_FILE);
  const [{ SchemaEngine }, schema] = await Promise.all([engineModuleOnce(root), readFile(schemaPath, 'utf8')]);
  const adapter = new ClosingAdapter({ url: `file:${databasePath}` });
  const bound = bindMigrationAwareSqlAdapterFactory(adapter);
  try {
    const engine = await SchemaEngine.new({ datamodels: [[schemaPath, schema]] }, () => undefined, bound);
    try {
      return await use(engine);
    } finally {
      engine.free();
    }
  } finally {
    for (const connection of adapter.opened) await connection.dispose();
  }
}

/** Names of the migration folders, oldest first. */
export async function migrationNames(root: string, folder = MIGRATIONS_FOLDER): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export async function readMigrations(root: string, folder = MIGRATIONS_FOLDER): Promise<MigrationList> {
  const baseDir = path.join(root, folder);
  const names = await migrationNames(root, folder);
  const read = async (name: string) => ({
    path: name,
    migrationFile: {
      path: 'migration.sql',
      content: { tag: 'ok' as const, value: await readFile(path.join(baseDir, name, 'migration.sql'), 'utf8') },
    },
  });
  return {
    baseDir,
    shadowDbInitScript: '',
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(path.join(baseDir, 'migration_lock.toml'), 'utf8').catch(() => null),
    },
    migrationDirectories: await Promise.all(names.map(read)),
  };
}
