import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../../../test/servers/postgres.ts';
import { never, withSession } from '../conformance/context.ts';
import { withFetched } from '../conformance/load.ts';
import type { Connector } from '../connector.ts';
import { postgresDriver } from './driver.ts';

/** Random values over the whole range of the types whose text DuckDB does not read by itself; the server tells their parts as numbers. */
let server: PostgresServer;
let admin: pg.Client;
let connector: Connector;

beforeAll(async () => {
  server = await startPostgres();
  admin = await server.adminClient();
  const { host, port, user, password, database } = server;
  connector = postgresDriver.create(postgresDriver.optionsSchema.parse({ host, port, user, password, database }), {
    id: 'exact',
    baseDir: import.meta.dirname,
    log: { debug() {}, info() {}, warn() {} },
  });
});
afterAll(async () => {
  await connector.close();
  await admin.end();
  await server.stop();
});

const rows = 20_000;

async function differences(table: string, statement: string, differs: string): Promise<unknown> {
  await admin.query(`SELECT setseed(0.42); CREATE TABLE ${table}`);
  return withSession(connector, async (session) =>
    withFetched(await session.fetch({ kind: 'native', sql: statement }, never()), async (duckdb) => {
      const answer = await duckdb.runAndReadAll(`SELECT count(*), count(*) FILTER (WHERE ${differs}) FROM fetched`);
      return answer.getRows()[0]?.map(Number);
    }),
  );
}

it('keeps months, days and microseconds of intervals apart, with their signs', async () => {
  const part = (range: number) => `((random() - 0.5) * ${range})::bigint * (random() < 0.7)::int`;
  expect(
    await differences(
      `spans AS SELECT make_interval(months => (${part(20_000)})::int, days => (${part(50_000)})::int) + (${part(1e12)}) * interval '1 microsecond' AS i FROM generate_series(1, ${rows})`,
      `SELECT i, (extract(year FROM i) * 12 + extract(month FROM i))::int AS m, extract(day FROM i)::int AS d,
        (extract(epoch FROM i - make_interval(months => (extract(year FROM i) * 12 + extract(month FROM i))::int, days => extract(day FROM i)::int)) * 1000000)::bigint AS us FROM spans`,
      'CAST(i AS VARCHAR) <> CAST(to_months(m) + to_days(d) + to_microseconds(us) AS VARCHAR)',
    ),
  ).toEqual([rows, 0]);
});

it('keeps dates and timestamps from 4713 BC on', async () => {
  expect(
    await differences(
      `times AS SELECT '4713-01-01 BC'::timestamp + (random() * 9e12)::bigint * interval '1 second' + (random() * 1e6)::int * interval '1 microsecond' AS t,
        '4713-01-01 BC'::date + (random() * 4000000)::int AS d FROM generate_series(1, ${rows})`,
      `SELECT t, t AT TIME ZONE 'UTC' AS tz, (extract(epoch FROM t) * 1000000)::bigint AS us, d, d - date '1970-01-01' AS days FROM times`,
      "epoch_us(t) <> us OR epoch_us(tz) <> us OR d - DATE '1970-01-01' <> days",
    ),
  ).toEqual([rows, 0]);
});

it('keeps all digits of numbers', async () => {
  expect(
    await differences(
      `numbers AS SELECT ((random() - 0.5) * power(10, random() * 17))::numeric(38,9) AS n FROM generate_series(1, ${rows})`,
      'SELECT n, n::numeric AS open, n::text AS digits, array[n] AS list FROM numbers',
      'CAST(n AS VARCHAR) <> digits OR open <> n OR list[1] <> n',
    ),
  ).toEqual([rows, 0]);
});
