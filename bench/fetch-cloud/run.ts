/** What the drivers of BigQuery and Snowflake cost beyond their own clients: see README.md. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BigQuery } from '@google-cloud/bigquery';
import snowflake, { type RowStatement } from 'snowflake-sdk';
import { bigqueryDriver } from '../../server/connectors/bigquery/index.ts';
import type { Connector, TableInfo } from '../../server/connectors/connector.ts';
import { snowflakeDriver } from '../../server/connectors/snowflake/index.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    out: { type: 'string' },
  },
});
const rows = Number(values.rows);
const never = new AbortController().signal;
const log = { debug() {}, info() {}, warn() {} };

// Neither client shall look for a cloud around it.
process.env.SNOWFLAKE_DISABLE_PLATFORM_DETECTION = 'true';
process.env.METADATA_SERVER_DETECTION = 'none';
const server = spawn(process.execPath, [path.join(import.meta.dirname, 'server.ts'), String(rows)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [first] = (await once(server.stdout, 'data')) as [Buffer];
const [port = 0, grpcPort = 0] = first.toString().split(' ').map(Number);
const url = `http://127.0.0.1:${port}`;
snowflake.configure({ logLevel: 'OFF', additionalLogToConsole: false });

const table = (types: readonly (readonly [string, string, string])[]): TableInfo => ({
  schema: 'shop',
  name: 'measured',
  kind: 'table',
  columns: types.map(([name, sourceType, type]) => ({ name, sourceType, type, nullable: true })),
  primaryKey: [],
  uniqueKeys: [],
  foreignKeys: [],
});

async function throughDriver(connector: Connector, measured: TableInfo): Promise<void> {
  const session = await connector.openSession({ runId: 'bench', signal: never });
  const stream = await session.fetch({ kind: 'table', table: measured, columns: measured.columns, filters: [] }, never);
  if (stream.kind !== 'csv') throw new Error('Not a stream of bytes.');
  for await (const _ of stream.bytes);
  if (stream.rows() !== rows) throw new Error(`${stream.rows()} rows instead of ${rows}.`);
  await session.close();
}

const context = (id: string) => ({ id, baseDir: import.meta.dirname, log });
const bigqueryBy = (storageApi: 'auto' | 'off') =>
  bigqueryDriver.create(
    bigqueryDriver.optionsSchema.parse({
      projectId: 'demo',
      dataset: 'shop',
      accessToken: 'token',
      apiEndpoint: url,
      storageApi,
      storageApiEndpoint: `http://127.0.0.1:${grpcPort}`,
    }),
    context('big'),
  );
const [byRest, byStorage] = [bigqueryBy('off'), bigqueryBy('auto')];
const flake = snowflakeDriver.create(
  snowflakeDriver.optionsSchema.parse({
    account: 'a',
    user: 'u',
    password: 'p',
    database: 'D',
    host: '127.0.0.1',
    port,
    protocol: 'http',
  }),
  context('flake'),
);
const bigqueryTable = table([
  ['id', 'INT64', 'BIGINT'],
  ['amount', 'NUMERIC(12, 2)', 'DECIMAL(12,2)'],
  ['label', 'STRING', 'VARCHAR'],
]);
const snowflakeTable = table([
  ['id', 'NUMBER(18,0)', 'BIGINT'],
  ['amount', 'NUMBER(12,2)', 'DECIMAL(12,2)'],
  ['label', 'VARCHAR', 'VARCHAR'],
]);

async function throughBigqueryClient(): Promise<void> {
  process.env.BIGQUERY_EMULATOR_HOST = `${url}/bigquery/v2`;
  const job = new BigQuery({ projectId: 'demo', apiEndpoint: url }).job('job', { location: 'US' });
  let count = 0;
  for (let pageToken: string | undefined; ; ) {
    const [page, next] = await job.getQueryResults({
      autoPaginate: false,
      ...(pageToken === undefined ? {} : { pageToken }),
    });
    count += page.length;
    pageToken = next?.pageToken;
    if (pageToken === undefined) break;
  }
  if (count !== rows) throw new Error(`${count} rows instead of ${rows}.`);
}

async function throughSnowflakeClient(): Promise<void> {
  const connection = snowflake.createConnection({
    account: 'a',
    username: 'u',
    password: 'p',
    host: '127.0.0.1',
    accessUrl: url,
  });
  await connection.connectAsync();
  const statement = await new Promise<RowStatement>((resolve, reject) => {
    connection.execute({
      sqlText: 'SELECT',
      streamResult: true,
      complete: (error, done) => (error ? reject(error) : resolve(done as RowStatement)),
    });
  });
  let count = 0;
  for await (const _ of statement.streamRows()) count += 1;
  if (count !== rows) throw new Error(`${count} rows instead of ${rows}.`);
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

interface Figures {
  readonly ms: number;
  /** Of this process: what a busy machine leaves alone. */
  readonly cpuMs: number;
}

async function timed(task: () => Promise<void>): Promise<Figures> {
  const startedMs = performance.now();
  const before = process.cpuUsage();
  await task();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - startedMs, cpuMs: (user + system) / 1000 };
}

const sources = {
  'BigQuery, REST API': { client: throughBigqueryClient, driver: () => throughDriver(byRest, bigqueryTable) },
  'BigQuery, Storage Read API': {
    client: throughBigqueryClient,
    driver: () => throughDriver(byStorage, bigqueryTable),
  },
  Snowflake: { client: throughSnowflakeClient, driver: () => throughDriver(flake, snowflakeTable) },
};
const measured = [];
for (const [source, { client, driver }] of Object.entries(sources)) {
  const clientFigures: Figures[] = [];
  const driverFigures: Figures[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    clientFigures.push(await timed(client));
    driverFigures.push(await timed(driver));
  }
  const of = (figures: readonly Figures[], name: keyof Figures) => Math.round(median(figures.map((one) => one[name])));
  const one = {
    source,
    rows,
    clientMs: of(clientFigures, 'ms'),
    driverMs: of(driverFigures, 'ms'),
    clientCpuMs: of(clientFigures, 'cpuMs'),
    driverCpuMs: of(driverFigures, 'cpuMs'),
  };
  console.log(JSON.stringify(one));
  measured.push(one);
}
if (values.out !== undefined) await writeFile(values.out, JSON.stringify(measured, null, 2));
await Promise.all([byRest.close(), byStorage.close(), flake.close()]);
server.kill();
process.exit(0);
