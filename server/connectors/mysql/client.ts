/** The connections of one connector: mysql2's pool, each connection set up for exact, read-only work before its first use. */
import { readFileSync } from 'node:fs';
import { connect, isIP, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { type ConnectionOptions, createConnection, createPool, type Pool, type PoolConnection } from 'mysql2';
import { Cancelled, JoineryError } from '../../errors.ts';
import type { ConnectorContext } from '../connector.ts';
import { lendingSocket } from '../lending-socket.ts';
import { isLocal } from '../server-options.ts';
import type { MysqlOptions } from './config.ts';
import { sourceError } from './errors.ts';

export interface ServerVersion {
  /** "MariaDB 10.11.19" */
  readonly label: string;
  readonly isMariadb: boolean;
}

export interface Client {
  /** A connection ready for work. Whoever takes it gives it back by `release`. */
  acquire(signal: AbortSignal): Promise<PoolConnection>;
  /** `isUsable: false` closes it instead of keeping it. */
  release(connection: PoolConnection, isUsable: boolean): void;
  /** Ends what the connection runs now, from another connection; the connection itself lives on. */
  killQuery(connection: PoolConnection): Promise<void>;
  version(connection: PoolConnection): Promise<ServerVersion>;
  close(): Promise<void>;
}

export type Cell = string | null;

/** All rows of a small query, values as text. */
export function queryRows(connection: PoolConnection, sql: string): Promise<Cell[][]> {
  return new Promise((resolve_, reject) => {
    connection.query({ sql, rowsAsArray: true, typeCast: (field) => field.string() }, (error, rows) =>
      error ? reject(error) : resolve_(rows as unknown as Cell[][]),
    );
  });
}

/** Settles as `work` does, or with `Cancelled` as soon as the signal says so. */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // After an abort nobody asks any more what became of it.
  work.catch(() => {});
  if (signal.aborted) throw new Cancelled();
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(new Cancelled());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

const IDLE_CLOSE_MS = 30_000;
const KILL_CONNECT_MS = 3_000;
const CLOSE_MS = 2_000;

export function createClient(options: MysqlOptions, context: ConnectorContext): Client {
  let pool: Pool | undefined;
  let known: ServerVersion | undefined;
  const ready = new WeakSet<PoolConnection>();
  const target = () => connectionOptions(options, context);

  const open = (): Pool => {
    pool ??= createPool({
      ...target(),
      // Sessions limit themselves; the pool must never make a fetch wait for another one.
      connectionLimit: 10_000,
      maxIdle: options.maxConnections,
      idleTimeout: IDLE_CLOSE_MS,
    });
    return pool;
  };

  const take = (): Promise<PoolConnection> =>
    new Promise((resolve_, reject) => {
      open().getConnection((error, connection) => (error ? reject(error) : resolve_(connection)));
    });

  const version = async (connection: PoolConnection): Promise<ServerVersion> => {
    if (known === undefined) {
      const [row] = await queryRows(connection, 'SELECT VERSION()');
      known = serverVersion(row?.[0] ?? '');
    }
    return known;
  };

  const prepare = async (connection: PoolConnection): Promise<void> => {
    if (ready.has(connection)) {
      // An idle connection may have been lost unseen.
      await queryRows(connection, 'DO 0');
      return;
    }
    for (const statement of sessionSettings(await version(connection), options)) await queryRows(connection, statement);
    ready.add(connection);
  };

  const takeReady = async (): Promise<PoolConnection> => {
    for (;;) {
      const connection = await take();
      const wasReady = ready.has(connection);
      try {
        await prepare(connection);
        return connection;
      } catch (error) {
        connection.destroy();
        if (!wasReady) throw error;
      }
    }
  };

  return {
    version,
    async acquire(signal) {
      const taking = takeReady();
      try {
        return await abortable(taking, signal);
      } catch (error) {
        // It may still come after an abort: then it goes back.
        taking.then((connection) => connection.release()).catch(() => {});
        throw sourceError(error, { connection: context.id, isConnecting: true });
      }
    },
    release(connection, isUsable) {
      if (isUsable) connection.release();
      else connection.destroy();
    },
    async killQuery(connection) {
      const killer = createConnection({ ...target(), connectTimeout: KILL_CONNECT_MS });
      killer.on('error', () => {});
      try {
        await new Promise<void>((resolve_, reject) => {
          killer.query(`KILL QUERY ${Number(connection.threadId)}`, (error) => (error ? reject(error) : resolve_()));
        });
      } finally {
        killer.destroy();
      }
    },
    async close() {
      const closing = pool;
      pool = undefined;
      if (closing === undefined) return;
      // A server that hangs does not take leave.
      const timeout = Promise.withResolvers<void>();
      const timer = setTimeout(timeout.resolve, CLOSE_MS);
      await Promise.race([new Promise<void>((resolve_) => closing.end(() => resolve_())), timeout.promise]);
      clearTimeout(timer);
    },
  };
}

function connectionOptions(options: MysqlOptions, context: ConnectorContext): ConnectionOptions {
  const address = options.host.startsWith('/')
    ? { socketPath: options.host }
    : { host: options.host, port: options.port };
  const encryption = tls(options, context);
  const isPlain = encryption.ssl === undefined && 'port' in address;
  return {
    ...address,
    user: options.user,
    password: options.password,
    database: options.database,
    charset: 'utf8mb4',
    connectTimeout: options.connectTimeoutMs,
    multipleStatements: false,
    // A server must not be able to ask for a file of this machine.
    flags: ['-LOCAL_FILES'],
    ...(isPlain
      ? { stream: () => lendingSocket().setNoDelay().setKeepAlive(true).connect(options.port, options.host) }
      : isIP(options.host) === 0
        ? {}
        : { stream: () => connectTo(options) }),
    ...encryption,
  };
}

/**
 * mysql2 leaves the name to check in a certificate to the socket, and a socket to an address knows none: the certificate would be held against
 * "localhost". `_host` is where Node looks for it.
 */
function connectTo({ host, port }: MysqlOptions): Socket {
  const socket = connect({ host, port, keepAlive: true, noDelay: true });
  return Object.assign(socket, { _host: host });
}

function tls(options: MysqlOptions, context: ConnectorContext): Pick<ConnectionOptions, 'ssl'> {
  const mode = options.ssl ?? !isLocal(options.host);
  if (mode === false) return {};
  const ca = options.ca === undefined ? {} : { ca: certificate(options.ca, context) };
  const isVerified = mode !== 'no-verify';
  return { ssl: { ...ca, rejectUnauthorized: isVerified, verifyIdentity: isVerified, minVersion: 'TLSv1.2' } };
}

function certificate(ca: string, context: ConnectorContext): string {
  if (ca.includes('-----BEGIN')) return ca;
  const path = resolve(context.baseDir, ca);
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new JoineryError('source_unreachable', `The certificate file of "${context.id}" cannot be read: ${path}`, {
      connection: context.id,
      hint: 'Check `ca` of the connection: a path relative to config.yaml, or the PEM text itself.',
      cause,
    });
  }
}

export function serverVersion(text: string): ServerVersion {
  const number = /\d+(?:\.\d+)+/.exec(text.replace(/^5\.5\.5-/, ''))?.[0] ?? text;
  const isMariadb = /mariadb/i.test(text);
  return { label: `${isMariadb ? 'MariaDB' : 'MySQL'} ${number}`, isMariadb };
}

/**
 * Why each is set: the mode fixes what quotes and backslashes mean and lets zero dates be read; UTC makes TIMESTAMP an instant; a reader that
 * waits for another source must not be thrown out (`net_write_timeout`, `wait_timeout`); MySQL must not tell the times of changes from a cache,
 * nor give up its index for a long list of keys; GROUP_CONCAT must not be cut; safe-update and
 * select limits of the account must not drop rows.
 */
function sessionSettings(version: ServerVersion, options: MysqlOptions): string[] {
  const timeout = options.statementTimeoutMs;
  const flavour = version.isMariadb
    ? `max_statement_time = ${timeout / 1000}, idle_transaction_timeout = 0, idle_readonly_transaction_timeout = 0`
    : `max_execution_time = ${timeout}${/^MySQL [0-7]\./.test(version.label) ? '' : ', information_schema_stats_expiry = 0, range_optimizer_max_mem_size = 0'}`;
  return [
    'SET NAMES utf8mb4',
    `SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00',
      net_write_timeout = 86400, wait_timeout = 86400, group_concat_max_len = 4294967295, sql_select_limit = 18446744073709551615,
      sql_big_selects = 1, sql_safe_updates = 0`.replace(/\s+/g, ' '),
    `SET SESSION ${flavour}`,
    'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ',
    'SET SESSION TRANSACTION READ ONLY',
  ];
}
