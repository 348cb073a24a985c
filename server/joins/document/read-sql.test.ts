import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinSql } from '../../../lib/join/join-sql.ts';
import { SqlReader } from '../../engine/sql-reader.ts';
import { readShapes } from '../shapes.ts';
import { fakeDependencies } from '../testing/shapes.ts';
import { readJoinSql } from './read-sql.ts';

let reader: SqlReader;
beforeAll(async () => {
  reader = await SqlReader.create();
});
afterAll(() => reader.close());

const read = (sql: string) => readJoinSql(sql, fakeDependencies, reader);

async function document(sql: string) {
  const answer = await read(sql);
  if (!('document' in answer)) throw new Error(answer.beyond.reason);
  return answer.document;
}

/** What the builder writes for a statement that somebody wrote. */
async function written(sql: string): Promise<string> {
  const found = await document(sql);
  const { columnsOf } = await readShapes(found, fakeDependencies, new AbortController().signal);
  return joinSql(found, columnsOf);
}

describe('a statement written by hand', () => {
  it('opens with all columns where it says *', async () => {
    const found = await document(
      'select * from shop.orders join crm.accounts a on orders.customer_no = a.customer_ref',
    );
    expect(found).toMatchObject({
      inputs: [{ alias: 'orders' }, { alias: 'a' }],
      steps: [
        {
          kind: 'join',
          type: 'inner',
          keys: [{ left: { column: 'customer_no' }, operator: '=', right: { column: 'customer_ref' } }],
        },
      ],
    });
    expect(found.columns).toBeUndefined();
  });

  it('may turn keys round, name tables in full and use USING', async () => {
    expect(
      await written(
        `SELECT email AS mail, o.total FROM shop.main.orders AS o LEFT OUTER JOIN crm.public.accounts AS a USING (order_id, email)`,
      ),
    ).toBe(`SELECT coalesce(o.email, a.email) AS mail, o.total
FROM shop.orders o
LEFT JOIN crm.accounts a
  ON o.order_id = a.order_id
  AND o.email = a.email`);
    expect(
      await document('SELECT o.total FROM shop.orders o JOIN crm.accounts a ON a.order_id > o.order_id'),
    ).toMatchObject({
      steps: [{ keys: [{ left: { input: 'o' }, operator: '<', right: { input: 'a' } }] }],
    });
  });

  it('may join with commas and WHERE', async () => {
    expect(
      await written(
        "SELECT o.total FROM shop.orders o, crm.accounts a WHERE o.order_id = a.order_id AND a.since >= '2026-01-01' AND 10 < o.total AND length(o.email) > 3",
      ),
    ).toBe(`SELECT o.total
FROM (
  SELECT * FROM shop.orders
  WHERE total > 10
    AND (length(email) > 3)
) o
JOIN crm.accounts a
  ON o.order_id = a.order_id
WHERE a.since >= DATE '2026-01-01'`);
  });

  it('takes a condition of ON over the added input as its filter', async () => {
    expect(
      await document(
        "SELECT o.total FROM shop.orders o LEFT JOIN crm.accounts a ON o.order_id = a.order_id AND a.email LIKE '%@x'",
      ),
    ).toMatchObject({
      inputs: [{ filters: [] }, { filters: [{ expression: "email LIKE '%@x'" }] }],
    });
  });

  it('keeps own expressions of keys as they are written', async () => {
    const sql =
      "SELECT o.total FROM shop.orders o JOIN crm.accounts a ON o.customer_no = ltrim(replace(a.customer_ref, 'C-', ''), '0')";
    expect(await document(sql)).toMatchObject({
      steps: [
        {
          keys: [
            {
              right: {
                column: 'customer_ref',
                normalisers: [{ kind: 'expression', sql: "ltrim(replace(value, 'C-', ''), '0')" }],
              },
            },
          ],
        },
      ],
    });
    expect(
      await document('SELECT o.total FROM shop.orders o JOIN crm.accounts a ON o.order_id::VARCHAR = lower(a.email)'),
    ).toMatchObject({
      steps: [
        {
          keys: [
            { left: { normalisers: [{ kind: 'cast', type: 'VARCHAR' }] }, right: { normalisers: [{ kind: 'lower' }] } },
          ],
        },
      ],
    });
  });

  it('keeps parameters, with the types of what they are compared with', async () => {
    const found = await document(
      "SELECT o.total FROM shop.orders o WHERE o.order_id = {{ id }} AND o.email IN {{mails}} AND o.total > {{least}} AND o.customer_no <> '{{no}}'",
    );
    expect(found.inputs[0]?.filters).toEqual([
      { column: 'order_id', operator: '=', values: ['{{id}}'] },
      { column: 'email', operator: 'in', values: ['{{mails}}'] },
      { column: 'total', operator: '>', values: ['{{least}}'] },
      { column: 'customer_no', operator: '<>', values: ['{{no}}'] },
    ]);
    expect(found.parameters).toEqual([
      { name: 'id', type: 'integer', value: null },
      { name: 'mails', type: 'text_list', value: null },
      { name: 'least', type: 'decimal', value: null },
    ]);
  });

  it('reads unions by position, by name and of a join in a subquery', async () => {
    expect(
      await document('SELECT order_id, email FROM shop.orders UNION ALL SELECT order_id, email FROM shop.orders_2025'),
    ).toMatchObject({
      steps: [{ kind: 'union', all: true, mapping: { by: 'name' } }],
    });
    expect(await document('SELECT * FROM shop.orders_2025 UNION BY NAME SELECT * FROM crm.accounts')).toMatchObject({
      steps: [{ kind: 'union', all: false, mapping: { by: 'name' } }],
    });
    expect(
      await document(
        'SELECT x.total FROM shop.orders_2025 x UNION SELECT j.total FROM (SELECT o.total FROM shop.orders o JOIN crm.accounts a ON o.order_id = a.order_id) j',
      ),
    ).toMatchObject({ inputs: [{ alias: 'x' }, { alias: 'j', source: { kind: 'join' } }] });
  });

  it('makes an input of a join in brackets, whose names stay in sight', async () => {
    expect(
      await written(
        `SELECT o.email, a.email AS mail, "from" FROM shop.orders o
         LEFT JOIN (crm.accounts a JOIN crm."audit.x"."select" s ON a.email = s.email) ON o.order_id = a.order_id AND a.since IS NOT NULL`,
      ),
    ).toBe(`SELECT o.email, j.accounts_email AS mail, j."from"
FROM shop.orders o
LEFT JOIN (
  SELECT * FROM (
    SELECT a.account_id, a.customer_ref, a.email AS accounts_email, a."Owner Name", a.since, a.order_id,
           s.value, s."from", s."quote""d", s."naïve", s.EMAIL AS select_EMAIL, s."at"
    FROM crm.accounts a
    JOIN crm."audit.x"."select" s
      ON a.email = s.EMAIL
  ) j
  WHERE since IS NOT NULL
) j
  ON o.order_id = j.order_id`);
    const star = await document(
      'SELECT * FROM shop.orders o JOIN (shop.orders_2025 p JOIN crm.accounts a ON p.order_id = a.order_id) ON o.order_id = p.order_id',
    );
    expect(star.steps).toMatchObject([{ keys: [{ right: { column: 'orders_2025_order_id' } }] }]);
    expect(star.inputs).toMatchObject([{ alias: 'o' }, { source: { kind: 'join', join: { inputs: [{}, {}] } } }]);
    const own = await read(
      'SELECT o.email FROM shop.orders o JOIN (shop.orders_2025 p JOIN crm.accounts a ON p.order_id = a.order_id) ON o.order_id = p.order_id AND length(p.email) > 3',
    );
    expect(own).toMatchObject({ beyond: { reason: expect.stringContaining('put it inside') } });
  });

  it('makes one input of a SELECT that joins behind UNION, and of a union in brackets', async () => {
    const joins = `SELECT o.total FROM shop.orders_2025 o
UNION ALL SELECT coalesce(o.total, a.order_id) FROM shop.orders o LEFT JOIN crm.accounts a ON o.order_id = a.order_id WHERE o.total > 1
UNION (SELECT CAST(order_id AS VARCHAR) FROM crm.accounts UNION ALL SELECT email FROM shop.orders)`;
    expect(await written(joins)).toBe(`SELECT CAST(o.total AS VARCHAR) AS total
FROM shop.orders_2025 o
UNION ALL
SELECT CAST(j.total AS VARCHAR) AS total
FROM (
  SELECT coalesce(o.total, a.order_id) AS total
  FROM shop.orders o
  LEFT JOIN crm.accounts a
    ON o.order_id = a.order_id
  WHERE o.total > 1
) j
UNION
SELECT joi.order_id AS total
FROM (
  SELECT CAST(accounts.order_id AS VARCHAR) AS order_id
  FROM crm.accounts accounts
  UNION ALL
  SELECT orders.email AS order_id
  FROM shop.orders orders
) joi`);
  });
});

describe('what goes beyond the builder', () => {
  const on = 'FROM shop.orders o JOIN crm.accounts a ON o.order_id = a.order_id';
  it.each([
    [`SELECT o.email, count(*) ${on} GROUP BY o.email`, 'GROUP BY is beyond the builder.', 'o.email', 2],
    [`SELECT o.email ${on} ORDER BY o.email`, 'ORDER BY is beyond the builder.', 'o.email', 2],
    [`SELECT DISTINCT o.email ${on}`, 'DISTINCT is beyond the builder.'],
    [`SELECT o.email ${on} LIMIT 3`, 'LIMIT is beyond the builder.', '3', 1],
    [
      `SELECT o.total + 1 AS more ${on}`,
      'A computed column is beyond the builder: it picks and renames columns.',
      '+',
      1,
    ],
    ['WITH x AS (SELECT 1) SELECT * FROM x', 'WITH is beyond the builder.'],
    [`SELECT * EXCLUDE (email) ${on}`, 'A * with changes is beyond the builder: list the columns.', '*', 1],
    [
      `SELECT o.email ${on.replace('JOIN', 'LEFT JOIN')} WHERE a.email = 'x'`,
      'WHERE on a comes behind a join that fills its columns with NULL; a filter of the builder comes before it.',
      '=',
      2,
    ],
    [
      `SELECT o.email ${on} OR o.email = a.email`,
      'ON compares columns of two inputs, each alone on its side; this condition does more.',
    ],
    [`SELECT o.email ${on.replace('JOIN', 'SEMI JOIN')}`, 'SEMI JOIN is beyond the builder.'],
    ['SELECT email FROM shop.orders o NATURAL JOIN crm.accounts a', 'NATURAL JOIN is beyond the builder.'],
    [`SELECT email ${on}`, '"email" could be a column of o or a.', 'email', 1],
    [`SELECT o.nothing ${on}`, 'o has no column "nothing".', 'o.nothing', 1],
    ['SELECT * FROM nowhere.t', 'There is no connection "nowhere".', 'nowhere', 1],
    [
      "SELECT 'x' AS y FROM shop.orders UNION SELECT email FROM shop.orders_2025",
      'A column of fixed text is beyond the builder, but for the alias of each input in the last column.',
      "'x'",
      1,
    ],
    ['SELECT email FROM shop.orders INTERSECT SELECT email FROM shop.orders_2025', 'INTERSECT is beyond the builder.'],
    ['SELECT FROM shop.orders', undefined],
  ])('%s', async (sql, reason, at?: string, occurrence = 1) => {
    const answer = await read(sql);
    if (!('beyond' in answer)) throw new Error('It was read');
    if (reason !== undefined) expect(answer.beyond.reason).toBe(reason);
    if (at === undefined) return;
    let offset = -1;
    for (let count = 0; count < occurrence; count += 1) offset = sql.indexOf(at, offset + 1);
    expect(answer.beyond.position?.offset).toBe(offset);
  });
});
