/** Whole blocks against real servers: what goes moves few rows, and every answer is that of the run without pushdown. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlocksFixture, blocksFixture } from './fixture.ts';

let fixture: BlocksFixture;

beforeAll(async () => {
  fixture = await blocksFixture();
});
afterAll(() => fixture.close());

const connections = ['pg', 'my', 'lite'] as const;

/** Statement over `X.orders`, and rows moved where it goes as a block; `stays` where it does not, with the reason. */
interface Case {
  readonly text: string;
  readonly pg: number | 'stays';
  readonly my: number | 'stays';
  readonly lite: number | 'stays';
}

const everywhere = (text: string, rows: number | 'stays'): Case => ({ text, pg: rows, my: rows, lite: rows });

const cases: readonly Case[] = [
  everywhere('SELECT count(*) FROM X.orders', 1),
  everywhere('SELECT count(*) FROM X.orders HAVING count(*) > 100', 0),
  everywhere('SELECT count(*) AS n, 2 * count(note) + 1 FROM X.orders WHERE total IS NOT NULL', 1),
  everywhere('SELECT sum(id), sum(customer_id), count(DISTINCT status) FROM X.orders', 1),
  everywhere('SELECT sum(id) FROM X.orders WHERE id < 0', 1),
  everywhere('SELECT status, count(*) FROM X.orders GROUP BY status ORDER BY status NULLS FIRST', 7),
  everywhere('SELECT upper(status) AS s, count(*) AS n FROM X.orders GROUP BY status ORDER BY n DESC, s', 7),
  everywhere('SELECT DISTINCT status FROM X.orders ORDER BY 1', 7),
  everywhere('SELECT DISTINCT upper(status) FROM X.orders ORDER BY ALL', 7),
  everywhere('SELECT DISTINCT customer_id, ordered_on FROM X.orders ORDER BY ALL', 8),
  everywhere('SELECT * FROM X.orders ORDER BY id DESC LIMIT 2', 2),
  everywhere('SELECT o.* FROM X.orders AS o ORDER BY o.ordered_on DESC, o.id LIMIT 3 OFFSET 1', 4),
  everywhere('SELECT note || status, id FROM X.orders ORDER BY note, id DESC LIMIT 4', 4),
  everywhere('SELECT customer_id, count(*) AS n FROM X.orders GROUP BY 1 ORDER BY n DESC, 1 LIMIT 2', 2),
  everywhere("SELECT count(*) FROM X.orders WHERE status = 'new'", 1),
  everywhere("SELECT count(*) FROM X.orders WHERE NOT (status = 'new' OR status IS NULL)", 1),
  everywhere("SELECT count(*) FROM X.orders WHERE status NOT IN ('new', 'paid')", 1),
  everywhere(
    "SELECT count(*) FROM X.orders WHERE ordered_on >= '2026-01-01' AND ordered_on < date '2026-01-01' + INTERVAL 1 MONTH",
    1,
  ),
  everywhere("SELECT count(*) FROM X.orders WHERE ordered_on BETWEEN '2026-01-01' AND '2026-02-03'", 1),
  everywhere("SELECT count(*) FILTER (WHERE note LIKE 'a%'), count(*) FILTER (WHERE note LIKE '%A') FROM X.orders", 1),
  everywhere('SELECT min(note), max(note), min(ordered_on), max(id), min(ratio) FROM X.orders', 1),
  everywhere('SELECT count(*) FROM X.orders WHERE ratio > 0.05 AND id > customer_id', 1),
  everywhere(
    'SELECT count(*) AS n FROM X.orders o JOIN X.customers c ON c.id = o.customer_id WHERE c.name IS NOT NULL',
    1,
  ),
  everywhere(
    'SELECT c.name, count(*) AS n FROM X.orders o, X.customers c WHERE c.id = o.customer_id GROUP BY c.name HAVING n > 1 ORDER BY 1',
    3,
  ),
  everywhere('SELECT c.id, (SELECT max(id) FROM X.orders) AS latest FROM X.customers c ORDER BY c.id', 1 + 4),
  everywhere('SELECT count(*) FROM X.orders UNION ALL SELECT count(*) FROM X.customers', 1 + 1),
  everywhere(
    'WITH s AS (SELECT customer_id, count(*) AS n FROM X.orders GROUP BY 1) SELECT a.n, b.n FROM s a JOIN s b USING (customer_id) ORDER BY ALL',
    5,
  ),
  everywhere('SELECT count(*), sum(count(*)) OVER () FROM X.orders GROUP BY customer_id ORDER BY ALL', 5),
  // A block reads through what only chooses columns and rows.
  everywhere("SELECT count(*) FROM (SELECT * FROM X.orders WHERE status = 'paid') AS o", 1),
  everywhere(
    'SELECT n, count(*) FROM (SELECT status AS s, customer_id FROM X.orders) AS o(n) GROUP BY n ORDER BY 1',
    7,
  ),
  everywhere(
    'WITH o AS (SELECT * FROM X.orders WHERE id > 1), p(a, b) AS (SELECT id, customer_id FROM o WHERE id < 100) SELECT sum(a), max(b) FROM p',
    1,
  ),
  everywhere(
    'SELECT count(*), max(c.id) FROM (SELECT id, customer_id FROM X.orders WHERE id > 1) o JOIN (SELECT * FROM X.customers WHERE id > 10) c ON c.id = o.customer_id',
    1,
  ),
  everywhere('SELECT count(*) FROM (SELECT DISTINCT status FROM X.orders) AS o', 7),
  everywhere('SELECT count(*) FROM (SELECT id + 1 AS i FROM X.orders) AS o', 'stays'),
  everywhere('WITH o AS (SELECT 1 AS id) SELECT count(*) FROM o, X.orders', 'stays'),
  // Grouping by an expression of a date: the source groups by the date, DuckDB groups again.
  everywhere('SELECT year(ordered_on) AS y, count(*), sum(id), max(id) FROM X.orders GROUP BY y ORDER BY y', 6),
  everywhere(
    "SELECT date_trunc('month', ordered_on), customer_id, count(note) FROM X.orders GROUP BY ALL ORDER BY ALL",
    8,
  ),
  everywhere(
    "SELECT strftime(ordered_on, '%Y-%m') AS m, count(*) AS n FROM X.orders GROUP BY 1 HAVING n > 1 ORDER BY n DESC, extract(year FROM max(ordered_on)) LIMIT 1",
    6,
  ),
  everywhere('SELECT year(ordered_on) AS k0, count(*) AS a0 FROM X.orders GROUP BY k0 ORDER BY k0', 6),
  everywhere('SELECT year(ordered_on) AS joinery_k0, count(*) FROM X.orders GROUP BY joinery_k0 ORDER BY 1', 'stays'),
  everywhere('SELECT year(ordered_on), avg(customer_id) FROM X.orders GROUP BY 1 ORDER BY 1', 'stays'),
  everywhere('SELECT upper(status), count(*) FROM X.orders GROUP BY 1 ORDER BY 1', 'stays'),
  // Averages travel as sum and count, and DuckDB's own rounding is made after it.
  everywhere('SELECT avg(customer_id) AS mean, round(avg(id) FILTER (WHERE id < 100), 2) FROM X.orders', 1),
  everywhere('SELECT status, avg(customer_id) FROM X.orders GROUP BY status ORDER BY 1', 7),
  everywhere('SELECT avg(customer_id) FROM X.orders WHERE id < 0', 1),
  { text: 'SELECT note, avg(total) FROM X.orders GROUP BY note ORDER BY avg(total), 1', pg: 8, my: 8, lite: 'stays' },
  everywhere('SELECT avg(id) FROM X.orders', 1),
  // A sum that does not fit DuckDB's long double ends in a second run that fetches the rows.
  everywhere('SELECT avg(o.id) FROM X.orders o, X.customers c', 'stays'),
  // A sum of decimals is exact in servers that keep decimals.
  { text: 'SELECT sum(total), min(total) FROM X.orders', pg: 1, my: 1, lite: 'stays' },
  { text: 'SELECT sum(total * (1 - total)) FROM X.orders WHERE id < 5', pg: 1, my: 1, lite: 'stays' },
  { text: "SELECT sum(CASE WHEN status = 'paid' THEN total ELSE 0 END) FROM X.orders", pg: 1, my: 1, lite: 'stays' },
  { text: 'SELECT total, count(*) FROM X.orders GROUP BY total ORDER BY total', pg: 7, my: 7, lite: 'stays' },
  {
    text: 'SELECT customer_id FROM X.orders GROUP BY ALL HAVING sum(total) > 20 ORDER BY 1',
    pg: 3,
    my: 3,
    lite: 'stays',
  },
  // The order of text is forced to that of its bytes, which SQLite's NOCASE columns are never.
  { text: 'SELECT min(status), max(status) FROM X.orders', pg: 1, my: 1, lite: 'stays' },
  { text: 'SELECT status FROM X.orders ORDER BY status, id LIMIT 3', pg: 3, my: 3, lite: 'stays' },
  { text: "SELECT count(*) FROM X.orders WHERE status > 'a'", pg: 1, my: 1, lite: 'stays' },
  // A source that joins row by row is not asked to join without a key.
  {
    text: 'SELECT c.id, count(o.id) FROM X.customers c LEFT JOIN X.orders o ON o.customer_id = c.id GROUP BY c.id ORDER BY 1',
    pg: 4,
    my: 'stays',
    lite: 'stays',
  },
  // DuckDB's integers overflow at bounds of their own.
  everywhere('SELECT sum(customer_id * 2) FROM X.orders', 'stays'),
  // What would be rounded, ordered or spelt otherwise at the source stays.
  everywhere('SELECT sum(ratio) FROM X.orders', 'stays'),
  everywhere('SELECT ratio, count(*) FROM X.orders GROUP BY ratio', 'stays'),
  everywhere('SELECT string_agg(note) FROM X.orders WHERE id = 1', 'stays'),
  everywhere('SELECT count(*) FROM X.orders WHERE upper(status) = $$NEW$$', 'stays'),
  everywhere("SELECT count(*) FROM X.orders WHERE status LIKE 'ne_'", 'stays'),
  everywhere('SELECT count(*) FROM X.orders WHERE id / 2 > 1', 'stays'),
  everywhere('SELECT count(*) FROM X.orders WHERE ordered_on < current_date', 'stays'),
  everywhere('SELECT customer_id, count(*) FROM X.orders GROUP BY ROLLUP (customer_id) ORDER BY ALL', 'stays'),
  everywhere('SELECT DISTINCT ON (customer_id) customer_id FROM X.orders ORDER BY ALL', 'stays'),
  everywhere('SELECT row_number() OVER (ORDER BY id) FROM X.orders ORDER BY id LIMIT 2', 'stays'),
  everywhere(
    'SELECT c.id, (SELECT count(*) FROM X.orders o WHERE o.customer_id = c.id) FROM X.customers c ORDER BY 1',
    'stays',
  ),
];

for (const connection of connections) {
  describe(`blocks on ${connection}`, () => {
    it.each(cases.map((one) => [one.text.replaceAll('X.', `${connection}.`), one[connection]] as const))(
      '%s: %s',
      async (text, moved) => {
        const safe = await fixture.run(text);
        const off = await fixture.run(text, 'off');
        expect(safe.columns).toEqual(off.columns);
        expect(safe.rows).toEqual(off.rows);
        expect(off.fetches.some(({ relation }) => relation.startsWith('block'))).toBe(false);
        const blocks = safe.fetches.filter(({ relation }) => relation.startsWith('block'));
        expect(blocks.length > 0 ? sum(safe.fetches.map(({ rows }) => rows)) : 'stays').toBe(moved);
      },
    );
  });
}

describe('blocks', () => {
  it('are told in the ledger', async () => {
    const { fetches } = await fixture.run(
      'SELECT customer_id, count(*) AS n FROM pg.orders WHERE id > 1 GROUP BY 1 ORDER BY n LIMIT 1',
    );
    expect(fetches.map(({ connection, relation, pushed }) => ({ connection, relation, pushed }))).toEqual([
      {
        connection: 'pg',
        relation: 'block: orders',
        pushed: ['1 condition', 'count(*)', 'group by customer_id', 'order by', 'limit 1'],
      },
    ]);
  });

  it('of one connection stand beside tables of another', async () => {
    const text = `SELECT c.name, s.n FROM my.customers c JOIN (SELECT customer_id, count(*) AS n FROM pg.orders GROUP BY 1) s
      ON s.customer_id = c.id ORDER BY ALL`;
    const [safe, off] = [await fixture.run(text), await fixture.run(text, 'off')];
    expect(safe.rows).toEqual(off.rows);
    expect(safe.fetches.map(({ relation }) => relation).toSorted()).toEqual(['block: orders', 'test.customers']);
  });

  it('leave a join over two connections here', async () => {
    const { fetches, reasons } = await fixture.run(
      'SELECT count(*) FROM pg.orders o JOIN my.customers c ON c.id = o.customer_id',
    );
    expect(fetches.map(({ relation }) => relation).toSorted()).toEqual(['public.orders', 'test.customers']);
    expect(reasons).toContain('two connections');
  });
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
