import { afterAll, describe, expect, it } from 'vitest';
import { plannedQueries } from '../testing/planned-queries.ts';

const queries = plannedQueries();
const { sent, sql } = queries;
afterAll(() => queries.close());

const branded = "p_key = l_part AND p_brand = 'B'";

describe('places that ask for the same rows', () => {
  it('are fetched once, with the columns of both', async () => {
    const text = `SELECT sum(l_supplier) FROM my.lines, my.part WHERE ${branded} AND l_quantity < (SELECT avg(l_quantity) FROM my.lines WHERE l_part = p_key)`;
    expect(await sent(text)).toEqual([
      "my.lines (l_part IN (SELECT p_key FROM s.part WHERE (p_brand = 'B')))",
      "my.part (p_brand = 'B')",
    ]);
    expect((await sql(text))[0]).toMatch(/^SELECT `l_part`, `l_supplier`, `l_quantity` FROM/);
  });

  /** Lines of parts, twice in one statement, each joined to orders of the other source, so that no block goes whole. */
  const twice = async (one: string, other: string): Promise<string[]> => {
    const from = 'FROM my.lines, my.part, pg.orders WHERE p_key = l_part AND o_key = l_order';
    const inner = `SELECT sum(l_quantity) ${from} AND ${other}`;
    const lines = await sent(`SELECT l_part ${from} AND ${one} GROUP BY l_part HAVING sum(l_quantity) > (${inner})`);
    return lines.map((line) => line.split(' ')[0] ?? '').toSorted();
  };

  it('are fetched once where what reduces them is', async () => {
    const one = "p_brand = 'B' AND p_box = 'M'";
    expect(await twice(one, one)).toEqual(['my.lines', 'my.part', 'pg.orders']);
  });

  it('are fetched apart where their conditions, or what they are reduced by, differ', async () => {
    const one = "p_brand = 'B' AND p_box = 'M' AND l_supplier = 1";
    const other = one.replace('= 1', '= 2');
    expect(await twice(one, other)).toEqual(['my.lines', 'my.lines', 'my.part', 'pg.orders', 'pg.orders']);
    expect(await twice(one, one)).toEqual(['my.lines', 'my.part', 'pg.orders']);
  });
});
