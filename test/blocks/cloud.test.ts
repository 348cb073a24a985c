/** Whole blocks and keys on the stand-ins of BigQuery and Snowflake: every answer is that of the run without pushdown. DuckDB files take part in the joins. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bigqueryDriver } from '../../server/connectors/bigquery/index.ts';
import { duckdbDriver } from '../../server/connectors/duckdb/index.ts';
import { snowflakeDriver } from '../../server/connectors/snowflake/index.ts';
import { contextOf, type EngineOver, engineOver } from '../engine-over.ts';
import { type BigqueryServer, startBigquery } from '../servers/bigquery.ts';
import { whyNoPython } from '../servers/python-packages.ts';
import { type SnowflakeServer, startSnowflake } from '../servers/snowflake.ts';

const reason = whyNoPython();

const orders = (nan: string) => [
  `(1, 10, 'new', DATE '2026-01-01', 10.50, 'a', 0.5)`,
  `(2, 10, 'NEW', DATE '2026-01-02', 20.00, 'A', ${nan})`,
  `(3, 11, 'new ', NULL, 0.01, NULL, -0.0)`,
  `(4, NULL, '', DATE '2026-02-03', -7.25, '', NULL)`,
  `(5, 12, NULL, DATE '1999-12-31', NULL, 'ä', 1e300)`,
  `(9007199254740993, 11, 'paid', DATE '2026-02-04', 9999999999.99, 'b', 1e0)`,
  `(9223372036854775807, 13, 'paid', DATE '2026-02-04', 1.00, 'Z', 2e0)`,
];
const customers = "(10, 'Ana'), (11, 'ana'), (12, NULL), (14, 'Zoë')";

/** Statements over `X`, and the rows that move where they go as blocks; undefined = not fixed. */
const statements: readonly (readonly [text: string, moved: number | undefined])[] = [
  ['SELECT count(*) FROM X.orders', 1],
  ['SELECT sum(id), sum(customer_id), count(DISTINCT status) FROM X.orders', 1],
  ['SELECT avg(total), count(note) FROM X.orders', 1],
  ['SELECT sum(total), min(total), max(note), min(ordered_on) FROM X.orders', 1],
  ['SELECT sum(total * (1 - total)) FROM X.orders WHERE id < 5', 1],
  ['SELECT status, count(*) FROM X.orders GROUP BY status ORDER BY status NULLS FIRST', 6],
  ['SELECT customer_id, count(*) AS n FROM X.orders GROUP BY 1 ORDER BY n DESC, 1 LIMIT 2', 2],
  ['SELECT * FROM X.orders ORDER BY id DESC LIMIT 2', 2],
  ['SELECT note, id FROM X.orders ORDER BY note, id DESC LIMIT 4', 4],
  ["SELECT count(*) FROM X.orders WHERE NOT (status = 'new' OR status IS NULL)", 1],
  ["SELECT count(*) FROM X.orders WHERE status NOT IN ('new', 'paid') AND note LIKE 'a%'", 1],
  ["SELECT count(*) FROM X.orders WHERE ordered_on BETWEEN '2026-01-01' AND '2026-02-03'", 1],
  [
    'SELECT c.name, count(*) AS n FROM X.orders o, X.customers c WHERE c.id = o.customer_id GROUP BY c.name ORDER BY 1',
    3,
  ],
  [
    'SELECT c.id, count(o.id) FROM X.customers c LEFT JOIN X.orders o ON c.id = o.customer_id GROUP BY c.id ORDER BY 1',
    4,
  ],
  ['SELECT count(*) FROM X.customers c LEFT JOIN X.orders o ON c.id < o.customer_id', undefined],
  ['SELECT sum(total * 1.5), sum(id) > 1.5 FROM X.orders', undefined],
  ['SELECT status, sum(total) AS s FROM X.orders GROUP BY status HAVING sum(total) > 10.25 ORDER BY 1', undefined],
  // NaN has another place in BigQuery: what depends on it stays, or is sent so that it comes.
  ['SELECT max(ratio), min(ratio) FROM X.orders', undefined],
  ['SELECT id FROM X.orders WHERE ratio > 0.1 ORDER BY id', undefined],
  ['SELECT id FROM X.orders WHERE NOT ratio > 0.1 ORDER BY id', undefined],
  // Keys of one source go to the other.
  ['SELECT o.id, f.label FROM files.picked f JOIN X.orders o ON o.customer_id = f.id ORDER BY ALL', undefined],
  ['SELECT count(*) FROM files.many f JOIN X.numbers n ON n.id = f.id', undefined],
];

describe.skipIf(reason !== undefined)(
  `blocks and keys in the cloud${reason === undefined ? '' : ` (skipped: ${reason})`}`,
  () => {
    let bigquery: BigqueryServer;
    let snowflake: SnowflakeServer;
    let engine: EngineOver;

    beforeAll(async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'joinery-cloud-blocks-'));
      [bigquery, snowflake] = await Promise.all([startBigquery(), startSnowflake()]);
      for (const sql of [
        'CREATE SCHEMA shop',
        'CREATE TABLE shop.customers (id INT64, name STRING)',
        `INSERT INTO shop.customers VALUES ${customers}`,
        'CREATE TABLE shop.orders (id INT64, customer_id INT64, status STRING, ordered_on DATE, total NUMERIC(12, 2), note STRING, ratio FLOAT64)',
        `INSERT INTO shop.orders VALUES ${orders("CAST('NaN' AS FLOAT64)").join(', ')}`,
        'CREATE TABLE shop.numbers AS SELECT id FROM UNNEST(GENERATE_ARRAY(1, 100000)) AS id',
      ])
        await bigquery.exec(sql);
      bigquery.retype('orders', 'total', { type: 'NUMERIC', precision: '12', scale: '2' }, 'NUMERIC(12, 2)');
      for (const sql of [
        'CREATE TABLE "customers" ("id" NUMBER(18,0), "name" VARCHAR)',
        `INSERT INTO "customers" VALUES ${customers}`,
        'CREATE TABLE "orders" ("id" NUMBER(38,0), "customer_id" NUMBER(18,0), "status" VARCHAR, "ordered_on" DATE, "total" NUMBER(12,2), "note" VARCHAR, "ratio" FLOAT)',
        `INSERT INTO "orders" VALUES ${orders("'NaN'::FLOAT").join(', ')}`,
        'CREATE TABLE "numbers" ("id" NUMBER(38,0))',
        'INSERT INTO "numbers" SELECT SEQ4() + 1 FROM TABLE(GENERATOR(ROWCOUNT => 100000))',
      ])
        await snowflake.exec(sql);
      const file = path.join(folder, 'files.duckdb');
      const instance = await DuckDBInstance.create(file);
      const duckdb = await instance.connect();
      await duckdb.run("CREATE TABLE picked AS SELECT * FROM (VALUES (10, 'ten'), (13, 'thirteen')) t(id, label)");
      await duckdb.run('CREATE TABLE many AS SELECT (range * 37)::BIGINT AS id FROM range(3000)');
      duckdb.closeSync();
      instance.closeSync();
      const context = contextOf(folder);
      const connectors = {
        big: bigqueryDriver.create(
          bigqueryDriver.optionsSchema.parse({
            projectId: bigquery.project,
            dataset: 'shop',
            accessToken: bigquery.token,
            apiEndpoint: bigquery.url,
          }),
          context('big'),
        ),
        flake: snowflakeDriver.create(
          snowflakeDriver.optionsSchema.parse({
            account: 'test',
            user: snowflake.user,
            password: snowflake.password,
            database: snowflake.database,
            host: '127.0.0.1',
            port: snowflake.port,
            protocol: 'http',
          }),
          context('flake'),
        ),
        files: duckdbDriver.create(duckdbDriver.optionsSchema.parse({ path: file }), context('files')),
      };
      engine = await engineOver(connectors, folder);
    });

    afterAll(async () => {
      await engine?.close();
      await Promise.all([bigquery?.stop(), snowflake?.stop()]);
    });

    describe.each(['big', 'flake'])('%s', (connection) => {
      it.each(statements)('%s', async (text, moved) => {
        const pushed = await engine.rows(text.replaceAll('X.', `${connection}.`), 'safe');
        const local = await engine.rows(text.replaceAll('X.', `${connection}.`), 'off');
        expect(pushed.rows).toEqual(local.rows);
        const rows = pushed.fetches.reduce((sum, fetch) => sum + (fetch.rows ?? 0), 0);
        if (moved !== undefined)
          expect([rows, pushed.fetches.map(({ sql }) => sql)]).toEqual([moved, expect.anything()]);
      });

      it('shows the figures of the source, and sends keys', async () => {
        const { fetches } = await engine.rows(
          `SELECT count(*) FROM files.many f JOIN ${connection}.numbers n ON n.id = f.id`,
          'safe',
        );
        const fetch = fetches.find((one) => one.connection === connection);
        expect(fetch?.rows).toBeLessThan(100_000);
        expect(fetch?.source).toMatchObject({ queryId: expect.any(String), bytesProcessed: 1_048_576 });
      });
    });
  },
);
