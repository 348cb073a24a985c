/** Whole blocks and keys on a real Trino, where there is one: every answer is that of the run without pushdown. DuckDB files take part in the joins. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckdbDriver } from '../../server/connectors/duckdb/index.ts';
import { trinoDriver } from '../../server/connectors/trino/index.ts';
import { contextOf, type EngineOver, engineOver } from '../engine-over.ts';
import { findTrino, startTrino, type TrinoServer, trinoRows } from '../servers/trino.ts';

const installation = findTrino();

const orders = [
  "(1, 10, 'new', DATE '2026-01-01', 10.50, 'a', 0.5)",
  "(2, 10, 'NEW', DATE '2026-01-02', 20.00, 'A', nan())",
  "(3, 11, 'new ', NULL, 0.01, NULL, -0e0)",
  "(4, NULL, '', DATE '2026-02-03', -7.25, '', NULL)",
  "(5, 12, NULL, DATE '1999-12-31', NULL, 'ä', 1e300)",
  "(9007199254740993, 11, 'paid', DATE '2026-02-04', 9999999999.99, 'b', 1e0)",
  "(9223372036854775807, 13, 'paid', DATE '2026-02-04', 1.00, 'Z', 2e0)",
];

/** Statements over `lake`, and the rows that come of them; undefined = not fixed. */
const statements: readonly (readonly [text: string, rows: number | undefined])[] = [
  ['SELECT count(*) FROM lake.orders', 1],
  ['SELECT sum(id), sum(customer_id), count(DISTINCT status), avg(customer_id) FROM lake.orders', 1],
  ['SELECT sum(total), min(total), max(note), min(ordered_on) FROM lake.orders', 1],
  ['SELECT sum(total * (1 - total)) FROM lake.orders WHERE id < 5', 1],
  ['SELECT status, count(*) FROM lake.orders GROUP BY status ORDER BY status NULLS FIRST', 6],
  ['SELECT customer_id, count(*) AS n FROM lake.orders GROUP BY 1 ORDER BY n DESC, 1 LIMIT 2', 2],
  ['SELECT * FROM lake.orders ORDER BY id DESC LIMIT 2', 2],
  ['SELECT note, id FROM lake.orders ORDER BY note, id DESC LIMIT 4', 4],
  ["SELECT count(*) FROM lake.orders WHERE NOT (status = 'new' OR status IS NULL)", 1],
  ["SELECT count(*) FROM lake.orders WHERE status NOT IN ('new', 'paid') AND note LIKE 'a%'", 1],
  ["SELECT count(*) FROM lake.orders WHERE ordered_on BETWEEN '2026-01-01' AND '2026-02-03'", 1],
  ['SELECT year(ordered_on) AS y, count(*), sum(id) FROM lake.orders GROUP BY y ORDER BY y', undefined],
  [
    'SELECT c.name, count(*) AS n FROM lake.orders o, lake.customers c WHERE c.id = o.customer_id GROUP BY c.name ORDER BY 1',
    3,
  ],
  // NaN has another place there, and char(n) other blanks: these stay.
  ['SELECT max(ratio), min(ratio) FROM lake.orders', undefined],
  ['SELECT id FROM lake.orders WHERE ratio > 0.1 ORDER BY id', undefined],
  ['SELECT country, count(*) FROM lake.customers GROUP BY country ORDER BY 1', undefined],
  ["SELECT id FROM lake.customers WHERE country = 'de' OR country = 'de  ' ORDER BY id", undefined],
  // Keys of one source go to the other.
  ['SELECT o.id, f.label FROM files.picked f JOIN lake.orders o ON o.customer_id = f.id ORDER BY ALL', undefined],
  ['SELECT count(*) FROM files.many f JOIN lake.numbers n ON n.id = f.id', undefined],
  ["SELECT count(*) FROM lake.orders o JOIN lake.numbers n ON n.id = o.id WHERE o.status = 'new'", undefined],
];

describe.skipIf(installation === undefined)('blocks and keys on Trino', () => {
  let server: TrinoServer;
  let engine: EngineOver;

  beforeAll(async () => {
    if (installation === undefined) return;
    const folder = await mkdtemp(path.join(tmpdir(), 'joinery-trino-blocks-'));
    server = await startTrino(installation);
    for (const sql of [
      'CREATE TABLE memory.default.customers (id integer, name varchar, country char(4))',
      "INSERT INTO memory.default.customers VALUES (10, 'Ana', 'de'), (11, 'ana', 'DE'), (12, NULL, NULL), (14, 'Zoë', 'fr')",
      'CREATE TABLE memory.default.orders (id bigint, customer_id integer, status varchar(20), ordered_on date, total decimal(12,2), note varchar, ratio double)',
      `INSERT INTO memory.default.orders SELECT CAST(a AS bigint), b, c, d, CAST(e AS decimal(12,2)), f, g FROM (VALUES ${orders.join(', ')}) AS t(a, b, c, d, e, f, g)`,
      'CREATE TABLE memory.default.numbers AS SELECT sequential_number AS id FROM TABLE(sequence(1, 100000))',
    ])
      await trinoRows(server, sql);
    const file = path.join(folder, 'files.duckdb');
    const instance = await DuckDBInstance.create(file);
    const duckdb = await instance.connect();
    await duckdb.run("CREATE TABLE picked AS SELECT * FROM (VALUES (10, 'ten'), (13, 'thirteen')) t(id, label)");
    await duckdb.run('CREATE TABLE many AS SELECT (range * 37)::BIGINT AS id FROM range(3000)');
    duckdb.closeSync();
    instance.closeSync();
    const context = contextOf(folder);
    const connectors = {
      lake: trinoDriver.create(
        trinoDriver.optionsSchema.parse({ port: server.port, catalog: 'memory', user: 'analyst' }),
        context('lake'),
      ),
      files: duckdbDriver.create(duckdbDriver.optionsSchema.parse({ path: file }), context('files')),
    };
    engine = await engineOver(connectors, folder);
  });

  afterAll(async () => {
    if (installation === undefined) return;
    await engine.close();
    await server.stop();
  });

  it.each(statements)('%s', async (text, moved) => {
    const pushed = await engine.rows(text, 'safe');
    const local = await engine.rows(text, 'off');
    expect(pushed.rows).toEqual(local.rows);
    if (moved !== undefined) expect(pushed.fetches.reduce((sum, fetch) => sum + (fetch.rows ?? 0), 0)).toBe(moved);
  });

  it('shows the figures of Trino, and sends keys', async () => {
    const { fetches } = await engine.rows(
      'SELECT count(*) FROM files.many f JOIN lake.numbers n ON n.id = f.id',
      'safe',
    );
    const lake = fetches.find(({ connection }) => connection === 'lake');
    expect(lake?.rows).toBeLessThan(100_000);
    expect(lake?.source).toMatchObject({ queryId: expect.stringMatching(/^\d{8}_/), rowsRead: expect.any(Number) });
  });
});
