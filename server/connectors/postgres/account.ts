/** "Test connection": who we are there, and whether that account could write if Joinery let it. */
import type pg from 'pg';
import type { ConnectionTest } from '../connector.ts';
import { quoteIdentifier } from './dialect.ts';

const question = `
  SELECT current_setting('server_version') AS version, current_database() AS database, r.rolsuper OR r.rolcreaterole OR r.rolcreatedb AS is_mighty,
    has_database_privilege(current_database(), 'CREATE') AS may_create_schemas,
    EXISTS (SELECT FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND has_schema_privilege(n.oid, 'CREATE')) AS may_create_tables,
    EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND has_schema_privilege(n.oid, 'USAGE')
        AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')) AS may_change_tables
  FROM pg_catalog.pg_roles r WHERE r.rolname = current_user`;

interface Answer {
  readonly version: string;
  readonly database: string;
  readonly is_mighty: boolean;
  readonly may_create_schemas: boolean;
  readonly may_create_tables: boolean;
  readonly may_change_tables: boolean;
}

export async function testAccount(client: pg.Client, schema: string): Promise<ConnectionTest> {
  const startedAt = performance.now();
  await client.query('SELECT 1');
  const roundTripMs = performance.now() - startedAt;
  const answer = (await client.query<Answer>(question)).rows[0];
  const canWrite =
    answer === undefined ||
    answer.is_mighty ||
    answer.may_create_schemas ||
    answer.may_create_tables ||
    answer.may_change_tables;
  return {
    serverLabel: `PostgreSQL ${answer?.version.split(' ')[0] ?? ''}`.trim(),
    roundTripMs,
    account: canWrite ? { canWrite, advice: advice(answer?.database ?? '', schema) } : { canWrite },
  };
}

/** What an administrator runs to make an account that can read and nothing else. */
function advice(database: string, schema: string): string {
  const role = 'joinery_reader';
  const inSchema = quoteIdentifier(schema);
  return [
    'An account that cannot:',
    `CREATE ROLE ${role} LOGIN PASSWORD '...';`,
    `ALTER ROLE ${role} SET default_transaction_read_only = on;`,
    `GRANT CONNECT ON DATABASE ${quoteIdentifier(database)} TO ${role};`,
    `GRANT USAGE ON SCHEMA ${inSchema} TO ${role};`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA ${inSchema} TO ${role};`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA ${inSchema} GRANT SELECT ON TABLES TO ${role};`,
    'REVOKE CREATE ON SCHEMA public FROM PUBLIC;',
  ].join('\n');
}
