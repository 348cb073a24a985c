import { Cancelled } from '../../errors.ts';
import type { Connector, ConnectorContext, Driver } from '../connector.ts';
import { testAccount } from './account.ts';
import { trinoBlocks } from './block.ts';
import { TrinoClient } from './client.ts';
import { type TrinoOptions, trinoOptionsSchema } from './config.ts';
import { trinoDialect } from './dialect.ts';
import { sourceError } from './errors.ts';
import { introspect } from './introspect.ts';
import { TrinoSession } from './session.ts';

export const trinoDriver: Driver<TrinoOptions> = {
  name: 'trino',
  displayName: 'Trino',
  optionsSchema: trinoOptionsSchema,
  secretOptions: ['password', 'token'],
  create,
};

function create(options: TrinoOptions, context: ConnectorContext): Connector {
  const client = new TrinoClient(options, context.baseDir);
  const sessions = new Set<TrinoSession>();

  async function ask<Answer>(
    during: 'catalog' | 'connect',
    signal: AbortSignal,
    question: () => Promise<Answer>,
  ): Promise<Answer> {
    if (signal.aborted) throw new Cancelled();
    try {
      return await question();
    } catch (thrown) {
      throw signal.aborted ? new Cancelled() : sourceError(thrown, { connection: context.id, during });
    }
  }

  const warn = (message: string) => context.log.warn(`${context.id}: ${message}`);
  return {
    id: context.id,
    driver: trinoDriver.name,
    capabilities: { snapshot: false, serverCancel: true, native: true },
    dialect: { ...trinoDialect, block: trinoBlocks },
    test: (signal) => ask('connect', signal, () => testAccount(client, options, context.id, signal)),
    introspect: (signal) => ask('catalog', signal, () => introspect(client, options, signal, warn)),
    openSession: ({ signal }) =>
      ask('connect', signal, async () => {
        // A coordinator that is not there is told at once, not at the first fetch.
        await client.ping(signal);
        const session = new TrinoSession(client, context.id);
        sessions.add(session);
        const close = session.close.bind(session);
        session.close = async () => {
          sessions.delete(session);
          await close();
        };
        return session;
      }),
    close: async () => {
      await Promise.all([...sessions].map((session) => session.close()));
      await client.close();
    },
  };
}
