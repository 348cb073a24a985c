import { afterAll, expect, it } from 'vitest';
import { plannedQueries } from '../testing/planned-queries.ts';

const queries = plannedQueries();
afterAll(() => queries.close());

const orders = '"s"."orders" "t0"';

it.each([
  [
    'what nobody reads of a cut list stays at the source',
    'SELECT count(*) FROM (SELECT o_key, o_date FROM pg.orders LIMIT 5)',
    `SELECT "t0"."o_key" AS "joinery_k0" FROM ${orders} LIMIT 5`,
  ],
  [
    'what sorts it is sent',
    'SELECT o_key FROM (SELECT o_key, o_status, o_date FROM pg.orders ORDER BY o_date DESC LIMIT 5)',
    `SELECT "t0"."o_key" AS "joinery_k0", "t0"."o_date" AS "joinery_k2" FROM ${orders} ORDER BY "t0"."o_date" DESC NULLS LAST LIMIT 5`,
  ],
  [
    'groups are those of all keys',
    'SELECT n FROM (SELECT o_customer, o_date, count(*) AS n, max(o_key) FROM pg.orders GROUP BY ALL)',
    `SELECT "t0"."o_customer" AS "joinery_k0", "t0"."o_date" AS "joinery_k1", COUNT(*) AS "joinery_a0" FROM ${orders} GROUP BY "t0"."o_customer", "t0"."o_date"`,
  ],
])('%s', async (_, text, sql) => {
  expect(await queries.sql(text)).toEqual([sql]);
});
