import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pushdown } from '../../../lib/contract/run.ts';
import { type EngineFixture, engineFixture } from '../testing/engine-fixture.ts';
import { MemoryConnector } from '../testing/memory-connector.ts';

/** 3,000 orders of 300 customers; 600 accounts, a third of them of customers, one in ten `vip`. */
const orders = {
  columns: { order_id: 'BIGINT', customer: 'BIGINT', total: 'INTEGER' },
  rowEstimate: 3_000_000,
  rows: Array.from({ length: 3_000 }, (_, n) => [String(n), String(n % 300), String(n % 7)]),
};
const lines = {
  columns: { order_id: 'BIGINT', sku: 'VARCHAR' },
  rowEstimate: 9_000_000,
  rows: Array.from({ length: 9_000 }, (_, n) => [String(n % 3_000), `sku ${n % 11}`]),
};
const accounts = {
  columns: { ref: 'INTEGER', tier: 'VARCHAR' },
  rows: Array.from({ length: 600 }, (_, n) => [
    n % 50 === 49 ? null : String(n + 100),
    n % 10 === 0 ? 'vip' : 'normal',
  ]),
};

/** A list that somebody made: all of it counts. */
const wanted = { columns: { ref: 'INTEGER' }, rows: [['3'], ['5'], ['299'], ['4000']] };
/** The same, of which its source expects much. */
const much = { ...wanted, expectedRows: 2_000_000 };

let shop: MemoryConnector;
let crm: MemoryConnector;
let depot: MemoryConnector;
let fixture: EngineFixture;

beforeEach(async () => {
  shop = new MemoryConnector('shop', { orders });
  crm = new MemoryConnector('crm', { accounts, wanted, much });
  depot = new MemoryConnector('depot', { lines });
  fixture = await engineFixture([shop, crm, depot]);
});
afterEach(() => fixture.close());

/** Columns by whose keys a connection's fetches were reduced, with the number of keys. */
const keysSent = (connector: MemoryConnector): string[] =>
  connector.requests
    .flatMap((request) => (request.kind === 'table' ? request.filters : []))
    .flatMap((filter) => (filter.kind === 'in' ? [`${filter.column}: ${filter.values.length}`] : []));

async function both(text: string): Promise<unknown[][]> {
  const run = async (pushdown: Pushdown) =>
    (await fixture.run(text, { pushdown })).values.map((row) => JSON.stringify(row)).sort();
  const reduced = await run('safe');
  const sent = { shop: [...shop.requests], crm: [...crm.requests], depot: [...depot.requests] };
  expect(reduced).toEqual(await run('off'));
  for (const [connector, requests] of [
    [shop, sent.shop],
    [crm, sent.crm],
    [depot, sent.depot],
  ] as const)
    connector.requests.splice(0, Infinity, ...requests);
  return reduced.map((row) => JSON.parse(row) as unknown[]);
}

describe('keys that are computed', () => {
  const computed = "ltrim(replace(upper(a.code), 'C-', ''), '0')";

  beforeEach(async () => {
    await fixture.close();
    const columns = { code: 'VARCHAR', ref: 'INTEGER', tier: 'VARCHAR' };
    // One in seven is no number.
    const rows = Array.from({ length: 600 }, (_, n) => [
      n % 50 === 49 ? null : `${n % 2 === 0 ? 'c-' : 'C-00'}${n % 7 === 6 ? `x${n}` : n}`,
      String(n),
      n % 10 === 0 ? 'vip' : 'normal',
    ]);
    const orderRows = orders.rows.map(([id = '', customer = '', total = '']) => [id, customer, customer, total]);
    shop = new MemoryConnector('shop', {
      orders: {
        columns: { order_id: 'BIGINT', customer: 'BIGINT', label: 'VARCHAR', total: 'INTEGER' },
        rowEstimate: 3_000_000,
        rows: orderRows,
      },
    });
    crm = new MemoryConnector('crm', { accounts: { columns, rows } });
    fixture = await engineFixture([shop, crm, depot]);
  });

  it.each([
    [`SELECT count(*), sum(total) FROM shop.orders o JOIN crm.accounts a ON o.label = ${computed} WHERE tier = 'vip'`],
    [`SELECT count(*) FROM shop.orders o, crm.accounts a WHERE ${computed} = o.label AND tier = 'vip'`],
    [`SELECT count(*) FROM crm.accounts a LEFT JOIN shop.orders o ON o.label = ${computed} WHERE tier = 'vip'`],
    [
      `WITH a AS (SELECT ${computed} AS number FROM crm.accounts a WHERE tier = 'vip') SELECT count(*) FROM shop.orders o JOIN a ON a.number = o.label`,
    ],
    [
      `SELECT count(*) FROM shop.orders o JOIN (SELECT DISTINCT ${computed} || '' AS number FROM crm.accounts a WHERE tier = 'vip') a ON a.number = o.label`,
    ],
    [
      `SELECT count(*) FROM shop.orders o JOIN crm.accounts a ON o.customer = TRY_CAST(${computed} AS BIGINT) AND a.tier = 'vip'`,
    ],
  ])('go to the plain column of the other side: %s', async (text) => {
    expect(await both(text)).not.toEqual([['0']]);
    expect(keysSent(shop)).toHaveLength(1);
    expect(keysSent(shop)[0]).toMatch(/^(?:label|customer): \d\d?$/);
  });

  it.each([
    // The preserved side.
    [`SELECT count(*) FROM shop.orders o LEFT JOIN crm.accounts a ON o.label = ${computed} AND tier = 'vip'`],
    [`SELECT count(*) FROM shop.orders o FULL JOIN (FROM crm.accounts WHERE tier = 'vip') a ON o.label = ${computed}`],
    // Gives something for nothing, or never the same.
    [`SELECT count(*) FROM shop.orders o JOIN crm.accounts a ON o.label = coalesce(a.code, '7') AND tier = 'vip'`],
    [`SELECT count(*) FROM shop.orders o JOIN crm.accounts a ON o.label = a.code || random() AND tier = 'vip'`],
    // Of two rows.
    [
      `SELECT count(*) FROM shop.orders o JOIN crm.accounts a ON o.customer = a.ref JOIN crm.accounts b ON o.label = upper(a.code) || b.code WHERE b.tier = 'vip'`,
    ],
    [
      `WITH x AS (SELECT upper(code) AS u, tier FROM crm.accounts) SELECT count(*) FROM shop.orders o JOIN x a ON a.tier = 'vip' JOIN x b ON o.label = a.u || b.u AND b.tier = 'vip'`,
    ],
  ])('stay where they could be missed: %s', async (text) => {
    await both(text);
    expect(keysSent(shop).filter((sent) => sent.startsWith('label'))).toEqual([]);
  });

  it('fail as the statement itself does', async () => {
    const text = `SELECT count(*) FROM shop.orders o JOIN crm.accounts a ON o.customer = CAST(${computed} AS BIGINT) AND a.tier = 'vip'`;
    for (const pushdown of ['safe', 'off'] as const)
      await expect(fixture.run(text, { pushdown })).rejects.toMatchObject({ code: 'conversion_failed' });
  });
});

describe('keys of a small side go to a large one', () => {
  it.each([
    ["SELECT count(*), sum(total) FROM shop.orders o JOIN crm.accounts a ON a.ref = o.customer WHERE a.tier = 'vip'"],
    ["SELECT count(*), sum(total) FROM shop.orders o, crm.accounts a WHERE a.ref = o.customer AND a.tier = 'vip'"],
    ["SELECT count(*) FROM crm.accounts a LEFT JOIN shop.orders o ON o.customer = a.ref WHERE a.tier = 'vip'"],
    [
      "SELECT count(*) FROM shop.orders o RIGHT JOIN (SELECT * FROM crm.accounts WHERE tier = 'vip') a ON o.customer = a.ref",
    ],
    ["SELECT count(*) FROM shop.orders o SEMI JOIN crm.accounts a ON o.customer = a.ref AND a.tier = 'vip'"],
    ["SELECT count(*) FROM shop.orders WHERE customer IN (SELECT ref FROM crm.accounts WHERE tier = 'vip')"],
    [
      "WITH vip AS (SELECT ref AS customer FROM crm.accounts WHERE tier = 'vip') SELECT count(*) FROM shop.orders JOIN vip USING (customer)",
    ],
    [
      "SELECT count(*) FROM (SELECT customer AS c, total FROM shop.orders ORDER BY 1) o JOIN crm.accounts a ON a.ref = o.c AND a.tier = 'vip'",
    ],
  ])('%s', async (text) => {
    await both(text);
    expect(keysSent(shop)).toHaveLength(1);
    expect(keysSent(shop)[0]).toMatch(/^customer: \d+$/);
  });

  it('sends the exact keys, without NULL', async () => {
    const [row] = await both(
      "SELECT count(*) FROM shop.orders o JOIN crm.accounts a ON a.ref = o.customer WHERE a.tier = 'vip'",
    );
    expect(row).toEqual(['200']);
    expect(keysSent(shop)).toEqual(['customer: 60']);
  });

  it('sends all keys of a few rows, which no condition chose', async () => {
    const [row] = await both('SELECT count(*) FROM shop.orders o JOIN crm.wanted w ON w.ref = o.customer');
    expect(row).toEqual(['30']);
    expect(keysSent(shop)).toEqual(['customer: 4']);
  });

  it('sends all keys of a native statement, unless its source expects many rows', async () => {
    const joined = (name: string) =>
      both(`SELECT count(*) FROM shop.orders o JOIN native('crm', $$${name}$$) w ON w.ref = o.customer`);
    expect(await joined('wanted')).toEqual([['30']]);
    expect(keysSent(shop)).toEqual(['customer: 4']);
    shop.requests.length = 0;
    expect(await joined('much')).toEqual([['30']]);
    expect(keysSent(shop)).toEqual([]);
  });

  it('goes along a chain', async () => {
    await both(
      "SELECT sku, count(*) FROM crm.accounts a JOIN shop.orders o ON o.customer = a.ref JOIN depot.lines l ON l.order_id = o.order_id WHERE a.tier = 'vip' GROUP BY 1",
    );
    expect(keysSent(shop)).toEqual(['customer: 60']);
    expect(keysSent(depot)).toEqual(['order_id: 200']);
  });

  it('asks for nothing when there are no keys', async () => {
    expect(
      await both("SELECT count(*) FROM shop.orders o JOIN crm.accounts a ON a.ref = o.customer WHERE a.tier = 'none'"),
    ).toEqual([['0']]);
    expect(keysSent(shop)).toEqual(['customer: 0']);
  });
});

describe('rows that may matter are never left out', () => {
  it.each([
    [
      "SELECT count(*), count(a.ref) FROM shop.orders o LEFT JOIN crm.accounts a ON a.ref = o.customer AND a.tier = 'vip'",
    ],
    [
      "SELECT count(*), count(a.ref) FROM shop.orders o FULL JOIN crm.accounts a ON a.ref = o.customer AND a.tier = 'vip'",
    ],
    ["SELECT count(*) FROM shop.orders o ANTI JOIN crm.accounts a ON a.ref = o.customer AND a.tier = 'vip'"],
    [
      "SELECT count(*) FROM shop.orders WHERE customer NOT IN (SELECT ref FROM crm.accounts WHERE tier = 'vip' AND ref IS NOT NULL)",
    ],
    [
      "SELECT count(*) FROM shop.orders o JOIN crm.accounts a ON a.ref = o.customer OR o.total = 1 WHERE a.tier = 'vip'",
    ],
    ["SELECT count(*) FROM shop.orders o JOIN crm.accounts a ON a.ref = o.customer + 1 WHERE a.tier = 'vip'"],
    [
      "SELECT a.tier, (SELECT count(*) FROM shop.orders) FROM shop.orders o JOIN crm.accounts a ON a.ref = o.customer WHERE a.tier = 'vip' LIMIT 1",
    ],
    [
      "SELECT * FROM (SELECT customer, rank() OVER (ORDER BY customer) r FROM shop.orders) o JOIN crm.accounts a ON a.ref = o.customer WHERE a.tier = 'vip'",
    ],
    [
      "SELECT * FROM (SELECT customer FROM shop.orders ORDER BY customer DESC LIMIT 500) o JOIN crm.accounts a ON a.ref = o.customer WHERE a.tier = 'vip'",
    ],
    [
      "SELECT * FROM (SELECT customer + 100 AS customer FROM shop.orders) o JOIN crm.accounts a ON a.ref = o.customer WHERE a.tier = 'vip'",
    ],
    [
      "WITH o AS (SELECT customer FROM shop.orders) SELECT (SELECT count(*) FROM o), count(*) FROM o JOIN crm.accounts a ON a.ref = o.customer WHERE a.tier = 'vip'",
    ],
  ])('%s', async (text) => {
    await both(text);
    expect(keysSent(shop)).toEqual([]);
  });
});

describe('each place that reads a table has a fetch of its own where that pays', () => {
  it.each([
    [
      "SELECT x.customer FROM shop.orders x JOIN shop.orders y ON x.customer = y.order_id JOIN crm.accounts a ON a.ref = x.customer WHERE a.tier = 'vip'",
      ['customer: 60', 'order_id: 60'],
    ],
    [
      "SELECT customer FROM shop.orders UNION ALL SELECT o.customer FROM shop.public.orders o JOIN crm.accounts a ON a.ref = o.customer WHERE a.tier = 'vip'",
      ['customer: 60'],
    ],
    // What a common table gives twice need not be of one row: y is not reduced by what reduces x.
    [
      "WITH c AS (SELECT ref, tier FROM crm.accounts) SELECT count(*) FROM c v, c w, shop.orders x, depot.lines y WHERE x.customer = v.ref AND v.tier = 'vip' AND y.order_id = w.ref",
      ['customer: 588'],
    ],
  ])('%s', async (text, keys) => {
    await both(text);
    expect(keysSent(shop).sort()).toEqual(keys);
  });
});

describe('subqueries that look outside', () => {
  it.each([
    [
      "SELECT ref FROM crm.accounts a WHERE tier = 'vip' AND EXISTS (SELECT * FROM shop.orders o WHERE o.customer = a.ref AND o.total > 3)",
      ['customer: 60'],
    ],
    [
      "SELECT ref FROM crm.accounts a WHERE tier = 'vip' AND NOT EXISTS (SELECT * FROM shop.orders o WHERE o.customer = a.ref AND o.total > 3)",
      ['customer: 60'],
    ],
    [
      "SELECT ref, (SELECT max(total) FROM shop.orders WHERE customer = ref) FROM crm.accounts WHERE tier = 'vip'",
      ['customer: 60'],
    ],
    [
      "SELECT ref, (SELECT count(*) FROM shop.orders o WHERE o.customer = a.ref) AS n FROM crm.accounts a WHERE tier = 'vip' ORDER BY n",
      ['customer: 60'],
    ],
    [
      "SELECT ref FROM crm.accounts a WHERE tier = 'vip' AND ref IN (SELECT customer FROM shop.orders WHERE total > 2)",
      ['customer: 60'],
    ],
    [
      "SELECT ref FROM crm.accounts a WHERE tier = 'vip' AND ref IN (SELECT customer FROM shop.orders GROUP BY customer HAVING sum(total) > 30)",
      ['customer: 60'],
    ],
    [
      "SELECT ref, s FROM crm.accounts a JOIN (SELECT customer, sum(total) AS s FROM shop.orders GROUP BY 1) o ON o.customer = a.ref WHERE tier = 'vip'",
      ['customer: 60'],
    ],
    [
      "SELECT ref FROM crm.accounts a JOIN (SELECT DISTINCT customer FROM shop.orders) o ON o.customer = a.ref WHERE tier = 'vip'",
      ['customer: 60'],
    ],
    // NULL among the values, or none at all, tells NOT IN apart: nothing may be left out.
    [
      "SELECT ref FROM crm.accounts a WHERE tier = 'vip' AND ref NOT IN (SELECT customer FROM shop.orders WHERE total > 2)",
      [],
    ],
    [
      "SELECT ref FROM crm.accounts a WHERE tier = 'vip' AND (ref IN (SELECT customer FROM shop.orders WHERE total > 9)) IS NULL",
      [],
    ],
    // A count over nothing is a row too.
    [
      "SELECT count(*) FROM shop.orders o WHERE EXISTS (SELECT count(*) FROM crm.accounts a WHERE a.ref = o.customer AND tier = 'vip')",
      [],
    ],
    [
      "SELECT count(*) FROM shop.orders o WHERE 0 = (SELECT count(*) FROM crm.accounts a WHERE a.ref = o.customer AND tier = 'vip')",
      [],
    ],
    [
      "SELECT count(*) FROM shop.orders o WHERE NOT EXISTS (SELECT * FROM crm.accounts a WHERE a.ref = o.customer AND tier = 'vip')",
      [],
    ],
    // Groups by something else see the rows that would be left out.
    [
      "SELECT ref FROM crm.accounts a JOIN (SELECT total, max(customer) AS customer FROM shop.orders GROUP BY 1) o ON o.customer = a.ref WHERE tier = 'vip'",
      [],
    ],
    [
      "SELECT ref FROM crm.accounts a JOIN (SELECT customer, rank() OVER (ORDER BY customer) AS r FROM shop.orders) o ON o.customer = a.ref WHERE tier = 'vip'",
      [],
    ],
    // The name means the alias, not the column around it.
    [
      "SELECT ref FROM crm.accounts a WHERE tier = 'vip' AND EXISTS (SELECT total AS ref FROM shop.orders o WHERE o.customer = ref)",
      [],
    ],
  ])('%s', async (text, keys) => {
    await both(text);
    expect(keysSent(shop)).toEqual(keys);
  });
});

describe('a statement that is run again', () => {
  const estimates = {
    'as they are': [3_000, 9_000, 600],
    'far too high': [3_000_000, 9_000_000, 600_000],
    'far too low': [3, 9, 1],
  };
  const cases = Object.entries(estimates).flatMap(([name, rows]) =>
    [
      "SELECT count(*) FROM shop.orders o JOIN crm.accounts a ON a.ref = o.customer WHERE a.tier = 'vip'",
      "SELECT count(*) FROM shop.orders o JOIN crm.accounts a ON a.ref = o.customer JOIN depot.lines l USING (order_id) WHERE a.tier = 'vip'",
      'SELECT count(*) FROM depot.lines WHERE order_id IN (SELECT order_id FROM shop.orders WHERE customer = 7)',
      // Its filter keeps all, and not the third that is guessed.
      "SELECT count(*) FROM depot.lines l JOIN shop.orders o USING (order_id) JOIN crm.accounts a ON a.ref = o.customer WHERE a.tier = 'vip' AND l.sku >= 'sku'",
      "SELECT sku, (SELECT min(total) FROM shop.orders o WHERE o.order_id = l.order_id) AS least FROM depot.lines l WHERE sku = 'sku 3'",
      "SELECT count(*) FROM shop.orders a JOIN shop.orders b ON a.customer = b.customer JOIN crm.accounts c ON c.ref = b.customer AND tier = 'vip' WHERE a.total = 3",
    ].map((text) => ({ name, rows, text })),
  );

  it.each(cases)('moves no more than before, estimates $name: $text', async ({ rows: [few, many, least], text }) => {
    const seen = new Map<string, number>();
    const sources = [
      new MemoryConnector('shop', { orders: { ...orders, rowEstimate: few ?? 0 } }),
      new MemoryConnector('depot', { lines: { ...lines, rowEstimate: many ?? 0 } }),
      new MemoryConnector('crm', { accounts: { ...accounts, rowEstimate: least ?? 0 } }),
    ];
    const observed = await engineFixture(sources, {}, undefined, {
      rowsOf: async (keys) => keys.map((key) => seen.get(key)),
      note: (noted) => {
        for (const { key, rows } of noted) seen.set(key, rows);
      },
    });
    try {
      const moved: number[] = [];
      const answers = new Set<string>();
      for (let round = 0; round < 4; round += 1) {
        const { fetches, values } = await observed.run(text);
        moved.push(fetches.reduce((sum, fetch) => sum + fetch.rows, 0));
        answers.add(JSON.stringify(values.map((row) => JSON.stringify(row)).sort()));
      }
      expect(answers.size).toBe(1);
      expect(moved, moved.join()).toEqual(moved.toSorted((a, b) => b - a));
    } finally {
      await observed.close();
    }
  });
});

describe('two ways along one equality', () => {
  it('keeps to the way in which it was made first', async () => {
    const customers = {
      columns: { id: 'BIGINT', nation: 'BIGINT', name: 'VARCHAR' },
      primaryKey: 'id',
      rowEstimate: 600_000,
      rows: Array.from({ length: 400 }, (_, n) => [String(n), String(n % 10), `name ${n}`]),
    };
    const large = {
      columns: { customer: 'BIGINT', total: 'INTEGER' },
      rowEstimate: 5_000_000,
      rows: Array.from({ length: 4_000 }, (_, n) => [String(n % 400), String(n % 7)]),
    };
    const source = new MemoryConnector('shop', { customers, large });
    const seen = new Map<string, number>();
    const observed = await engineFixture([source], {}, undefined, {
      rowsOf: async (keys) => keys.map((key) => seen.get(key)),
      // As many as of tables of the size that is claimed.
      note: (noted) => {
        for (const { key, rows } of noted) seen.set(key, (rows / 4_000) * large.rowEstimate);
      },
    });
    try {
      const ways: string[] = [];
      for (let round = 0; round < 3; round += 1) {
        const { fetches } = await observed.run(
          "SELECT sum(total), max(name) FROM shop.large l JOIN shop.customers c ON c.id = l.customer WHERE c.nation = 1 AND c.name <> 'x'",
        );
        const [fetch] = fetches.filter(({ relation }) => relation === 'public.large');
        ways.push(`${fetch?.rows} rows by ${fetch?.sql.includes('among') ? 'a subquery' : fetch?.reducers?.[0]?.form}`);
      }
      expect(ways).toEqual(['400 rows by keys', '400 rows by keys', '400 rows by keys']);
    } finally {
      await observed.close();
    }
  });
});

describe('what a fetch gave', () => {
  it('is remembered apart from what it gives under other reducers', async () => {
    const seen = new Map<string, number>();
    const observed = await engineFixture([shop, crm, depot], {}, undefined, {
      rowsOf: async (keys) => keys.map((key) => seen.get(key)),
      note: (noted) => {
        for (const { key, rows } of noted) seen.set(key, rows);
      },
    });
    try {
      const rowsOfOrders = async (text: string) => {
        const { fetches } = await observed.run(text);
        const fetch = fetches.find(({ relation }) => relation === 'public.orders');
        return [fetch?.estimatedRows, fetch?.rows];
      };
      const joined =
        "SELECT count(*), sum(total) FROM shop.orders o JOIN crm.accounts a ON a.ref = o.customer WHERE a.tier = 'vip'";
      expect(await rowsOfOrders(joined)).toEqual([3_000_000, 200]);
      expect(await rowsOfOrders('SELECT * FROM shop.orders')).toEqual([3_000_000, 3_000]);
      expect(await rowsOfOrders('SELECT * FROM shop.orders')).toEqual([3_000, 3_000]);
    } finally {
      await observed.close();
    }
  });
});
