import { Cancelled } from '../../errors.ts';
import type { Connector, ConnectorContext, Driver } from '../connector.ts';
import { accountRights } from './account.ts';
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
  const dialect = mysqlDialect(options.zeroDates);
  const turns = createTurns(options.maxConnections);
  return {
    id: context.id,
    driver: 'mysql',
    // Each query reads one state of the data, but connections of MySQL cannot share a snapshot: see docs/connectors/mysql.md.
    capabilities: { snapshot: false, serverCancel: true, native: true },
    dialect,
    test: (signal) =>
      withConnection(client, context.id, signal, async (connection) => {
        const startedAt = performance.now();
        const { label } = await client.version(connection);
        await new Promise<void>((resolve, reject) => {
          connection.ping((error) => (error ? reject(error) : resolve()));
        });
        const roundTripMs = performance.now() - startedAt;
        return { serverLabel: label, roundTripMs, account: await accountRights(connection, options.database) };
      }),
    introspect: (signal) =>
      withConnection(client, context.id, signal, async (connection) => ({
        serverLabel: (await client.version(connection)).label,
        defaultSchema: options.database,
        tables: await introspectTables(connection),
      })),
    async openSession({ signal }) {
      const giveBack = await turns.take(1, signal);
      try {
        return await openSession({ client, dialect, options, context, onClose: giveBack }, signal);
      } catch (error) {
        giveBack();
        throw error;
      }
    },
    close: () => client.close(),
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
