/**
 * A real MariaDB server for tests and benches: own temp folder, free port, loopback only, gone after `stop`. The binaries come from
 * `JOINERY_MARIADBD` or the PATH, else from Debian's packages (as root), else from Maven Central through `mvn`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';
import { ensureMariadb, isRoot, run } from './mariadb-binaries.ts';

export { ensureMariadb } from './mariadb-binaries.ts';

export interface MariadbServer {
  readonly host: string;
  readonly port: number;
  /** An administrator; tests make their own accounts. */
  readonly user: string;
  readonly password: string;
  /** An empty database, made at the start. */
  readonly database: string;
  /** Runs one or more statements as administrator (separated by `;`) and answers the rows of the last. */
  exec(sql: string): Promise<RowDataPacket[]>;
  /** A further administrator connection; whoever asks for it ends it. */
  admin(): Promise<Connection>;
  /** Ends the server, connections and all, and starts it anew with its data at the same port. */
  restart(): Promise<void>;
  /** Killed without a word (SIGKILL), and started again over what it left. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export interface MariadbOptions {
  /** Further options of the server, such as `--innodb-buffer-pool-size=1G`. */
  readonly serverOptions?: readonly string[];
  /** Parent of the data folder. Default: the system's temp folder. */
  readonly parentDir?: string;
}

const PASSWORD = 'joinery-admin';
const DATABASE = 'test';

export async function startMariadb(options: MariadbOptions = {}): Promise<MariadbServer> {
  const binaries = await ensureMariadb();
  const dir = await mkdtemp(join(options.parentDir ?? tmpdir(), 'joinery-mariadb-'));
  const asUser = isRoot() ? ['--user=root'] : [];
  const common = ['--no-defaults', `--datadir=${join(dir, 'data')}`, ...asUser];
  await run(
    binaries.installDb,
    [...common, `--basedir=${binaries.baseDir}`, '--auth-root-authentication-method=normal', '--skip-test-db'],
    binaries.environment,
  );
  const port = await freePort();
  const start = () =>
    spawn(
      binaries.server,
      [
        ...common,
        `--basedir=${binaries.baseDir}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--skip-skip-networking',
        `--socket=${join(dir, 'sock')}`,
        `--pid-file=${join(dir, 'pid')}`,
        `--tmpdir=${dir}`,
        '--skip-log-bin',
        '--innodb-flush-log-at-trx-commit=0',
        '--innodb-buffer-pool-size=64M',
        '--innodb-log-file-size=16M',
        ...(options.serverOptions ?? []),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...binaries.environment } },
    );
  let child = start();
  try {
    await ready(child, join(dir, 'log'));
    const target = { host: '127.0.0.1', port, user: 'root', multipleStatements: true };
    const first = await createConnection(target);
    await first.query(
      `CREATE DATABASE ${DATABASE} CHARACTER SET utf8mb4; SET PASSWORD FOR root@localhost = PASSWORD('${PASSWORD}')`,
    );
    await first.end();
    const connect = () => createConnection({ ...target, password: PASSWORD, database: DATABASE, charset: 'utf8mb4' });
    return {
      host: '127.0.0.1',
      port,
      user: 'root',
      password: PASSWORD,
      database: DATABASE,
      admin: connect,
      async exec(sql) {
        const connection = await connect();
        try {
          const [answer] = await connection.query<RowDataPacket[] | RowDataPacket[][] | ResultSetHeader>(sql);
          if (!Array.isArray(answer)) return [];
          // Several statements answer a list of answers; those of statements without rows are no lists.
          const last: unknown = answer.some((one) => one.constructor.name === 'ResultSetHeader' || Array.isArray(one))
            ? answer.at(-1)
            : answer;
          return Array.isArray(last) ? (last as RowDataPacket[]) : [];
        } finally {
          await connection.end();
        }
      },
      async restart() {
        await end(child);
        child = start();
        await ready(child, join(dir, 'log'));
      },
      async crash() {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
        child = start();
        await ready(child, join(dir, 'log'));
      },
      stop: () => stop(child, dir),
    };
  } catch (error) {
    await stop(child, dir);
    throw error;
  }
}

/** Settles when the server says that it takes connections; its log goes to a file for the message of a failed start. */
async function ready(child: ChildProcess, logPath: string): Promise<void> {
  const log = createWriteStream(logPath);
  await new Promise<void>((resolve, reject) => {
    let seen = '';
    const onOutput = (chunk: Buffer) => {
      log.write(chunk);
      if (seen.length < 100_000) seen += chunk.toString();
      if (seen.includes('ready for connections')) resolve();
    };
    child.stdout?.on('data', onOutput);
    child.stderr?.on('data', onOutput);
    child.once('error', reject);
    child.once('exit', async (code) => {
      const text = await readFile(logPath, 'utf8').catch(() => seen);
      reject(new Error(`MariaDB ended while starting (exit code ${code}):\n${text.slice(-2000)}`));
    });
  });
}

async function stop(child: ChildProcess, dir: string): Promise<void> {
  await end(child);
  await rm(dir, { recursive: true, force: true });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(force);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}
