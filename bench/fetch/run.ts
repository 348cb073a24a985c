/**
 * Fetch speed: `npm run bench:fetch -- [--rows 6000000] [--rounds 3] [--out FILE]`. Starts a PostgreSQL and a MariaDB server, fills one table of three columns in each, and compares in one run
 * the time that Joinery takes to bring all rows and columns into DuckDB with the source's own limit (the same rows read by a client and thrown away).
 */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import copyStreams from 'pg-copy-streams';
import { startMariadb } from '../../test/servers/mariadb.ts';
import { startPostgres } from '../../test/servers/postgres.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '6000000' },
    rounds: { type: 'string', default: '3' },
    out: { type: 'string' },
  },
});
const rows = Number(values.rows);
const rounds = Number(values.rounds);
const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');

interface Measured {
  readonly source: string;
  readonly limitMs: number;
  /** Read over one connection, and by ranges over two; the ratios are those to the limit over one. */
  readonly oneMs: number;
  readonly oneRatio: number;
  readonly rangesMs: number;
  readonly rangesRatio: number;
  readonly peakMemoryMiB: number;
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

async function timed(task: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await task();
  return performance.now() - startedMs;
}

/** One run of a statement that needs every value of the table, through the command line as a user would. Nothing may be computed at the source. */
async function joinery(
  config: string,
  connection: string,
  folder: string,
): Promise<{ totalMs: number; peakMemoryBytes: number }> {
  const stats = path.join(folder, 'stats.json');
  const sql = `SELECT count(*), sum(id), sum(amount), max(label) FROM ${connection}.measured`;
  const { stdout } = await run(
    process.execPath,
    ['cli/joinery.mjs', 'query', '--config', config, '--pushdown', 'off', '--format', 'csv', '--stats', stats, sql],
    { cwd: root },
  );
  if (!stdout.split('\n')[1]?.startsWith(`${rows},`)) throw new Error(`The answer is wrong: ${stdout}`);
  return JSON.parse(await readFile(stats, 'utf8')) as { totalMs: number; peakMemoryBytes: number };
}

async function compare(
  source: string,
  config: string,
  folder: string,
  drain: () => Promise<unknown>,
): Promise<Measured> {
  const limits: number[] = [];
  const one: number[] = [];
  const ranges: number[] = [];
  let peakMemoryBytes = 0;
  await drain();
  for (let round = 0; round < rounds; round += 1) {
    limits.push(await timed(drain));
    for (const [times, connection] of [
      [one, `${source}_one`],
      [ranges, source],
    ] as const) {
      const measured = await joinery(config, connection, folder);
      times.push(measured.totalMs);
      peakMemoryBytes = Math.max(peakMemoryBytes, measured.peakMemoryBytes);
    }
  }
  const [limitMs, oneMs, rangesMs] = [median(limits), median(one), median(ranges)];
  return {
    source,
    limitMs,
    oneMs,
    oneRatio: oneMs / limitMs,
    rangesMs,
    rangesRatio: rangesMs / limitMs,
    peakMemoryMiB: peakMemoryBytes / 1_048_576,
  };
}

/** The client program, thrown away: what MariaDB itself can send. */
function drainMariadb(server: {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}): Promise<void> {
  const args = [
    '--no-defaults',
    '--quick',
    '--skip-column-names',
    '-h',
    server.host,
    '-P',
    String(server.port),
    '-u',
    server.user,
    `--password=${server.password}`,
    server.database,
    '-e',
    'SELECT id, amount, label FROM measured',
  ];
  const client = spawn('mariadb', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve, reject) =>
    client
      .once('error', reject)
      .once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`mariadb ended with ${code}`)))),
  );
}

const folder = await mkdtemp(path.join(tmpdir(), 'joinery-bench-'));
const postgres = await startPostgres({ flags: ['shared_buffers=1GB'] });
const mariadb = await startMariadb({
  serverOptions: ['--innodb-buffer-pool-size=1G', '--innodb-flush-log-at-trx-commit=0'],
});
try {
  const pg = await postgres.adminClient();
  await pg.query(
    `CREATE TABLE measured AS SELECT n AS id, (n % 1000000 / 100.0)::numeric(15,2) AS amount, 'label ' || n % 5000 AS label FROM generate_series(1::bigint, ${rows}) n`,
  );
  await pg.query('VACUUM ANALYZE measured');
  await mariadb.exec(
    `CREATE TABLE measured (id bigint NOT NULL PRIMARY KEY) ENGINE=InnoDB AS SELECT CAST(seq AS SIGNED) AS id, CAST(seq MOD 1000000 / 100 AS DECIMAL(15,2)) AS amount, CONCAT('label ', seq MOD 5000) AS label FROM seq_1_to_${rows}`,
  );
  await mariadb.exec('ANALYZE TABLE measured');
  const config = path.join(folder, 'config.yaml');
  const line = (
    name: string,
    driver: string,
    server: { host: string; port: number; user: string; password: string; database: string },
    rangeConnections: number,
  ): string =>
    `  ${name}: { driver: ${driver}, host: ${server.host}, port: ${server.port}, user: ${server.user}, password: '${server.password}', database: ${server.database}, rangeConnections: ${rangeConnections} }`;
  await writeFile(
    config,
    [
      'connections:',
      line('pg', 'postgres', postgres, 2),
      line('pg_one', 'postgres', postgres, 1),
      line('my', 'mysql', mariadb, 2),
      line('my_one', 'mysql', mariadb, 1),
      '',
    ].join('\n'),
  );
  const measured = [
    await compare('pg', config, folder, async () => {
      for await (const _ of pg.query(
        copyStreams.to('COPY (SELECT id, amount, label FROM measured) TO STDOUT (FORMAT csv)'),
      ));
    }),
    await compare('my', config, folder, () => drainMariadb(mariadb)),
  ];
  await pg.end();
  console.table(
    measured.map(({ source, limitMs, oneMs, oneRatio, rangesMs, rangesRatio, peakMemoryMiB }) => ({
      source,
      rows,
      'limit s': (limitMs / 1000).toFixed(2),
      'one connection s': (oneMs / 1000).toFixed(2),
      'ratio ': oneRatio.toFixed(2),
      'ranges s': (rangesMs / 1000).toFixed(2),
      ratio: rangesRatio.toFixed(2),
      'peak MiB': Math.round(peakMemoryMiB),
    })),
  );
  if (values.out !== undefined)
    await writeFile(values.out, `${JSON.stringify({ rows, rounds, measured }, undefined, 2)}\n`);
} finally {
  await Promise.allSettled([postgres.stop(), mariadb.stop()]);
  await rm(folder, { recursive: true, force: true });
}
