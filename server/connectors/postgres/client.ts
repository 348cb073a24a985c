/** One connection to the server, with every setting that decides how values are written as text. */
import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import pg from 'pg';
import { Cancelled } from '../../errors.ts';
import { lendingSocket } from '../lending-socket.ts';
import { isLocal } from '../server-options.ts';
import type { PostgresOptions } from './config.ts';
import { applyKnown, checkTexts, isUnknownSetting, setStatement } from './settings.ts';
import { sendCancel } from './wire.ts';

/** Text output is canonical under these, whatever the server, database or account has set. `*_timeout` 0: limits are the run's. */
function sessionSettings(options: PostgresOptions): readonly (readonly [string, string])[] {
  const schema = `"${options.schema.replaceAll('"', '""')}"`;
  return [
    ['default_transaction_read_only', 'on'],
    ['TimeZone', 'UTC'],
    ['DateStyle', 'ISO, MDY'],
    ['IntervalStyle', 'postgres'],
    ['extra_float_digits', '3'],
    ['bytea_output', 'hex'],
    ['standard_conforming_strings', 'on'],
    ['lc_monetary', 'C'],
    ['lc_numeric', 'C'],
    ['idle_in_transaction_session_timeout', '0'],
    ['lock_timeout', '0'],
    ['statement_timeout', String(options.statementTimeoutMs)],
    ['search_path', options.schema === 'public' ? 'public' : `${schema}, public`],
  ];
}

export interface OpenClient {
  readonly client: pg.Client;
  /** Set once the connection is of no more use. */
  broken: boolean;
  /** Asks the server to stop what the connection runs, then drops it. Settles when the server has taken the request, or gave no answer. */
  discard(): Promise<void>;
}

export async function connect(options: PostgresOptions, baseDir: string, signal: AbortSignal): Promise<OpenClient> {
  const ssl = await sslOptions(options, baseDir);
  try {
    return await connectOnce(options, ssl, signal, 'startup');
  } catch (thrown) {
    // Connection poolers know few startup parameters; the settings then follow as statements.
    if (thrown instanceof Error && /startup parameter/i.test(thrown.message)) {
      return await connectOnce(options, ssl, signal, 'statements');
    }
    if (options.flavor === 'compatible' && isUnknownSetting(thrown)) return connectOnce(options, ssl, signal, 'each');
    throw thrown;
  }
}

async function connectOnce(
  options: PostgresOptions,
  ssl: false | ConnectionOptions,
  signal: AbortSignal,
  settingsBy: 'startup' | 'statements' | 'each',
): Promise<OpenClient> {
  if (signal.aborted) throw new Cancelled();
  const settings = sessionSettings(options);
  const client = new pg.Client({
    host: options.host,
    port: options.port,
    database: options.database,
    user: options.user,
    password: options.password,
    ssl,
    application_name: 'joinery',
    keepAlive: true,
    // With encryption `pg` needs a socket of its own kind.
    ...(ssl === false ? { stream: lendingSocket } : {}),
    connectionTimeoutMillis: options.connectTimeoutMs,
    ...(settingsBy === 'startup'
      ? { options: settings.map(([name, value]) => `-c ${name}=${escaped(value)}`).join(' ') }
      : {}),
  });
  const open: OpenClient = { client, broken: false, discard: () => discard(open, ssl) };
  const breaks = () => {
    open.broken = true;
  };
  client.on('error', breaks);
  client.on('end', breaks);
  const stop = () => socketOf(client)?.destroy(new Cancelled());
  signal.addEventListener('abort', stop, { once: true });
  try {
    await client.connect();
    if (settingsBy === 'statements') {
      await client.query(settings.map(setStatement).join('; '));
    }
    if (settingsBy === 'each') await applyKnown((sql) => client.query(sql), settings);
    if (options.flavor === 'compatible') await checkTexts((sql) => client.query(sql));
  } catch (thrown) {
    socketOf(client)?.destroy();
    throw signal.aborted ? new Cancelled() : thrown;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return open;
}

const escaped = (value: string) => value.replace(/[\\ ]/g, (letter) => `\\${letter}`);

async function sslOptions(options: PostgresOptions, baseDir: string): Promise<false | ConnectionOptions> {
  const mode = options.ssl ?? !isLocal(options.host);
  if (mode === false) return false;
  if (mode === 'no-verify') return { rejectUnauthorized: false };
  if (options.ca === undefined) return { rejectUnauthorized: true };
  const isText = options.ca.includes('-----BEGIN');
  const path = isAbsolute(options.ca) ? options.ca : resolve(baseDir, options.ca);
  return { rejectUnauthorized: true, ca: isText ? options.ca : await readFile(path, 'utf8') };
}

interface Internals {
  readonly connection?: { readonly stream?: { destroy(error?: Error): void } };
  /** False while a statement runs. */
  readonly readyForQuery?: boolean;
}

const socketOf = (client: pg.Client) => (client as unknown as Internals).connection?.stream;

/** How long a server may take to end what it runs after it was asked to, before the connection is closed under it. */
const stopTimeoutMs = 300;

async function discard(open: OpenClient, ssl: false | ConnectionOptions): Promise<void> {
  const { client } = open;
  if (!open.broken) {
    open.broken = true;
    if ((client as unknown as Internals).readyForQuery === false) {
      const stopped = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, stopTimeoutMs);
        const settle = () => {
          clearTimeout(timer);
          resolve();
        };
        client.once('drain', settle).once('end', settle);
      });
      await sendCancel(client, ssl);
      await stopped;
    }
  }
  socketOf(client)?.destroy();
}
