import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDatabase, storeError } from './database.ts';
import { applyMigrations, databasePath } from './migrate.ts';
import { findProjectRoot } from './project-root.ts';
import { migrationNames } from './schema-engine.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'joinery-migrate-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('a new data folder gets every migration once; the second start has nothing to do', async () => {
  const folder = path.join(dataDir, 'new', 'data');
  const names = await migrationNames(findProjectRoot());
  expect(names.length).toBeGreaterThan(0);
  expect(await applyMigrations(folder)).toEqual({ applied: names });
  expect(await applyMigrations(folder)).toEqual({ applied: [] });
});

test('writes are synced: WAL, and FULL on the connection that writes', async () => {
  const client = await openDatabase({ dataDir });
  expect(await client.$queryRaw`PRAGMA journal_mode`).toEqual([{ journal_mode: 'wal' }]);
  expect(await client.$queryRaw`PRAGMA synchronous`).toEqual([{ synchronous: 2n }]);
  await client.$disconnect();
});

test('a file of a newer version is refused and left alone', async () => {
  await applyMigrations(dataDir);
  const database = new Database(databasePath(dataDir));
  database.exec("UPDATE _prisma_migrations SET migration_name = '29991231000000_later'");
  database.close();
  await expect(openDatabase({ dataDir })).rejects.toThrow(/newer version/);
  expect(await readdir(dataDir)).toContain('joinery.sqlite');
});

test('a file that is no database is kept aside, said in the log, and the history begins anew', async () => {
  await writeFile(databasePath(dataDir), 'This is not a database. '.repeat(1000));
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const client = await openDatabase({ dataDir }, log);
  expect(await client.run.count()).toBe(0);
  await client.$disconnect();
  expect((await readdir(dataDir)).some((name) => name.startsWith('joinery.sqlite.corrupt-'))).toBe(true);
  expect(log.warn).toHaveBeenCalledOnce();
});

test('a full disk is told as such, other failures give nothing away', () => {
  expect(storeError(new Error('database or disk is full'))).toMatchObject({ code: 'disk_full' });
  expect(storeError(new Error('no such table: Run'))).toMatchObject({ code: 'internal' });
});
