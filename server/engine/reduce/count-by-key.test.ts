import { afterAll, expect, it } from 'vitest';
import { plannedQueries } from '../testing/planned-queries.ts';

const queries = plannedQueries();
afterAll(() => queries.close());

/** Columns that are fetched of orders. */
async function ordered(text: string): Promise<string[]> {
  const found = (await queries.sql(text)).filter((sql) => /FROM "s"\."orders"/.test(sql));
  expect(found).toHaveLength(1);
  return (
    /^SELECT (.*?) FROM/s
      .exec(found[0] ?? '')?.[1]
      ?.replaceAll('"', '')
      .split(', ') ?? []
  );
}

it.each([
  [
    'a left join',
    'SELECT p_brand, count(o_key) FROM my.part LEFT JOIN pg.orders ON p_key = o_customer GROUP BY p_brand',
    ['o_customer'],
  ],
  [
    'a right join, qualified and under an alias',
    'SELECT p_brand, COUNT(o.o_key) AS n FROM pg.orders AS o RIGHT JOIN my.part p ON o.o_customer = p.p_key GROUP BY 1 HAVING count(o.o_key) > 3 ORDER BY count(o.o_key)',
    ['o_customer'],
  ],
  [
    'an inner join, in WHERE',
    'SELECT p_brand, 100 * count(o_key) / count(*) FROM my.part, pg.orders WHERE p_key = o_customer GROUP BY ALL',
    ['o_customer'],
  ],
  [
    'a common table',
    'WITH n AS (SELECT p_key, count(o_key) AS orders FROM my.part LEFT JOIN pg.orders ON p_key = o_customer GROUP BY p_key) SELECT orders, count(*) FROM n GROUP BY orders',
    ['o_customer'],
  ],
  [
    'a subquery that names its columns',
    'SELECT c, count(*) FROM (SELECT p_key, count(o_key) FROM my.part LEFT JOIN pg.orders ON p_key = o_customer GROUP BY p_key) AS x (p, c) GROUP BY c',
    ['o_customer'],
  ],
  [
    'a filter and two keys',
    'SELECT p_brand, count(o_key) FILTER (p_made IS NULL) FROM my.part LEFT JOIN pg.orders ON p_key = o_customer AND p_box = o_status GROUP BY p_brand',
    ['o_customer', 'o_status'],
  ],
  [
    'several joins',
    'SELECT p_brand, count(o_key) FROM my.brand JOIN my.part ON b_name = p_brand LEFT JOIN pg.orders ON p_key = o_customer LEFT JOIN my.lines ON l_part = p_key GROUP BY p_brand',
    ['o_customer'],
  ],
])('counts the key of %s in place of a column that is never NULL', async (_, text, columns) => {
  expect((await ordered(text)).toSorted()).toEqual(columns);
});

it('knows the columns that USING joins', async () => {
  const text =
    'SELECT l_part, count(o_key) FROM my.lines x (o_customer, l_part) LEFT JOIN pg.orders USING (o_customer) GROUP BY ALL';
  expect(await ordered(text)).toEqual(['o_customer']);
});

it('leaves the columns of the result their names', async () => {
  const text =
    'SELECT n, "count(o_key)" FROM (SELECT p_brand AS n, count(o_key) FROM my.part LEFT JOIN pg.orders ON p_key = o_customer GROUP BY 1)';
  expect(await ordered(text)).toEqual(['o_customer']);
});

it.each([
  [
    'its rows are kept without a partner',
    'SELECT p_brand, count(o_key) FROM pg.orders LEFT JOIN my.part ON p_key = o_customer GROUP BY p_brand',
  ],
  ['both are', 'SELECT p_brand, count(o_key) FROM pg.orders FULL JOIN my.part ON p_key = o_customer GROUP BY p_brand'],
  [
    'it is counted without doubles',
    'SELECT p_brand, count(DISTINCT o_key) FROM my.part LEFT JOIN pg.orders ON p_key = o_customer GROUP BY p_brand',
  ],
  [
    'it is read besides',
    'SELECT p_brand, count(o_key), max(o_key) FROM my.part LEFT JOIN pg.orders ON p_key = o_customer GROUP BY p_brand',
  ],
  [
    'it is counted of windows',
    'SELECT p_brand, count(o_key) OVER () FROM my.part LEFT JOIN pg.orders ON p_key = o_customer',
  ],
  [
    'no equality holds',
    'SELECT p_brand, count(o_key) FROM my.part LEFT JOIN pg.orders ON p_key < o_customer GROUP BY p_brand',
  ],
  [
    'the equality is one of two ways to meet',
    'SELECT p_brand, count(o_key) FROM my.part LEFT JOIN pg.orders ON p_key = o_customer OR p_box = o_status GROUP BY p_brand',
  ],
  [
    'a subquery may have filled it with NULLs',
    'SELECT p_brand, count(o_key) FROM my.part JOIN (SELECT o_key, c_key FROM pg.customer LEFT JOIN pg.orders ON o_customer = c_nation) ON p_key = c_key GROUP BY p_brand',
  ],
])('but not where %s', async (_, text) => {
  expect(await ordered(text)).toContain('o_key');
});

it('nor of a source that does not check NOT NULL when it is read', async () => {
  const sent = await queries.sql(
    'SELECT c_segment, count(l_order) FROM pg.customer LEFT JOIN my.lines ON c_key = l_supplier GROUP BY c_segment',
  );
  expect(sent.find((sql) => sql.includes('`lines`'))).toContain('`l_order`');
});

it('nor columns that may be NULL, or whose values may become so', async () => {
  for (const column of ['o_note', 'o_date']) {
    const text = `SELECT p_brand, count(${column}) FROM my.part LEFT JOIN pg.orders ON p_key = o_customer GROUP BY p_brand`;
    expect((await ordered(text)).toSorted()).toEqual(['o_customer', column]);
  }
});
