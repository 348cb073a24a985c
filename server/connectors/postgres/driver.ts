import type pg from 'pg';
import { Cancelled } from '../../errors.ts';
import type { Connector, ConnectorContext, Driver } from '../connector.ts';
import { testAccount } from './account.ts';
import { postgresBlocks } from './block.ts';
import { type PostgresOptions, postgresOptionsSchema } from './config.ts';
import { postgresDialect } from './dialect.ts';
import { sourceError } from './errors.ts';
import { introspect } from './introspect.ts';
import { introspectCompatible, testCompatible } from './introspect-standard.ts';
import { createPool } from './pool.ts';
import { openSession, withReadOnly } from './session.ts';

export const postgresDriver: Driver<PostgresOptions> = {
  name: 'postgres',
  displayName: 'PostgreSQL',
  optionsSchema: postgresOptionsSchema,
  secretOptions: ['password'],
  create,
};

function create(options: PostgresOptions, context: ConnectorContext): Connector {
  const pool = createPool(options, context);
  const isCompatible = options.flavor === 'compatible';

  async function ask<Answer>(signal: AbortSignal, question: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
    if (signal.aborted) throw new Cancelled();
    return withReadOnly(pool, context, signal, async (client) => {
      try {
        return await question(client);
      } catch (thrown) {
        throw signal.aborted ? new Cancelled() : sourceError(thrown, { connection: context.id, during: 'catalog' });
      }
    });
  }

  return {
    id: context.id,
    driver: postgresDriver.name,
    capabilities: { snapshot: options.flavor === 'postgres', serverCancel: true, native: true },
    // Others than PostgreSQL limit the length of a statement.
    dialect: {
      ...postgresDialect,
      block: postgresBlocks,
      takesLongLists: !isCompatible,
      checksNeverNull: !isCompatible,
    },
    test: (signal) => ask(signal, (client) => (isCompatible ? testCompatible : testAccount)(client, options.schema)),
    introspect: (signal) =>
      ask(signal, (client) =>
        isCompatible ? introspectCompatible(client, options.schema, context) : introspect(client, options.schema),
      ),
    openSession: ({ signal }) => openSession(pool, context, options, signal),
    close: () => pool.close(),
  };
}
