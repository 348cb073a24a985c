import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { appendFile, chown, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';
import { ensureNoneRuns } from '../../../demo/postgres/server.ts';
import { DATABASE, READER, type Source } from './login.ts';
import { makeOnce } from './once.ts';
import { findPostgres, type PostgresPrograms } from './postgres-binaries.ts';
import { freePort, startServerProcess } from './server-process.ts';

const schema = path.resolve(import.meta.dirname, '../schema');

const settings = `
shared_buffers = 1GB
max_wal_size = 4GB
effective_cache_size = 8GB
work_mem = 64MB
timezone = 'UTC'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
`;

export interface PostgresSource extends Source {
  readonly hasMysqlFdw: boolean;
  /** For what the benchmark itself does. */
  admin(): Promise<pg.Client>;
}

/** Starts PostgreSQL on its kept data. `dump` writes the tables' rows as CSV files and answers their folder; it is asked once. */
export async function startPostgresSource(
  home: string,
  folder: string,
  tables: readonly string[],
  dump: () => Promise<string>,
): Promise<PostgresSource> {
  const programs = await findPostgres(home);
  const dataDir = path.join(folder, programs.name);
  await makeOnce(dataDir, () => create(programs, dataDir, tables, dump));
  const running = await start(programs, dataDir);
  const connection = await running.connect(DATABASE);
  const { rows } = await connection.query<{ version: string }>("SELECT current_setting('server_version') AS version");
  // The sources are measured warm.
  for (const table of tables) await connection.query(`SELECT count(*) FROM ${table}`);
  return {
    login: { host: '127.0.0.1', port: running.port, ...READER, database: DATABASE },
    version: `PostgreSQL ${rows[0]?.version}`,
    hasMysqlFdw: programs.hasMysqlFdw,
    admin: () => running.connect(DATABASE),
    async endSessions() {
      await connection.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND state <> 'idle'",
        [READER.user],
      );
    },
    async stop() {
      await connection.end();
      await running.stop();
    },
  };
}

async function create(
  programs: PostgresPrograms,
  dataDir: string,
  tables: readonly string[],
  dump: () => Promise<string>,
) {
  await mkdir(dataDir, { recursive: true });
  if (programs.account !== undefined) await chown(dataDir, programs.account.uid, programs.account.gid);
  const { initdb, account } = programs;
  await new Promise<void>((resolve, reject) =>
    execFile(
      initdb,
      [
        `--pgdata=${dataDir}`,
        '--username=postgres',
        '--auth=trust',
        '--encoding=UTF8',
        '--locale=C.UTF-8',
        '--no-sync',
      ],
      { ...account, cwd: '/' },
      (error) => (error === null ? resolve() : reject(error)),
    ),
  );
  await appendFile(path.join(dataDir, 'postgresql.conf'), settings);
  const csv = await dump();
  console.error('Loading PostgreSQL ...');
  const running = await start(programs, dataDir);
  try {
    const first = await running.connect('postgres');
    await first.query(`CREATE ROLE ${READER.user} LOGIN PASSWORD '${READER.password}'`);
    await first.query(`CREATE DATABASE ${DATABASE}`);
    await first.end();
    const client = await running.connect(DATABASE);
    await client.query(await readFile(path.join(schema, 'postgres.sql'), 'utf8'));
    for (const table of tables) {
      const copy = client.query(copyStreams.from(`COPY ${table} FROM STDIN (FORMAT csv, DELIMITER '|')`));
      await pipeline(createReadStream(path.join(csv, `${table}.csv`)), copy);
    }
    await client.query(await readFile(path.join(schema, 'postgres-keys.sql'), 'utf8'));
    await client.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${READER.user}`);
    await client.query('VACUUM ANALYZE');
    await client.end();
  } finally {
    await running.stop();
  }
}

async function start(programs: PostgresPrograms, dataDir: string) {
  await ensureNoneRuns(dataDir);
  const port = await freePort();
  const server = await startServerProcess({
    command: programs.postgres,
    args: ['-D', dataDir, '-p', String(port)],
    account: programs.account,
    readyText: 'ready to accept connections',
    stopSignal: 'INT',
    logPath: `${dataDir}.log`,
  });
  return {
    port,
    stop: () => server.stop(),
    async connect(database: string): Promise<pg.Client> {
      const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database });
      await client.connect();
      return client;
    },
  };
}
