/** The migrations for PostgreSQL, one after the other, lead to what the schema says. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresPlaces, postgresPlaces } from '../../../test/servers/history-places.ts';
import type { DatabaseConfig } from '../../config/config.ts';
import { findProjectRoot } from '../project-root.ts';
import { NO_FILTERS, POSTGRES_SCHEMA_FILE, withSchemaEngine } from '../schema-engine.ts';
import { connectOnce } from './connection.ts';
import { migratePostgres } from './migrate.ts';

let places: PostgresPlaces;
beforeAll(async () => {
  places = await postgresPlaces();
});
afterAll(() => places.stop());

async function wholeSchema(): Promise<string> {
  const root = findProjectRoot();
  const file = path.join(root, POSTGRES_SCHEMA_FILE);
  const files = [{ path: file, content: await readFile(file, 'utf8') }];
  return withSchemaEngine(root, ':memory:', async (engine) => {
    const to = { tag: 'schemaDatamodel' as const, files };
    const made = await engine.diff({ from: { tag: 'empty' }, to, script: true, exitCode: true, filters: NO_FILTERS });
    return made.stdout ?? '';
  });
}

/** Columns, indexes and constraints, as the server tells them. */
async function shapeOf(database: DatabaseConfig): Promise<string[]> {
  const client = await connectOnce(database);
  try {
    const { rows } = await client.query<{ said: string }>(`
      SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) AS said FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
      UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
      UNION ALL SELECT concat_ws(' ', conrelid::regclass::text, conname, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conrelid <> to_regclass('"_prisma_migrations"') ORDER BY 1`);
    return rows.map(({ said }) => said);
  } finally {
    await client.end();
  }
}

it('make the same tables as the schema', async () => {
  const [migrated, direct] = [await places.makeBare(), await places.makeBare()];
  await migratePostgres(migrated);
  const client = await connectOnce(direct);
  await client.query(`CREATE EXTENSION pg_trgm; CREATE TABLE "_prisma_migrations" (id text); ${await wholeSchema()}`);
  await client.end();
  const shape = await shapeOf(migrated);
  expect(shape.length).toBeGreaterThan(200);
  expect(shape).toEqual(await shapeOf(direct));
});
