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

/** An engine on the SQLite file; `free()` ends it. */
export async function openSchemaEngine(root: string, databasePath: string): Promise<SchemaEngine> {
  const schemaPath = path.join(root, SCHEMA_FILE);
  const [engineModule, schema] = await Promise.all([loadEngineModule(root), readFile(schemaPath, 'utf8')]);
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaBetterSqlite3({ url: `file:${databasePath}` }));
  return engineModule.SchemaEngine.new({ datamodels: [[schemaPath, schema]] }, () => undefined, adapter);
}

/** Names of the migration folders, oldest first. */
export async function migrationNames(root: string): Promise<string[]> {
  const entries = await readdir(path.join(root, MIGRATIONS_FOLDER), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export async function readMigrations(root: string): Promise<MigrationList> {
  const baseDir = path.join(root, MIGRATIONS_FOLDER);
  const names = await migrationNames(root);
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
