/** An engine over a PostgreSQL and a MariaDB, each behind a wire that can be cut or held, and over a file. */
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { filesDriver } from '../../server/connectors/files/index.ts';
import { mysqlDriver } from '../../server/connectors/mysql/index.ts';
import { postgresDriver } from '../../server/connectors/postgres/index.ts';
import type { EngineOutcome } from '../../server/engine/engine.ts';
import { contextOf, type EngineOver, engineOver } from '../engine-over.ts';
import { type FaultProxy, startFaultProxy } from '../servers/fault-proxy.ts';
import { startMariadb } from '../servers/mariadb.ts';
import { startPostgres } from '../servers/postgres.ts';

/** Rows of the large tables: some MiB, so that a fault can strike in the middle. */
const ROWS = 120_000;
/** Runs end in time on a busy machine too. */
const RUN_TIME_MS = 60_000;

export interface FaultsFixture {
  readonly proxies: Readonly<Record<'pg' | 'my', FaultProxy>>;
  run(text: string, signal?: AbortSignal): Promise<EngineOutcome>;
  /** An engine that gives runs this time. */
  within(runTimeMs: number): Promise<Pick<EngineOver, 'run'>>;
  rows(text: string): Promise<readonly unknown[]>;
  /** Kills the server behind a wire (SIGKILL) and starts it again. */
  crash(id: 'pg' | 'my'): Promise<void>;
  /** Statements of ours that the servers still work on. */
  working(): Promise<string[]>;
  /** What runs have left on the disk. */
  leftovers(): Promise<string[]>;
  close(): Promise<void>;
}

export async function faultsFixture(): Promise<FaultsFixture> {
  const folder = await mkdtemp(path.join(tmpdir(), 'joinery-faults-'));
  const [postgres, mariadb] = await Promise.all([startPostgres(), startMariadb()]);
  let admin = await postgres.adminClient();
  await admin.query(
    `CREATE TABLE orders (id int PRIMARY KEY, customer_id int, note text); INSERT INTO orders SELECT n, n % 1000, repeat('x', 40) FROM generate_series(1, ${ROWS}) n; ` +
      `CREATE TABLE customers (id int PRIMARY KEY, city text); INSERT INTO customers SELECT n, 'city ' || n % 50 FROM generate_series(0, 999) n; ANALYZE`,
  );
  await mariadb.exec(
    `CREATE TABLE \`lines\` (id int PRIMARY KEY, order_id int, note varchar(60), INDEX (order_id)); INSERT INTO \`lines\` SELECT seq, seq, repeat('y', 40) FROM seq_1_to_${ROWS}; ANALYZE TABLE \`lines\``,
  );
  await writeFile(path.join(folder, 'cities.csv'), 'city,country\ncity 1,cz\ncity 2,de\n');
  const proxies = { pg: await startFaultProxy(postgres), my: await startFaultProxy(mariadb) };
  const context = contextOf(folder);
  const connectors = {
    pg: postgresDriver.create(
      postgresDriver.optionsSchema.parse({ ...loginOf(postgres), port: proxies.pg.port, connectTimeoutMs: 2_000 }),
      context('pg'),
    ),
    my: mysqlDriver.create(
      mysqlDriver.optionsSchema.parse({ ...loginOf(mariadb), port: proxies.my.port, connectTimeoutMs: 2_000 }),
      context('my'),
    ),
    files: filesDriver.create(filesDriver.optionsSchema.parse({ path: './cities.csv' }), context('files')),
  };
  const engineWith = (runTimeMs: number) =>
    engineOver(connectors, folder, {
      limits: { runTimeMs, runMemoryBytes: 512 * 1_048_576, runSpillBytes: 1_073_741_824 },
    });
  const engine = await engineWith(RUN_TIME_MS);
  const others = new Map<number, EngineOver>();
  const working = async (): Promise<string[]> => {
    const { rows } = await admin.query<{ query: string }>(
      "SELECT query FROM pg_stat_activity WHERE application_name LIKE 'joinery%' AND state <> 'idle'",
    );
    const list = await mariadb.exec('SHOW FULL PROCESSLIST');
    const mine = list.filter(
      (row) => row.Command !== 'Sleep' && row.Command !== 'Daemon' && row.Info !== 'SHOW FULL PROCESSLIST',
    );
    return [...rows.map(({ query }) => query), ...mine.map((row) => String(row.Info ?? row.Command))];
  };
  return {
    proxies,
    run: (text, signal) => engine.run(text, {}, signal),
    async within(runTimeMs) {
      const other = others.get(runTimeMs) ?? (await engineWith(runTimeMs));
      others.set(runTimeMs, other);
      return other;
    },
    rows: async (text) => (await engine.rows(text)).rows,
    async crash(id) {
      if (id === 'my') return mariadb.crash();
      await postgres.crash();
      admin = await postgres.adminClient();
    },
    async working() {
      // A server notices a broken wire or a cancel a moment later; it may not take as long as this.
      let left = await working();
      for (let tries = 0; left.length > 0 && tries < 100; tries += 1) {
        await delay(50);
        left = await working();
      }
      return left;
    },
    leftovers: async () => (await readdir(folder)).filter((name) => name.startsWith('run-')),
    async close() {
      await Promise.all([engine, ...others.values()].map((one) => one.close()));
      await Promise.all(Object.values(proxies).map((proxy) => proxy.stop()));
      await admin.end();
      await Promise.all([postgres.stop(), mariadb.stop()]);
    },
  };
}

const loginOf = ({ host, user, password, database }: Record<'host' | 'user' | 'password' | 'database', string>) => ({
  host,
  user,
  password,
  database,
});
