import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { Cancelled, JoineryError } from '../errors.ts';
import type { Log } from '../log.ts';
import { Prisma, PrismaClient } from './generated/client.ts';
import { applyMigrations, databasePath } from './migrate.ts';

export type Client = PrismaClient;

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

/** Moves a file that is not (or no longer) a database aside, with its log files, so that the server can start with a new one. */
async function keepAside(file: string, log: Log | undefined): Promise<void> {
  const suffix = `.corrupt-${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}`;
  for (const part of [file, `${file}-wal`, `${file}-shm`]) {
    if (existsSync(part)) await rename(part, part + suffix);
  }
  log?.warn(`The history file cannot be read. It was kept as ${file}${suffix} and a new history begins.`);
}

/** Opens `<dataDir>/joinery.sqlite`, migrated, with a write on disk before its promise settles. */
export async function openDatabase(dataDir: string, log?: Log): Promise<Client> {
  try {
    await applyMigrations(dataDir);
  } catch (thrown) {
    if (!['SQLITE_NOTADB', 'SQLITE_CORRUPT'].includes(codeOf(thrown))) throw storeError(thrown);
    await keepAside(databasePath(dataDir), log);
    await applyMigrations(dataDir);
  }
  const client = new PrismaClient({
    adapter: new PrismaBetterSqlite3({ url: `file:${databasePath(dataDir)}` }),
    errorFormat: 'minimal',
  });
  // WAL stands in the file already. FULL is per connection (the adapter has one): each commit is synced, so it survives a power cut too.
  await client.$queryRaw`PRAGMA synchronous = FULL`;
  return client;
}

/** Any failure of the store as a JoineryError. */
export function storeError(thrown: unknown): Error {
  if (thrown instanceof JoineryError || thrown instanceof Cancelled) return thrown;
  const text = `${codeOf(thrown)} ${thrown instanceof Error ? thrown.message : ''}`;
  if (/SQLITE_FULL|disk is full|ENOSPC/i.test(text)) {
    return new JoineryError('disk_full', 'The history could not be written: the disk is full.', {
      hint: 'Free some room in the data folder and try again.',
      cause: thrown,
    });
  }
  return new JoineryError('internal', 'The history could not be read or written.', {
    hint: 'Is the data folder writable? The server log says more.',
    cause: thrown,
  });
}

/** Runs one operation on the store; what it throws is a JoineryError. */
export async function stored<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (thrown) {
    throw storeError(thrown);
  }
}

export const isNoSuchRecord = (thrown: unknown): boolean =>
  thrown instanceof Prisma.PrismaClientKnownRequestError && thrown.code === 'P2025';
