import { Cancelled, JoineryError } from '../../errors.ts';
import type { Connector, ConnectorContext, Driver, Session } from '../connector.ts';
import { accountRights } from './account.ts';
import { mysqlBlocks } from './block.ts';
import { abortable, type Client, createClient } from './client.ts';
import { type MysqlOptions, mysqlOptionsSchema } from './config.ts';
import { mysqlDialect } from './dialect.ts';
import { sourceError } from './errors.ts';
import { introspectTables } from './introspect.ts';
import { openSession } from './session.ts';
import { createTurns } from './turns.ts';

export const mysqlDriver: Driver<MysqlOptions> = {
  name: 'mysql',
  displayName: 'MySQL / MariaDB',
  optionsSchema: mysqlOptionsSchema,
  secretOptions: ['password'],
  create: createConnector,
};

function createConnector(options: MysqlOptions, context: ConnectorContext): Connector {
  const client = createClient(options, context);
  const dialect = { ...mysqlDialect(options.zeroDates), block: mysqlBlocks(options.zeroDates) };
  const turns = createTurns(options.maxConnections);
  const sessions = new Set<Session>();
  const closing = new AbortController();
  /** Ends with the caller's signal, and when the connector is closed. */
  const alive = (signal: AbortSignal) => {
    if (closing.signal.aborted) {
      throw new JoineryError('internal', 'The connector is closed.', { connection: context.id });
    }
    return AbortSignal.any([signal, closing.signal]);
  };
  return {
    id: context.id,
    driver: 'mysql',
    // Each query reads one state of the data, but connections of MySQL cannot share a snapshot: see docs/connectors/mysql.md.
    capabilities: { snapshot: false, serverCancel: true, native: true },
    dialect,
    test: async (signal) =>
      withConnection(client, context.id, alive(signal), async (connection) => {
        const startedAt = performance.now();
        const { label } = await client.version(connection);
        await new Promise<void>((resolve, reject) => {
          connection.ping((error) => (error ? reject(error) : resolve()));
        });
        const roundTripMs = performance.now() - startedAt;
        return { serverLabel: label, roundTripMs, account: await accountRights(connection, options.database) };
      }),
    introspect: async (signal) =>
      withConnection(client, context.id, alive(signal), async (connection) => ({
        serverLabel: (await client.version(connection)).label,
        defaultSchema: options.database,
        tables: await introspectTables(connection),
      })),
    async openSession(request) {
      const signal = alive(request.signal);
      const giveBack = await turns.take(1, signal);
      const onClose = (session: Session) => {
        sessions.delete(session);
        giveBack();
      };
      const session = await openSession({ client, dialect, options, context, onClose }, signal);
      sessions.add(session);
      if (!closing.signal.aborted) return session;
      await session.close();
      throw new Cancelled();
    },
    async close() {
      closing.abort();
      await Promise.all([...sessions].map((session) => session.close()));
      await client.close();
    },
  };
}

/** Lends a connection for work without a session. An abort ends it on the server. */
async function withConnection<T>(
  client: Client,
  id: string,
  signal: AbortSignal,
  work: (connection: Awaited<ReturnType<Client['acquire']>>) => Promise<T>,
): Promise<T> {
  const connection = await client.acquire(signal);
  try {
    const result = await abortable(work(connection), signal);
    client.release(connection, true);
    return result;
  } catch (error) {
    // The connection is closed either way, so a failed kill leaves nothing behind that we could use again.
    if (error instanceof Cancelled) await client.killQuery(connection).catch(() => {});
    client.release(connection, false);
    throw sourceError(error, { connection: id });
  }
}
