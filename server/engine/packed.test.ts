import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { engineFixture } from './testing/engine-fixture.ts';
import { type MemoryBehaviour, MemoryConnector, type MemoryTable } from './testing/memory-connector.ts';

const ROWS = 60_000;
const columns = { id: 'INTEGER', part: 'INTEGER' };
/** Every tenth row has no part. */
const rows = Array.from({ length: ROWS }, (_, id) => [String(id), id % 10 === 0 ? null : String(id % 100)]);
const orders: MemoryTable = { columns, rows };
const named: MemoryTable = { columns: { ...columns, name: 'VARCHAR' }, rows: rows.map((row) => [...row, 'n']) };
/** Its estimate is that of long ago. */
const grown: MemoryTable = {
  columns: Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`c${index}`, 'INTEGER'])),
  rows: Array.from({ length: 170_000 }, (_, id) => [String(id), id === 0 ? null : '1', ...Array(8).fill('7')]),
  rowEstimate: ROWS,
};
const parts: MemoryTable = { columns, rows: rows.slice(0, 100) };

async function withEngine<Answer>(
  behaviour: MemoryBehaviour,
  use: (
    fixture: Awaited<ReturnType<typeof engineFixture>>,
    shop: MemoryConnector,
    store: MemoryConnector,
  ) => Promise<Answer>,
  limits: Parameters<typeof engineFixture>[1] = {},
): Promise<void> {
  const shop = new MemoryConnector('shop', { orders, named, grown }, { packs: true, ...behaviour });
  const store = new MemoryConnector('store', { parts, orders }, { packs: true });
  const fixture = await engineFixture([shop, store], limits);
  try {
    await use(fixture, shop, store);
    expect([shop.openStreams, shop.openSessions, store.openStreams, store.openSessions]).toEqual([0, 0, 0, 0]);
    expect((await readdir(fixture.folder)).filter((name) => name.startsWith('run-'))).toEqual([]);
  } finally {
    await fixture.close();
  }
}

describe('packed rows', () => {
  it.each([
    ['SELECT count(*), count(part), sum(id) FROM shop.orders', [[60_000, 54_000, '1799970000']]],
    [
      'SELECT count(*), sum(o.id) FROM shop.orders o JOIN store.orders s ON o.id = s.id AND o.part > s.part - 1',
      [[54_000, '1620000000']],
    ],
    ['SELECT count(*) FROM shop.orders a JOIN shop.orders b ON a.id = b.id + 1 AND a.part = b.part + 1', [[48_000]]],
    ['SELECT max(p) FROM (SELECT part AS p, count(*) AS n FROM shop.orders GROUP BY part) AS g', [[99]]],
    ['SELECT id FROM shop.orders ORDER BY id DESC LIMIT 2', [[59_999], [59_998]]],
  ])('answer as others do: %s', (text, expected) =>
    withEngine({}, async ({ run }, shop, store) => {
      const { values, fetches } = await run(text);
      const plain = (value: unknown) => (typeof value === 'bigint' ? String(value) : value);
      expect(values.map((row) => row.map((value) => String(plain(value))))).toEqual(
        expected.map((row) => row.map(String)),
      );
      expect(shop.packedStreams + store.packedStreams).toBeGreaterThan(0);
      expect(fetches.every(({ status }) => status === 'done')).toBe(true);
    }),
  );

  it.each([
    ['a row may be enough', 'SELECT id FROM shop.orders LIMIT 1'],
    ['rows are shown as they come', 'SELECT o.id FROM shop.orders o JOIN store.parts p ON o.id = p.id'],
    ['a LIMIT stands below', 'SELECT count(*) FROM (SELECT id FROM shop.orders LIMIT 5) AS few'],
    ['a column is text', 'SELECT count(*), max(name) FROM shop.named'],
    ['there are few rows', 'SELECT sum(p.id) FROM store.parts p'],
  ])('are not asked for where %s', (_, text) =>
    withEngine({}, async ({ run }, shop) => {
      await run(text);
      expect(shop.packedStreams).toBe(0);
    }),
  );

  it('give keys to other fetches', () =>
    withEngine({}, async ({ run }, shop) => {
      const { values } = await run(
        'SELECT count(*), sum(o.id) FROM shop.orders o JOIN store.parts p ON o.id = p.id WHERE p.part = 7',
      );
      expect(values.map((row) => row.map(String))).toEqual([['1', '7']]);
      expect(shop.requests.at(-1)).toMatchObject({ filters: [expect.anything()] });
    }));

  it('stream where they are many more than was expected', () =>
    withEngine(
      {},
      async ({ run }, shop) => {
        const sums = Array.from({ length: 10 }, (_, index) => `sum(c${index})`).join(', ');
        const { values, fetches } = await run(`SELECT ${sums} FROM shop.grown`);
        expect(values.map((row) => row.map(Number))).toEqual([[14_449_915_000, 169_999, ...Array(8).fill(1_190_000)]]);
        expect(shop.packedStreams).toBe(1);
        expect(fetches).toMatchObject([{ status: 'done', rows: 170_000 }]);
      },
      { runMemoryBytes: 24 * 1_048_576 },
    ));

  it('end with their run where the source fails on the way', () =>
    withEngine({ failAfterRows: 30_000 }, async ({ run }, shop) => {
      await expect(run('SELECT sum(id) FROM shop.orders')).rejects.toMatchObject({
        message: expect.stringContaining('the wire broke'),
      });
      expect(shop.packedStreams).toBe(1);
    }));

  it('end with their run where the source hangs', () =>
    withEngine(
      { stallAfterRows: 30_000 },
      async ({ run }, shop) => {
        await expect(run('SELECT sum(id) FROM shop.orders')).rejects.toMatchObject({ code: 'run_timeout' });
        expect(shop.packedStreams).toBe(1);
      },
      { runTimeMs: 400 },
    ));
});
