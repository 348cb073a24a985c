/** Brings a PostgreSQL database to the schema of this version, once however many servers start together. */
import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { DatabaseConfig } from '../../config/config.ts';
import { JoineryError } from '../../errors.ts';
import { newerVersion } from '../migrate.ts';
import { findProjectRoot } from '../project-root.ts';
import { POSTGRES_MIGRATIONS, readMigrations } from '../schema-engine.ts';
import { codeBehind } from './away.ts';
import { connectOnce, placeOf } from './connection.ts';

/** Any number that nobody else takes: `joinery` and the year. */
const LOCK = '7056347922026';

/** The table that Prisma's own tools know. */
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" ("id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ, "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

/**
 * Answers the names of the migrations that it applied, each in a transaction. Others who come meanwhile wait. Throws `config_invalid` for a database that
 * cannot be reached or written; one of a newer version is refused and left as it is.
 */
export async function migratePostgres(database: DatabaseConfig): Promise<{ applied: string[] }> {
  const { migrationDirectories } = await readMigrations(findProjectRoot(), POSTGRES_MIGRATIONS);
  const client = await connectOnce(database).catch((cause: unknown) => {
    throw unreachable(database, cause);
  });
  try {
    const names = migrationDirectories.map(({ path }) => path);
    if ((await missing(client, names, database)).length === 0) return { applied: [] };
    await client.query(`SELECT pg_advisory_lock(${LOCK})`);
    await client.query(TABLE);
    const applied: string[] = [];
    for (const name of await missing(client, names, database)) {
      const file = migrationDirectories.find(({ path }) => path === name)?.migrationFile.content;
      if (file?.tag !== 'ok') throw new Error(`The migration ${name} cannot be read.`);
      await apply(client, name, file.value);
      applied.push(name);
    }
    return { applied };
  } finally {
    // Ends the session, and with it the lock.
    await client.end();
  }
}

async function missing(client: pg.Client, names: readonly string[], database: DatabaseConfig): Promise<string[]> {
  const there = await client.query(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS is_there`);
  if (there.rows[0]?.is_there !== true) return [...names];
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  const present = new Set(rows.map(({ name }) => name));
  const unknown = [...present].find((name) => !names.includes(name));
  if (unknown !== undefined) throw newerVersion(placeOf(database), unknown);
  return names.filter((name) => !present.has(name));
}

async function apply(client: pg.Client, name: string, sql: string): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "applied_steps_count") VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), createHash('sha256').update(sql).digest('hex'), name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw new JoineryError('config_invalid', `Joinery's tables could not be made: ${wordsOf(cause)}.`, {
      hint: 'The account of database.url needs the right to create tables in its database, and the extension pg_trgm: `CREATE EXTENSION pg_trgm` by an administrator if it may not.',
      cause,
    });
  }
}

const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const unreachable = (database: DatabaseConfig, cause: unknown): JoineryError =>
  new JoineryError(
    'config_invalid',
    `Joinery's own database at ${placeOf(database)} does not let us in: ${codeBehind(cause)}.`,
    {
      hint: 'Is it running, and are host, name, account and password of database.url right? Nothing can be kept without it.',
      cause,
    },
  );
