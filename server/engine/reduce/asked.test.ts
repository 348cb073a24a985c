import { describe, expect, it } from 'vitest';
import { engineFixture } from '../testing/engine-fixture.ts';
import { MemoryConnector, type MemoryTable } from '../testing/memory-connector.ts';

const orders: MemoryTable = {
  columns: { id: 'INTEGER', status: 'VARCHAR' },
  rows: Array.from({ length: 40 }, (_, id) => [String(id), id % 2 === 0 ? 'F' : 'O']),
  rowEstimate: 1_000_000,
  expectedFiltered: 20,
};
const lines: MemoryTable = {
  columns: { order_id: 'INTEGER', price: 'INTEGER' },
  rows: Array.from({ length: 80 }, (_, index) => [String(index >> 1), String(index)]),
  rowEstimate: 3_000_000,
};
const small: MemoryTable = { ...orders, rowEstimate: 40 };

async function planned(text: string, tables: Record<string, MemoryTable> = { orders, small }) {
  const shop = new MemoryConnector('shop', tables);
  const fixture = await engineFixture([shop, new MemoryConnector('store', { lines })]);
  try {
    const { fetches, values } = await fixture.run(text);
    return { questions: shop.questions, values, estimates: fetches.map((fetch) => fetch.estimatedRows) };
  } finally {
    await fixture.close();
  }
}

describe('estimates that sources give', () => {
  const join = 'SELECT sum(price) FROM shop.orders o JOIN store.lines l ON l.order_id = o.id';

  it('are asked for once, of large tables with filters, and stand in the ledger', async () => {
    const { questions, estimates, values } = await planned(`${join} WHERE status = 'F'`);
    expect(questions).toHaveLength(1);
    expect(questions[0]).toContain('FROM orders WHERE');
    expect(estimates).toContain(20);
    expect(values.map((row) => row.map(String))).toEqual([['1540']]);
  });

  it('are not asked for where nothing hangs on them', async () => {
    expect((await planned(join)).questions).toEqual([]);
    expect((await planned(`${join.replaceAll('orders', 'small')} WHERE status = 'F'`)).questions).toEqual([]);
    expect((await planned("SELECT count(*) FROM shop.orders WHERE status = 'F'")).questions).toEqual([]);
    // Part of the condition is judged here only.
    expect((await planned(`${join} WHERE status = 'F' AND length(status) = 1`)).questions).toEqual([]);
  });

  it('are done without where the source has none', async () => {
    const { expectedFiltered: _, ...silent } = orders;
    const { questions, values } = await planned(`${join} WHERE status = 'F'`, { orders: silent });
    expect(questions).toHaveLength(1);
    expect(values.map((row) => row.map(String))).toEqual([['1540']]);
  });
});
