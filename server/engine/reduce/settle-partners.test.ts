import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineFixture, engineFixture } from '../testing/engine-fixture.ts';
import { MemoryConnector } from '../testing/memory-connector.ts';
import { plannedQueries } from '../testing/planned-queries.ts';

const queries = plannedQueries();
afterAll(() => queries.close());

/** The SQL of each fetch but those of `my.lines`, without quotes and schemas. */
const fetched = async (text: string): Promise<string[]> =>
  (await queries.sql(text))
    .map((sql) => sql.replace(/["`]/g, '').replaceAll('s.', ''))
    .filter((sql) => !/^SELECT [^(]* FROM lines/.test(sql));

describe('a table that only filters another one of its source', () => {
  it.each([
    [
      'in WHERE',
      "SELECT l_part FROM pg.customer, pg.orders, my.lines WHERE c_segment = 'X' AND c_key = o_customer AND o_key = l_order",
      ["SELECT o_key FROM orders WHERE (o_customer IN (SELECT c_key FROM customer WHERE (c_segment = 'X')))"],
    ],
    [
      'in ON, with its conditions',
      "SELECT l_part FROM my.lines JOIN pg.orders ON l_order = o_key JOIN pg.customer c ON c.c_key = o_customer AND c.c_segment = 'X' AND c.c_nation > 3",
      [
        "SELECT o_key FROM orders WHERE (o_customer IN (SELECT c_key FROM customer WHERE (c_segment = 'X') AND (c_nation > 3)))",
      ],
    ],
    [
      'by chains',
      "SELECT l_part FROM pg.region, pg.nation, pg.customer, pg.orders, my.lines WHERE r_name = 'E' AND r_key = n_region AND n_key = c_nation AND c_key = o_customer AND o_key = l_order",
      [
        "SELECT o_key FROM orders WHERE (o_customer IN (SELECT c_key FROM customer WHERE (c_nation IN (SELECT n_key FROM nation WHERE (n_region IN (SELECT r_key FROM region WHERE (r_name = 'E')))))))",
      ],
    ],
    [
      'as far as they are not shown',
      "SELECT n_name, l_part FROM pg.region, pg.nation, pg.customer, pg.orders, my.lines WHERE r_name = 'E' AND r_key = n_region AND n_key = c_nation AND c_key = o_customer AND o_key = l_order",
      expect.arrayContaining([
        "SELECT n_key, n_name FROM nation WHERE (n_region IN (SELECT r_key FROM region WHERE (r_name = 'E')))",
      ]),
    ],
    [
      'by a text that the source compares by its bytes',
      "SELECT l_part FROM pg.status, pg.orders, my.lines WHERE s_group = 'open' AND s_name = o_status AND o_key = l_order",
      [
        "SELECT o_key FROM orders WHERE (o_status COLLATE C IN (SELECT s_name COLLATE C FROM status WHERE (s_group = 'open')))",
      ],
    ],
    [
      'at a source that joins by an index',
      "SELECT l_quantity, o_date FROM my.part, my.lines, pg.orders WHERE p_brand = 'B' AND p_key = l_part AND o_key = l_order",
      ['SELECT o_key, o_date FROM orders'],
    ],
    [
      'with conditions in every branch of an OR',
      "SELECT l_part FROM pg.customer, pg.orders, my.lines WHERE c_key = o_customer AND o_key = l_order AND ((c_segment = 'X' AND l_part < 5) OR (c_segment = 'X' AND l_part > 7))",
      ["SELECT o_key FROM orders WHERE (o_customer IN (SELECT c_key FROM customer WHERE (c_segment = 'X')))"],
    ],
    [
      'on the side of a join that is preserved',
      "SELECT o_date, l_part FROM pg.orders JOIN pg.customer ON c_key = o_customer LEFT JOIN my.lines ON l_order = o_key WHERE c_segment = 'X'",
      ["SELECT o_key, o_date FROM orders WHERE (o_customer IN (SELECT c_key FROM customer WHERE (c_segment = 'X')))"],
    ],
    [
      'within the side of a join that is filled with NULLs',
      "SELECT l_part, o_date FROM my.lines LEFT JOIN (pg.orders JOIN pg.customer ON c_key = o_customer AND c_segment = 'X') ON l_order = o_key",
      ["SELECT o_key, o_date FROM orders WHERE (o_customer IN (SELECT c_key FROM customer WHERE (c_segment = 'X')))"],
    ],
    [
      'in a subquery, beside names of its columns that mean others',
      "SELECT d.k AS c_segment FROM (SELECT o_key AS k FROM pg.orders, pg.customer WHERE c_segment = 'X' AND c_key = o_customer) d, my.lines WHERE l_order = d.k AND EXISTS (SELECT * FROM my.part AS customer WHERE customer.p_key = l_part) ORDER BY c_segment",
      expect.arrayContaining([
        "SELECT o_key FROM orders WHERE (o_customer IN (SELECT c_key FROM customer WHERE (c_segment = 'X')))",
      ]),
    ],
    [
      'where an output has the name of its column',
      "SELECT l_part AS c_segment FROM pg.orders, pg.customer, my.lines WHERE customer.c_segment = 'X' AND c_key = o_customer AND o_key = l_order ORDER BY c_segment",
      ["SELECT o_key FROM orders WHERE (o_customer IN (SELECT c_key FROM customer WHERE (c_segment = 'X')))"],
    ],
    [
      'without any condition, where it is small',
      'SELECT l_part, c_segment FROM pg.nation, pg.customer, my.lines WHERE n_key = c_nation AND c_key = l_order',
      ['SELECT c_key, c_segment FROM customer WHERE (c_nation IN (SELECT n_key FROM nation))'],
    ],
  ])('is not fetched: %s', async (_, text, sql) => {
    expect(await fetched(text)).toEqual(sql);
  });

  const three = "pg.customer, pg.orders, my.lines WHERE c_segment = 'X' AND c_key = o_customer AND o_key = l_order";
  it.each([
    ['is shown', `SELECT c_segment, l_part FROM ${three}`],
    ['is shown by a star', `SELECT * FROM ${three}`],
    ['is shown by a star of its own', `SELECT customer.* FROM ${three}`],
    ['is shown by COLUMNS', `SELECT COLUMNS('c_.*') FROM ${three}`],
    ['is shown as a row', `SELECT customer FROM ${three}`],
    ['is counted as a row', `SELECT count(customer) FROM ${three}`],
    ['is read by place', `SELECT #1 AS a, l_part FROM ${three}`],
    ['is compared by a star', `SELECT greatest(*COLUMNS('^._key')) AS a FROM ${three}`],
    ['groups', `SELECT sum(l_quantity) FROM ${three} GROUP BY c_nation`],
    ['orders', `SELECT l_part FROM ${three} ORDER BY customer.c_nation`],
    ['orders under the name of an output', `SELECT l_part AS c_nation FROM ${three} ORDER BY c_nation + 1`],
    ['parts windows', `SELECT l_part, rank() OVER (PARTITION BY c_nation ORDER BY l_part) FROM ${three}`],
    [
      'is compared in a subquery',
      `SELECT l_part FROM ${three} AND EXISTS (SELECT * FROM my.part WHERE p_key = c_nation)`,
    ],
    ['is compared again', `SELECT l_part FROM ${three} AND c_key = l_supplier`],
    ['is compared with a third table', `SELECT l_part FROM ${three} AND c_nation = l_supplier`],
    ['has a condition that stays here', `SELECT l_part FROM ${three} AND upper(c_segment) = 'X'`],
    ['has a condition together with another', `SELECT l_part FROM ${three} AND (c_nation = 3 OR l_part = 4)`],
    ['has a condition on its key', `SELECT l_part FROM ${three} AND c_key = 7`],
    [
      'is filled with NULLs',
      "SELECT l_part FROM my.lines JOIN pg.orders ON o_key = l_order LEFT JOIN pg.customer ON c_key = o_customer AND c_segment = 'X'",
    ],
    [
      'is preserved',
      "SELECT l_part FROM pg.customer LEFT JOIN (pg.orders JOIN my.lines ON o_key = l_order) ON c_key = o_customer WHERE c_segment = 'X'",
    ],
    [
      'filters an owner that is filled with NULLs',
      "SELECT l_part FROM my.lines LEFT JOIN pg.orders ON o_key = l_order JOIN pg.customer ON c_key = o_customer WHERE c_segment = 'X'",
    ],
    [
      'joins by a column that is no key',
      "SELECT l_part FROM pg.customer, pg.orders, my.lines WHERE c_segment = 'X' AND c_nation = o_customer AND o_key = l_order",
    ],
    [
      'joins by another equality than an equality',
      "SELECT l_part FROM pg.customer, pg.orders, my.lines WHERE c_segment = 'X' AND c_key IS NOT DISTINCT FROM o_customer AND o_key = l_order",
    ],
    [
      'joins by USING',
      "SELECT l_part FROM (pg.customer JOIN pg.orders ON c_key = o_customer) JOIN (SELECT l_order AS o_key, l_part FROM my.lines) USING (o_key) WHERE c_segment = 'X'",
    ],
    [
      'is sampled',
      "SELECT l_part FROM pg.customer TABLESAMPLE 50%, pg.orders, my.lines WHERE c_segment = 'X' AND c_key = o_customer AND o_key = l_order",
    ],
    [
      'would leave a join without any condition',
      "SELECT l_part FROM (pg.customer CROSS JOIN my.lines) JOIN pg.orders ON c_key = o_customer WHERE c_segment = 'X' AND o_key = l_order",
    ],
    [
      'has names of its own for its columns',
      "SELECT l_part FROM pg.customer AS c(k, n, s), pg.orders, my.lines WHERE s = 'X' AND k = o_customer AND o_key = l_order",
    ],
  ])('is fetched where it %s', async (_, text) => {
    expect((await fetched(text)).join('\n')).toMatch(/^SELECT [^(]* FROM customer/m);
  });

  it.each([
    [
      'of another type',
      "SELECT l_part FROM pg.wide, pg.orders, my.lines WHERE w_group = 'X' AND w_key = o_customer AND o_key = l_order",
      'wide',
    ],
    [
      'that its source compares otherwise',
      'SELECT l_quantity FROM my.brand, my.part, my.lines, pg.orders WHERE b_group = 3 AND b_name = p_brand AND p_key = l_part AND l_order = o_key AND p_made > o_date',
      'brand',
    ],
  ])('is fetched where it has a key %s', async (_, text, table) => {
    expect((await fetched(text)).join('\n')).toMatch(new RegExp(`^SELECT [^(]* FROM ${table}`, 'm'));
  });

  it('is fetched where its keys reduce a third table', async () => {
    const text =
      "SELECT sum(l_quantity) FROM my.part, my.lines, pg.orders WHERE p_brand = 'B' AND p_key = l_part AND o_customer = l_part AND o_status > l_quantity::VARCHAR";
    expect((await fetched(text)).join('\n')).toMatch(/^SELECT p_key FROM part/m);
  });

  it('is said of the fetch that it filters', async () => {
    const [fetch, ...others] = await queries
      .fetches(
        "SELECT o_date, l_part FROM pg.customer, pg.orders, my.lines WHERE c_segment = 'X' AND c_key = o_customer AND o_key = l_order AND o_date < DATE '2020-01-01'",
      )
      .then((all) => all.filter(({ connection }) => connection === 'pg'));
    expect(others).toEqual([]);
    expect(fetch?.pushed).toEqual([
      "o_customer is among s.customer.c_key where (c_segment = 'X'), joined at the source",
      "(o_date < '2020-01-01'::DATE)",
    ]);
    expect(fetch?.reducers ?? []).toEqual([]);
  });
});

describe('rows without partners that their source settles', () => {
  const text = (column: string, value: string) => `${column} = '${value}'`;
  let shop: MemoryConnector;
  let crm: MemoryConnector;
  let fixture: EngineFixture;

  beforeEach(async () => {
    shop = new MemoryConnector('shop', {
      // Some belong to nobody, some to accounts that are not there.
      orders: {
        columns: { id: 'BIGINT', account: 'BIGINT', total: 'INTEGER' },
        rowEstimate: 3_000_000,
        primaryKey: 'id',
        rows: Array.from({ length: 2_000 }, (_, n) => [String(n), n % 9 === 0 ? null : String(n % 130), String(n % 7)]),
      },
      accounts: {
        columns: { id: 'BIGINT', land: 'VARCHAR', tier: 'VARCHAR' },
        rowEstimate: 100_000,
        primaryKey: 'id',
        rows: Array.from({ length: 100 }, (_, n) => [String(n), n % 8 === 0 ? null : `land ${n % 5}`, `tier ${n % 3}`]),
      },
      lands: {
        columns: { name: 'VARCHAR', part: 'VARCHAR' },
        primaryKey: 'name',
        rows: [
          ['land 1', 'a'],
          ['land 2', 'b'],
          ['land 3', 'a'],
          ['land 9', 'a'],
        ],
      },
    });
    crm = new MemoryConnector('crm', {
      visits: {
        columns: { order_id: 'BIGINT', note: 'VARCHAR' },
        rowEstimate: 100,
        rows: Array.from({ length: 900 }, (_, n) => [String(n * 3), `note ${n % 4}`]),
      },
    });
    fixture = await engineFixture([shop, crm]);
  });
  afterEach(() => fixture.close());

  const tables = (): string[] =>
    shop.requests.flatMap((request) => (request.kind === 'table' ? [request.table.name] : [])).toSorted();

  it.each([
    [
      `SELECT count(*), sum(total) FROM shop.orders o, shop.accounts a, crm.visits v WHERE a.id = o.account AND ${text('tier', 'tier 1')} AND v.order_id = o.id`,
    ],
    [
      `SELECT note, count(*) FROM crm.visits v LEFT JOIN (shop.orders o JOIN shop.accounts a ON a.id = o.account AND ${text('tier', 'tier 1')}) ON v.order_id = o.id GROUP BY note`,
    ],
    [
      `SELECT note, count(*), count(o.id) FROM shop.orders o JOIN shop.accounts a ON a.id = o.account LEFT JOIN crm.visits v ON v.order_id = o.id WHERE ${text('tier', 'tier 1')} GROUP BY note`,
    ],
    [
      `SELECT count(*) FROM shop.lands l, shop.accounts a, shop.orders o, crm.visits v WHERE ${text('part', 'a')} AND l.name = a.land AND a.id = o.account AND v.order_id = o.id`,
    ],
    [
      `SELECT (SELECT count(*) FROM shop.orders o JOIN shop.accounts a ON a.id = o.account WHERE ${text('tier', 'tier 2')} AND o.id = v.order_id) AS n, count(*) FROM crm.visits v GROUP BY n`,
    ],
  ])('are those of the join: %s', async (statement) => {
    const sorted = (values: unknown[][]) => values.map((row) => JSON.stringify(row)).toSorted();
    const safe = sorted((await fixture.run(statement)).values);
    expect(tables()).toEqual(['orders']);
    shop.requests.length = 0;
    expect(safe).toEqual(sorted((await fixture.run(statement, { pushdown: 'off' })).values));
    expect(tables()).toContain('accounts');
  });
});
