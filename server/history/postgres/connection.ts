/** Connections to the database of several servers. */
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlQuery, SqlQueryable } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import type { DatabaseConfig } from '../../config/config.ts';

/** A server that does not answer is told as such after this time. */
const CONNECT_MS = 10_000;

/** A connection of its own, for work that needs one session. The caller ends it. */
export async function connectOnce({ url }: DatabaseConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...settings(url), connectionTimeoutMillis: CONNECT_MS });
  // A connection that is lost shows in the query that needs it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const settings = (url: string): pg.ClientConfig => ({
  connectionString: url,
  application_name: 'joinery',
  keepAlive: true,
});

/** Prisma's adapter, for texts that PostgreSQL cannot hold: it has no NUL sign, a statement that somebody pasted may. */
export class TextSafePg extends PrismaPg {
  constructor({ url, connections }: DatabaseConfig) {
    super({ ...settings(url), max: connections, connectionTimeoutMillis: CONNECT_MS, idleTimeoutMillis: 60_000 });
  }

  override async connect() {
    const adapter = textSafe(await super.connect());
    const { startTransaction } = adapter;
    adapter.startTransaction = async (level) => textSafe(await startTransaction.call(adapter, level));
    return adapter;
  }
}

function textSafe<Queryable extends SqlQueryable>(queryable: Queryable): Queryable {
  const { queryRaw, executeRaw } = queryable;
  queryable.queryRaw = (query) => queryRaw.call(queryable, withoutNul(query));
  queryable.executeRaw = (query) => executeRaw.call(queryable, withoutNul(query));
  return queryable;
}

const withoutNul = (query: SqlQuery): SqlQuery => ({
  ...query,
  args: query.args.map((arg) => (typeof arg === 'string' && arg.includes('\0') ? arg.replaceAll('\0', '\uFFFD') : arg)),
});

/** `host:port/database` of a URL, fit to be shown. */
export function placeOf({ url }: DatabaseConfig): string {
  const { host, pathname } = new URL(url);
  return `${host === '' ? 'the local socket' : host}${pathname}`;
}
