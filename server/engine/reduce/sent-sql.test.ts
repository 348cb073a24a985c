import { afterAll, describe, expect, it } from 'vitest';
import { plannedQueries } from '../testing/planned-queries.ts';

const queries = plannedQueries();
const { sent } = queries;
afterAll(() => queries.close());

describe('what goes to which source', () => {
  it('filters by partners inside a source, and sends keys to the other', async () => {
    expect(
      await sent(
        "SELECT sum(l_quantity) FROM pg.customer, pg.orders, my.lines WHERE c_segment = 'X' AND c_key = o_customer AND o_date = DATE '2020-01-01' AND o_key = l_order",
      ),
    ).toMatchInlineSnapshot(`
      [
        "my.lines  <- l_order: s.orders.o_key",
        "pg.orders (o_date = CAST('2020-01-01' AS date)) AND (o_customer IN (SELECT c_key FROM s.customer WHERE (c_segment = 'X')))",
      ]
    `);
  });

  it('goes on over equalities that follow from others', async () => {
    expect(
      await sent(
        "SELECT count(*) FROM pg.nation a, pg.customer c, pg.orders o WHERE a.n_name = 'X' AND a.n_key = c.c_nation AND c.c_key = o.o_customer AND o.o_customer + 0 > 1",
      ),
    ).toMatchInlineSnapshot(`
      [
        "pg.orders (o_customer > 1) AND (o_customer IN (SELECT c_key FROM s.customer WHERE (c_nation IN (SELECT n_key FROM s.nation WHERE (n_name = 'X')))))",
      ]
    `);
  });

  it('fetches each place of a table apart, reduced by its own partners', async () => {
    expect(
      await sent(
        "SELECT sum(l_quantity) FROM my.lines, my.part WHERE p_key = l_part AND p_brand = 'B' AND p_box = 'M' AND l_quantity < (SELECT 0.2 * avg(l_quantity) FROM my.lines WHERE l_part = p_key AND l_order < 7)",
      ),
    ).toMatchInlineSnapshot(`
      [
        "my.lines (l_part IN (SELECT p_key FROM s.part WHERE (p_brand = 'B') AND (p_box = 'M')))",
        "my.part (p_brand = 'B') AND (p_box = 'M')",
        "my.lines (l_order < 7) AND (l_part IN (SELECT p_key FROM s.part WHERE (p_brand = 'B') AND (p_box = 'M')))",
      ]
    `);
  });

  it('sends the keys of rows that come anyway, where the source would read a large table a second time for them', async () => {
    expect(
      await sent(
        "SELECT sum(b.l_quantity) FROM my.part, my.lines a, my.lines b WHERE p_key = a.l_part AND p_brand = 'B' AND a.l_order = b.l_order AND a.l_quantity > b.l_quantity",
      ),
    ).toMatchInlineSnapshot(`
      [
        "my.lines (l_part IN (SELECT p_key FROM s.part WHERE (p_brand = 'B')))",
        "my.lines  <- l_order: s.lines.l_order",
      ]
    `);
  });

  it('takes keys out of a block that runs whole', async () => {
    expect(
      await sent(
        'SELECT c_segment, o_key, sum(l_quantity) FROM pg.customer, pg.orders, my.lines WHERE o_key IN (SELECT l_order FROM my.lines GROUP BY l_order HAVING sum(l_quantity) > 300) AND c_key = o_customer AND o_key = l_order GROUP BY ALL',
      ),
    ).toMatchInlineSnapshot(`
      [
        "my.lines  <- l_order: s.orders.o_key",
        "pg.orders  <- o_key: block: lines.joinery_k0",
        "my.lines ",
        "pg.customer ",
      ]
    `);
  });

  it('leaves what is preserved or negated as it is', async () => {
    expect(
      await sent(
        "SELECT o_key, l_part FROM pg.orders LEFT JOIN my.lines ON l_order = o_key AND l_quantity = 1 WHERE o_status NOT LIKE '%x%y%'",
      ),
    ).toMatchInlineSnapshot(`
      [
        "my.lines (l_quantity = 1)",
        "pg.orders (NOT (o_status COLLATE C LIKE '%x%y%' ESCAPE '!'))",
      ]
    `);
    expect(
      await sent(
        'SELECT count(o_key + 1) FROM pg.orders WHERE NOT EXISTS (SELECT * FROM my.lines WHERE l_order = o_key AND l_quantity = 1)',
      ),
    ).toMatchInlineSnapshot(`
      [
        "pg.orders ",
        "my.lines (l_quantity = 1)",
      ]
    `);
  });

  it('lets a source find the rows that lack a partner, and takes nothing of the other table', async () => {
    const lacking = 'NOT EXISTS (SELECT 1 FROM pg.orders WHERE o_customer = c_key)';
    expect(await sent(`SELECT c_segment FROM pg.customer WHERE ${lacking} AND c_key + 1 > 2`)).toMatchInlineSnapshot(`
      [
        "pg.customer (c_key > 1) AND (NOT EXISTS (SELECT 1 FROM s.orders AS joinery_other WHERE joinery_other.o_customer = s.customer.c_key))",
        "pg.orders ",
      ]
    `);
    expect(
      await sent(`SELECT l_part FROM pg.customer JOIN my.lines ON l_part = c_key WHERE ${lacking}`),
    ).toMatchInlineSnapshot(`
        [
          "my.lines ",
          "pg.orders ",
          "pg.customer (NOT EXISTS (SELECT 1 FROM s.orders AS joinery_other WHERE joinery_other.o_customer = s.customer.c_key))",
        ]
      `);
  });

  it.each([
    'SELECT c_segment FROM pg.nation LEFT JOIN pg.customer ON c_nation = n_key WHERE NOT EXISTS (SELECT 1 FROM pg.orders WHERE o_customer = c_key)',
    "SELECT c_segment FROM pg.customer WHERE NOT EXISTS (SELECT 1 FROM pg.orders WHERE o_customer = c_key AND upper(o_status) = 'X')",
    'SELECT c_segment FROM pg.customer WHERE NOT EXISTS (SELECT 1 FROM pg.orders WHERE o_customer = c_key LIMIT 0)',
    'SELECT c_segment FROM pg.customer WHERE NOT EXISTS (SELECT count(*) FROM pg.orders WHERE o_customer = c_key)',
    'SELECT c_segment FROM pg.customer WHERE c_key NOT IN (SELECT o_customer FROM pg.orders)',
  ])('but not where that could change the answer: %s', async (text) => {
    expect((await sent(text)).join()).not.toContain('joinery_other');
  });
});
