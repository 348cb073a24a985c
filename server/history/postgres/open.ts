import type { DatabaseConfig } from '../../config/config.ts';
import type { Log } from '../../log.ts';
import type { PrismaClient as Client } from '../generated/client.ts';
import { TextSafePg } from './connection.ts';
import { PrismaClient } from './generated/client.ts';
import { migratePostgres } from './migrate.ts';

/** Opens the database of several servers, migrated. What it acknowledges is kept as PostgreSQL's `synchronous_commit` promises it. */
export async function openPostgres(database: DatabaseConfig, log?: Log): Promise<Client> {
  const { applied } = await migratePostgres(database);
  if (applied.length > 0)
    log?.info({ migrations: applied.length }, "Joinery's own database was brought to this version");
  const client = new PrismaClient({ adapter: new TextSafePg(database), errorFormat: 'minimal' });
  // Made from the same models, with the same methods and rows; its types only offer more (filters that SQLite lacks).
  return client as unknown as Client;
}
