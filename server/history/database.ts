import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { Cancelled, JoineryError } from '../errors.ts';
import type { Log } from '../log.ts';
import { type Dialect, postgres, sqlite } from './dialect.ts';
import { noteFullDisk } from './full-disk.ts';
import { Prisma, PrismaClient } from './generated/client.ts';
import { applyMigrations, databasePath } from './migrate.ts';
import type { Place } from './place.ts';
import { isAway } from './postgres/away.ts';

export type Client = PrismaClient;
/** The client within a transaction. */
export type Transaction = Omit<Client, '$connect' | '$disconnect' | '$on' | '$use' | '$extends' | '$transaction'>;

const overPostgres = new WeakSet<Client>();
export const dialectOf = (client: Client): Dialect => (overPostgres.has(client) ? postgres : sqlite);

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

/** Opens the database, migrated, with a write on disk before its promise settles. */
export async function openDatabase(place: Place, log?: Log): Promise<Client> {
  if (place.database === undefined) return openFile(place.dataDir, log);
  // Only those who configure it should load it.
  const { openPostgres } = await import('./postgres/open.ts');
  const client = await openPostgres(place.database, log);
  overPostgres.add(client);
  return client;
}

async function openFile(dataDir: string, log?: Log): Promise<Client> {
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
  if (isAway(thrown)) {
    return new JoineryError('internal', "Joinery's own database does not answer.", {
      hint: 'Try again in a moment. Whoever keeps the server finds the cause in its log.',
      cause: thrown,
    });
  }
  return new JoineryError('internal', 'The history could not be read or written.', {
    hint: 'Is the data folder writable? The server log says more.',
    cause: thrown,
  });
}

export const isDiskFull = (error: Error): boolean => error instanceof JoineryError && error.code === 'disk_full';

/** Runs one operation on the store; what it throws is a JoineryError. */
export async function stored<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (thrown) {
    const error = storeError(thrown);
    if (isDiskFull(error)) noteFullDisk();
    throw error;
  }
}

/**
 * A transaction that others with the same `key` wait for, so that what it reads still holds when it writes. SQLite has one writer at a time anyway.
 */
export function serially<T>(
  client: Client,
  key: string,
  work: (transaction: Transaction) => Promise<T>,
  timeoutMs = 10_000,
): Promise<T> {
  return client.$transaction(
    async (transaction) => {
      if (dialectOf(client).kind === 'postgres')
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`joinery ${key}`}, 0))`;
      return work(transaction);
    },
    { timeout: timeoutMs, maxWait: timeoutMs },
  );
}

export const isNoSuchRecord = (thrown: unknown): boolean =>
  thrown instanceof Prisma.PrismaClientKnownRequestError && thrown.code === 'P2025';
