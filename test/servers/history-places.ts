/** Places for histories, of both kinds: a SQLite file each, or a database each in one PostgreSQL, copied from one that is migrated. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DatabaseConfig } from '../../server/config/config.ts';
import type { Place } from '../../server/history/place.ts';
import { migratePostgres } from '../../server/history/postgres/migrate.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';

export interface HistoryPlaces {
  /** An empty one. */
  make(): Promise<Place>;
  /** Ends everything and removes it. */
  stop(): Promise<void>;
}

export interface PostgresPlaces extends HistoryPlaces {
  readonly server: PostgresServer;
  make(): Promise<Place & { readonly database: DatabaseConfig }>;
  /** A database without tables. */
  makeBare(): Promise<DatabaseConfig>;
}

function folders() {
  const made: string[] = [];
  return {
    async make(): Promise<string> {
      const folder = await mkdtemp(path.join(tmpdir(), 'joinery-place-'));
      made.push(folder);
      return folder;
    },
    async remove(): Promise<void> {
      await Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}

async function filePlaces(): Promise<HistoryPlaces> {
  const { make, remove } = folders();
  return { make: async () => ({ dataDir: await make() }), stop: remove };
}

export async function postgresPlaces(): Promise<PostgresPlaces> {
  const { make, remove } = folders();
  const server = await startPostgres();
  const { user, password, host, port } = server;
  const databaseOf = (name: string): DatabaseConfig => ({
    url: `postgres://${user}:${password}@${host}:${port}/${name}`,
    connections: 5,
  });
  let count = 0;
  const create = async (template: string): Promise<DatabaseConfig> => {
    count += 1;
    const admin = await server.adminClient('postgres');
    try {
      await admin.query(`CREATE DATABASE place_${count} TEMPLATE ${template}`);
    } finally {
      await admin.end();
    }
    return databaseOf(`place_${count}`);
  };
  await migratePostgres(databaseOf('test'));
  return {
    server,
    make: async () => ({ dataDir: await make(), database: await create('test') }),
    makeBare: () => create('template1'),
    async stop() {
      await server.stop();
      await remove();
    },
  };
}

/** For `describe.each`. */
export const historyKinds: readonly (readonly [string, () => Promise<HistoryPlaces>])[] = [
  ['SQLite', filePlaces],
  ['PostgreSQL', postgresPlaces],
];
