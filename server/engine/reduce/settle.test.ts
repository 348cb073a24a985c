import { afterAll, describe, expect, it } from 'vitest';
import { plannedQueries } from '../testing/planned-queries.ts';

const queries = plannedQueries();
afterAll(() => queries.close());

/** The fetch of `table`. */
async function fetched(text: string, table: string): Promise<string> {
  const found = (await queries.sql(text)).filter((sql) => sql.replace(/["`]/g, '').includes(`FROM s.${table}`));
  expect(found).toHaveLength(1);
  return (found[0] ?? '').replace(/["`]/g, '').replaceAll('s.', '');
}

describe('conditions that their source settles', () => {
  it.each([
    [
      'in WHERE',
      "SELECT o_key, l_part FROM pg.orders, my.lines WHERE l_order = o_key AND o_status NOT LIKE '%a%b%'",
      'orders',
      "SELECT o_key FROM orders WHERE (NOT (o_status COLLATE C LIKE '%a%b%' ESCAPE '!'))",
    ],
    [
      'in ON, for the side that is not preserved',
      "SELECT c_key, o_key FROM pg.customer LEFT JOIN pg.orders ON c_key = o_customer AND o_status <> 'x'",
      'orders',
      "SELECT o_key, o_customer FROM orders WHERE (o_status <> 'x')",
    ],
    [
      'of two columns, in EXISTS',
      'SELECT o_status FROM pg.orders WHERE EXISTS (SELECT * FROM my.lines WHERE l_order = o_key AND l_part < l_supplier)',
      'lines',
      'SELECT l_order FROM lines WHERE (l_part < l_supplier)',
    ],
    [
      'in each branch of an OR',
      "SELECT l_part FROM my.lines, pg.orders WHERE (o_key = l_order AND o_status = 'x' AND l_quantity < 5) OR (o_key = l_order AND o_status = 'x' AND l_quantity > 7)",
      'orders',
      "SELECT o_key FROM orders WHERE (o_status = 'x')",
    ],
    [
      'with folded constants, once for both bounds',
      "SELECT o_key, l_part FROM pg.orders JOIN my.lines ON l_order = o_key WHERE o_date >= DATE '1994-01-01' AND o_date < DATE '1994-01-01' + INTERVAL '1' YEAR",
      'orders',
      "SELECT o_key FROM orders WHERE (o_date >= CAST('1994-01-01' AS date)) AND (o_date < CAST('1995-01-01' AS date))",
    ],
    [
      'of text that the source compares without regard to case, by its bytes',
      "SELECT p_key, o_key FROM my.part JOIN pg.orders ON p_key = o_customer WHERE p_loose = 'B'",
      'part',
      "SELECT p_key FROM part WHERE (p_loose = 'B') AND (CAST(p_loose AS BINARY) LIKE CAST('B' AS BINARY) ESCAPE '!')",
    ],
    [
      'of dates, without zero dates',
      "SELECT p_key, o_key FROM my.part JOIN pg.orders ON p_key = o_customer WHERE p_made < DATE '2020-01-01'",
      'part',
      "SELECT p_key FROM part WHERE (p_made BETWEEN DATE'0001-01-01' AND DATE'2019-12-31')",
    ],
  ])('%s', async (_, text, table, sql) => {
    expect(await fetched(text, table)).toBe(sql);
  });

  it.each([
    [
      'its column is shown',
      "SELECT o_key, o_status, l_part FROM pg.orders, my.lines WHERE l_order = o_key AND o_status = 'x'",
    ],
    [
      'a star shows it',
      "SELECT * FROM (SELECT * FROM pg.orders WHERE o_status = 'x') JOIN my.lines ON l_order = o_key",
    ],
    [
      'an outer join fills it',
      "SELECT l_part FROM my.lines LEFT JOIN pg.orders ON l_order = o_key WHERE o_status = 'x' OR o_status IS NULL",
    ],
    ['it is preserved', "SELECT o_key, l_part FROM pg.orders LEFT JOIN my.lines ON l_order = o_key AND o_status = 'x'"],
    [
      'it is negated',
      "SELECT l_part, o_key FROM my.lines, pg.orders WHERE l_order = o_key AND NOT (o_status = 'x' AND l_part = 3)",
    ],
    [
      'its value may pass',
      "SELECT o_key, l_part FROM pg.orders, my.lines WHERE l_order = o_key AND o_date < current_date AND o_status = 'y' || o_key",
    ],
    [
      'the rows are sampled',
      "SELECT l_part FROM my.lines JOIN (SELECT o_key FROM pg.orders USING SAMPLE 10 ROWS) ON l_order = o_key, pg.nation WHERE n_name = 'x'",
    ],
  ])('but not where %s', async (_, text) => {
    const sql = (await queries.sql(text)).filter((one) => one.includes('"orders"')).join();
    const list = sql.slice(0, sql.indexOf('FROM'));
    expect(list.includes('o_status') || list.includes('o_date') || !sql.includes('WHERE')).toBe(true);
  });

  it('lets a source find rows that lack a partner of some kind', async () => {
    const text =
      "SELECT c_segment FROM pg.customer WHERE c_key + 1 > 2 AND NOT EXISTS (SELECT 1 FROM pg.orders WHERE o_customer = c_key AND o_status = 'x')";
    expect(await fetched(text, 'customer')).toContain(
      "(NOT EXISTS (SELECT 1 FROM orders AS joinery_other WHERE joinery_other.o_customer = customer.c_key AND (joinery_other.o_status = 'x')))",
    );
  });
});
