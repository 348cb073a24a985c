import { mkdir, readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import path from 'node:path';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { ensureMariadb, isRoot, type MariadbBinaries, run } from '../../../test/servers/mariadb-binaries.ts';
import { DATABASE, READER, type Source } from './login.ts';
import { makeOnce } from './once.ts';
import { freePort, type ServerProcess, startServerProcess } from './server-process.ts';

const schema = path.resolve(import.meta.dirname, '../schema');

/** InnoDB reads past the cache of the system: where its pool does not hold the data, every statement waits for the disk. */
const POOL_BYTES = { each: 2 * 1024 ** 3, most: totalmem() * 0.6 };

/** Starts MariaDB on its kept data. `dump` writes the tables' rows as CSV files and answers their folder; it is asked once. */
export async function startMariadbSource(
  folder: string,
  scaleFactor: number,
  tables: readonly string[],
  dump: () => Promise<string>,
): Promise<Source> {
  const binaries = await ensureMariadb();
  const dataDir = path.join(folder, 'mariadb');
  await makeOnce(dataDir, () => create(binaries, dataDir, tables, dump));
  const poolBytes = Math.floor(Math.min(POOL_BYTES.each * Math.max(1, scaleFactor), POOL_BYTES.most));
  const running = await start(binaries, dataDir, poolBytes);
  const admin = await connect(running.socketPath);
  const [rows] = await admin.query<RowDataPacket[]>('SELECT version() AS version');
  // The sources are measured warm: InnoDB fills its pool from the whole tables once, not only from their smallest indexes.
  for (const table of tables) await admin.query(`SELECT count(*) FROM ${DATABASE}.${table} FORCE INDEX (PRIMARY)`);
  return {
    login: { host: '127.0.0.1', port: running.port, ...READER, database: DATABASE },
    version: `MariaDB ${rows[0]?.version}`,
    async endSessions() {
      const [sessions] = await admin.query<RowDataPacket[]>(
        "SELECT id FROM information_schema.processlist WHERE user = ? AND command <> 'Sleep'",
        [READER.user],
      );
      // One that has ended by itself in between is as good.
      for (const { id } of sessions) await admin.query(`KILL ${id}`).catch(() => {});
    },
    async stop() {
      await admin.end();
      await running.server.stop();
    },
  };
}

async function create(
  binaries: MariadbBinaries,
  dataDir: string,
  tables: readonly string[],
  dump: () => Promise<string>,
) {
  await mkdir(dataDir, { recursive: true });
  await run(
    binaries.installDb,
    [
      '--no-defaults',
      `--datadir=${dataDir}`,
      `--basedir=${binaries.baseDir}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...asUser(),
    ],
    binaries.environment,
  );
  const csv = await dump();
  console.error('Loading MariaDB ...');
  const running = await start(binaries, dataDir, POOL_BYTES.each);
  try {
    const admin = await connect(running.socketPath);
    await admin.query(`CREATE DATABASE ${DATABASE}`);
    await admin.query(`USE ${DATABASE}`);
    await admin.query(await readFile(path.join(schema, 'mariadb.sql'), 'utf8'));
    await admin.query('SET unique_checks = 0');
    for (const table of tables) {
      const file = path.join(csv, `${table}.csv`);
      await admin.query(
        `LOAD DATA INFILE ? INTO TABLE ${table} CHARACTER SET utf8mb4 FIELDS TERMINATED BY '|' OPTIONALLY ENCLOSED BY '"'`,
        [file],
      );
    }
    await admin.query(await readFile(path.join(schema, 'mariadb-keys.sql'), 'utf8'));
    await admin.query(
      `CREATE USER ${READER.user}@'127.0.0.1' IDENTIFIED BY '${READER.password}';
       GRANT SELECT ON ${DATABASE}.* TO ${READER.user}@'127.0.0.1'`,
    );
    await admin.end();
  } finally {
    await running.server.stop();
  }
}

async function start(
  binaries: MariadbBinaries,
  dataDir: string,
  poolBytes: number,
): Promise<{ server: ServerProcess; port: number; socketPath: string }> {
  const port = await freePort();
  const socketPath = `${dataDir}.sock`;
  const server = await startServerProcess({
    command: binaries.server,
    args: [
      '--no-defaults',
      `--datadir=${dataDir}`,
      `--basedir=${binaries.baseDir}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${socketPath}`,
      `--pid-file=${dataDir}.pid`,
      '--skip-name-resolve',
      '--skip-log-bin',
      '--character-set-server=utf8mb4',
      `--innodb-buffer-pool-size=${poolBytes}`,
      '--innodb-log-file-size=1G',
      ...asUser(),
    ],
    environment: binaries.environment,
    readyText: 'ready for connections',
    stopSignal: 'TERM',
    logPath: `${dataDir}.log`,
  });
  return { server, port, socketPath };
}

const asUser = (): string[] => (isRoot() ? ['--user=root'] : []);

const connect = (socketPath: string): Promise<Connection> =>
  createConnection({ socketPath, user: 'root', multipleStatements: true });
