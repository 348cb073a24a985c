import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineFixture, engineFixture } from '../testing/engine-fixture.ts';
import { MemoryConnector } from '../testing/memory-connector.ts';

let fixture: EngineFixture;

beforeAll(async () => {
  fixture = await engineFixture([
    new MemoryConnector('shop', { orders: { columns: { id: 'BIGINT', ref: 'VARCHAR' }, rows: [] } }),
    new MemoryConnector('crm', { accounts: { columns: { id: 'INTEGER', ref: 'VARCHAR' }, rows: [] } }),
  ]);
});
afterAll(() => fixture.close());

/** `label=connection.table.column` for each column of the result, `label` alone without an origin. */
async function origins(text: string): Promise<string[]> {
  const { columns } = await fixture.engine.explain(
    { text, target: 'federated', pushdown: 'safe', rowLimit: null },
    new AbortController().signal,
  );
  return columns.map(({ label, origin }) =>
    origin === undefined ? label : `${label}=${origin.connection}.${origin.table}.${origin.column}`,
  );
}

describe('origins of result columns', () => {
  it.each([
    ['SELECT o.id AS number, upper(o.ref) AS up FROM shop.orders o', ['number=shop.orders.id', 'up']],
    [
      'SELECT * FROM shop.orders o JOIN crm.accounts a ON a.ref = o.ref',
      ['id=shop.orders.id', 'ref=shop.orders.ref', 'id (2)=crm.accounts.id', 'ref (2)=crm.accounts.ref'],
    ],
    [
      'SELECT a.*, o.* EXCLUDE (ref) FROM shop.public.orders o, crm.accounts a',
      ['id=crm.accounts.id', 'ref=crm.accounts.ref', 'id (2)=shop.orders.id'],
    ],
    [
      'WITH x(n, r) AS (SELECT id, ref FROM crm.accounts) SELECT y.r, y.n + 1 AS m FROM (SELECT * FROM x) y',
      ['r=crm.accounts.ref', 'm'],
    ],
    ['SELECT ref FROM shop.orders UNION ALL SELECT ref FROM crm.accounts', ['ref']],
    ['SELECT ref FROM shop.orders UNION ALL SELECT o.ref FROM shop.orders o', ['ref=shop.orders.ref']],
    ["SELECT n.ref, count(*) AS c FROM native('shop', $$orders$$) n GROUP BY ALL", ['ref=shop.native.ref', 'c']],
    [
      'SELECT * FROM shop.orders JOIN crm.accounts USING (ref)',
      ['id=shop.orders.id', 'ref=shop.orders.ref', 'id (2)=crm.accounts.id'],
    ],
    ['SELECT * FROM shop.orders RIGHT JOIN crm.accounts USING (ref)', ['id', 'ref', 'id (2)']],
    ['SELECT COLUMNS(*) FROM shop.orders', ['id', 'ref']],
  ])('%s', async (text, expected) => {
    expect(await origins(text)).toEqual(expected);
  });

  it('are those of the run that stored them, where a stored result is joined again', async () => {
    await fixture.run('SELECT o.id AS number, upper(o.ref) AS up FROM shop.orders o');
    expect(
      await origins('SELECT r.number, r.up, a.ref FROM results.r1 r JOIN crm.accounts a ON a.id = r.number'),
    ).toEqual(['number=shop.orders.id', 'up', 'ref=crm.accounts.ref']);
  });
});
