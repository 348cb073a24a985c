/** "Test connection": where we are, whether a warehouse runs our queries, and whether the role could write if Joinery let it. */
import { JoineryError } from '../../errors.ts';
import type { ConnectionTest } from '../connector.ts';
import type { SnowflakeOptions } from './config.ts';
import type { Ask } from './introspect.ts';
import { quoteIdentifier } from './literals.ts';

const question =
  'SELECT CURRENT_VERSION() AS VERSION, CURRENT_ROLE() AS ROLE, CURRENT_WAREHOUSE() AS WAREHOUSE, CURRENT_DATABASE() AS DB, CURRENT_SCHEMA() AS SCHEMA_NAME';

export async function testAccount(ask: Ask, options: SnowflakeOptions, connection: string): Promise<ConnectionTest> {
  const startedAt = performance.now();
  const [facts] = await ask({ sql: question, binds: [] });
  const roundTripMs = performance.now() - startedAt;
  const missing = (what: string, hint: string) => new JoineryError('source_privilege', what, { connection, hint });
  if (facts?.DB == null) {
    throw missing(
      `The database "${options.database}" does not exist, or the role ${facts?.ROLE ?? ''} may not use it.`,
      'Check `database`, in the letters in which Snowflake stores it, and GRANT USAGE ON DATABASE.',
    );
  }
  if (facts.WAREHOUSE == null) {
    throw missing(
      options.warehouse === undefined
        ? `The user of "${connection}" has no default warehouse.`
        : `The warehouse "${options.warehouse}" does not exist, or the role ${facts.ROLE ?? ''} may not use it.`,
      'Set `warehouse`, and GRANT USAGE ON WAREHOUSE to the role.',
    );
  }
  const canWrite = await mayWrite(ask, facts.ROLE ?? undefined);
  return {
    serverLabel: `Snowflake ${facts.VERSION ?? ''}`.trim(),
    roundTripMs,
    account: canWrite ? { canWrite, advice: advice(options, facts.WAREHOUSE) } : { canWrite },
  };
}

const writing = /^(?:INSERT|UPDATE|DELETE|TRUNCATE|OWNERSHIP|ALL.*|CREATE .*|MODIFY.*|APPLY.*|MANAGE.*|EXECUTE .*)$/i;

/** A role that cannot be looked at counts as one that may write. */
async function mayWrite(ask: Ask, role: string | undefined): Promise<boolean> {
  if (role === undefined) return true;
  try {
    const grants = await ask({ sql: `SHOW GRANTS TO ROLE ${quoteIdentifier(role)}`, binds: [] });
    return grants.some((row) => writing.test(row.PRIVILEGE ?? ''));
  } catch {
    return true;
  }
}

function advice(options: SnowflakeOptions, warehouse: string): string {
  const database = quoteIdentifier(options.database);
  return [
    'A role that cannot:',
    'CREATE ROLE JOINERY_READER;',
    `GRANT USAGE ON WAREHOUSE ${quoteIdentifier(warehouse)} TO ROLE JOINERY_READER;`,
    `GRANT USAGE ON DATABASE ${database} TO ROLE JOINERY_READER;`,
    `GRANT USAGE ON ALL SCHEMAS IN DATABASE ${database} TO ROLE JOINERY_READER;`,
    `GRANT SELECT ON ALL TABLES IN DATABASE ${database} TO ROLE JOINERY_READER;`,
    `GRANT SELECT ON FUTURE TABLES IN DATABASE ${database} TO ROLE JOINERY_READER;`,
    `GRANT SELECT ON ALL VIEWS IN DATABASE ${database} TO ROLE JOINERY_READER;`,
  ].join('\n');
}
