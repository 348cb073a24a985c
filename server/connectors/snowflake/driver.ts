import { Cancelled, JoineryError } from '../../errors.ts';
import type { Connector, ConnectorContext, Driver, Session } from '../connector.ts';
import { testAccount } from './account.ts';
import { snowflakeBlocks } from './block.ts';
import { createClient } from './client.ts';
import { type SnowflakeOptions, snowflakeOptionsSchema } from './config.ts';
import { snowflakeDialect } from './dialect.ts';
import { sourceError } from './errors.ts';
import { type Ask, introspectTables } from './introspect.ts';
import { rowsOf } from './rows.ts';
import { createSession } from './session.ts';

export const snowflakeDriver: Driver<SnowflakeOptions> = {
  name: 'snowflake',
  displayName: 'Snowflake',
  optionsSchema: snowflakeOptionsSchema,
  secretOptions: ['password', 'privateKey', 'privateKeyPassphrase', 'token'],
  create,
};

function create(options: SnowflakeOptions, context: ConnectorContext): Connector {
  const client = createClient(options, context);
  const sessions = new Set<Session>();
  const closing = new AbortController();

  async function ask<Answer>(
    signal: AbortSignal,
    question: (ask: Ask, held: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    if (closing.signal.aborted)
      throw new JoineryError('internal', 'The connector is closed.', { connection: context.id });
    if (signal.aborted) throw new Cancelled();
    const held = AbortSignal.any([signal, closing.signal]);
    try {
      return await question((query) => rowsOf(client, query, held), held);
    } catch (thrown) {
      throw held.aborted ? new Cancelled() : sourceError(thrown, { connection: context.id, during: 'catalog' });
    }
  }

  return {
    id: context.id,
    driver: snowflakeDriver.name,
    // Each statement reads one state of the data; statements of one run cannot share one: see docs/connectors/snowflake.md.
    capabilities: { snapshot: false, serverCancel: true, native: true },
    dialect: { ...snowflakeDialect(options.database), block: snowflakeBlocks(options.database) },
    test: (signal) =>
      ask(signal, async (question, held) => {
        await client.ready(held);
        return testAccount(question, options, context.id);
      }),
    introspect: (signal) =>
      ask(signal, async (question) => {
        const [version] = await question({ sql: 'SELECT CURRENT_VERSION() AS VERSION', binds: [] });
        return {
          serverLabel: `Snowflake ${version?.VERSION ?? ''}`.trim(),
          defaultSchema: options.schema,
          tables: await introspectTables(question, options.database, context),
        };
      }),
    openSession: ({ signal }) =>
      ask(signal, async (_, held) => {
        await client.ready(held);
        const session: Session = createSession(client, options, context, () => sessions.delete(session));
        sessions.add(session);
        return session;
      }),
    async close() {
      closing.abort();
      await Promise.all([...sessions].map((session) => session.close()));
      await client.close();
    },
  };
}
