import { afterAll, expect, it } from 'vitest';
import { plannedQueries } from '../testing/planned-queries.ts';

const queries = plannedQueries();
afterAll(() => queries.close());

const grouped = /FROM `s`\.`lines` `t0` GROUP BY `t0`\.`l_order`/;
const linesOf = async (text: string): Promise<string> => {
  const sent = await queries.sql(text);
  return sent.find((sql) => sql.includes('`lines`')) ?? '';
};

it('groups a table that is joined and only aggregated, by the key of the join', async () => {
  const sql = await linesOf(
    'SELECT o_status, sum(l_quantity) AS total, count(*), max(l_part) FROM pg.orders o JOIN my.lines ON o.o_key = l_order GROUP BY o_status HAVING count(*) > 1 ORDER BY total',
  );
  expect(sql).toMatch(grouped);
  for (const part of ['SUM(`t0`.`l_quantity`)', 'COUNT(*)', 'MAX(`t0`.`l_part`)']) expect(sql).toContain(part);
});

it.each([
  ['SELECT count(*) FROM my.lines l, pg.orders WHERE l.l_order = o_key'],
  ['SELECT o_status, sum(l_quantity) FROM my.lines, pg.orders WHERE o_key = l_order GROUP BY ALL'],
])('also in %s', async (text) => {
  expect(await linesOf(text)).toMatch(grouped);
});

it.each([
  [
    'a column of it besides',
    'SELECT l_part, sum(l_quantity) FROM pg.orders JOIN my.lines ON o_key = l_order GROUP BY l_part',
  ],
  ['groups of whole rows of it', 'SELECT count(*) FROM pg.orders JOIN my.lines ON o_key = l_order GROUP BY Lines'],
  [
    'aggregates of both',
    'SELECT o_status, sum(l_quantity + o_customer) FROM pg.orders JOIN my.lines ON o_key = l_order GROUP BY 1',
  ],
  ['sums of the other side', 'SELECT sum(o_customer) FROM pg.orders JOIN my.lines ON o_key = l_order'],
  ['distinct counts', 'SELECT count(DISTINCT l_part) FROM pg.orders JOIN my.lines ON o_key = l_order'],
  ['averages', 'SELECT avg(l_quantity) FROM pg.orders JOIN my.lines ON o_key = l_order'],
  ['outer joins', 'SELECT o_status, sum(l_quantity) FROM pg.orders LEFT JOIN my.lines ON o_key = l_order GROUP BY 1'],
  [
    'other conditions',
    'SELECT sum(l_quantity) FROM pg.orders JOIN my.lines ON o_key = l_order AND o_customer < l_part',
  ],
  [
    'filters, by which keys are fewer',
    "SELECT sum(l_quantity) FROM pg.orders JOIN my.lines ON o_key = l_order WHERE o_status = 'F'",
  ],
  ['a key that is not unique there', 'SELECT sum(l_quantity) FROM pg.orders JOIN my.lines ON o_customer = l_order'],
  ['rows in another order', 'SELECT sum(l_quantity) FROM pg.orders JOIN my.lines ON o_key = l_part'],
])('leaves the rows as they are with %s', async (_, text) => {
  expect(await linesOf(text)).not.toContain('GROUP BY');
});
