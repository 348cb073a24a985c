import { describe, expect, it } from 'vitest';
import { BestHits } from './best-hits.ts';
import { type FoundItem, SearchIndex, squeeze, wordsOf } from './search-index.ts';
import type { StoredTable } from './stored-catalog.ts';
import { TableIndex } from './table-index.ts';
import { fakeColumn, fakeTable, warehouse } from './testing/fake-source.ts';

function indexOf(tables: readonly StoredTable[]): SearchIndex {
  return new SearchIndex(
    new TableIndex({ connection: 'shop', serverLabel: '', defaultSchema: 'public', introspectedAt: '', tables }),
  );
}

function search(index: SearchIndex, query: string, limit = 50): { names: string[]; total: number } {
  const best = new BestHits<FoundItem>(limit);
  const words = wordsOf(query);
  index.search(words, squeeze(words.map(({ plain }) => plain).join('')), best);
  const names = best
    .best()
    .map(({ table, column }) => (column === undefined ? table.name : `${table.name}.${column.name}`));
  return { names, total: best.total };
}

describe('ranking', () => {
  const index = indexOf([
    fakeTable('reorder', ['id']),
    fakeTable('customer_order', ['id']),
    fakeTable('CustomerOrders', ['id']),
    fakeTable('orders_2024', ['id']),
    fakeTable('order', ['id', 'order', 'order_no', 'lastOrder', 'preordered']),
    fakeTable('parts', ['id'], { comment: 'what an order is made of' }),
    fakeTable('boxes', [], { columns: [fakeColumn('size', { comment: 'of an order' })] }),
  ]);

  it('puts tables before columns before comments, and exact before prefix before part before inside', () => {
    expect(search(index, 'order').names).toEqual([
      'order',
      'orders_2024',
      'customer_order',
      'CustomerOrders',
      'reorder',
      'order.order',
      'order.order_no',
      'order.lastOrder',
      'order.preordered',
      'parts',
      'boxes.size',
    ]);
  });

  it.each([
    ['customerorder', ['customer_order', 'CustomerOrders']],
    ['customer_orders', ['CustomerOrders']],
    ['customer order', ['customer_order', 'CustomerOrders']],
    ['shop.public.parts', ['parts']],
    ['order size', ['boxes.size']],
    ['boxes order', ['boxes.size']],
    ['parts id', ['parts.id']],
    ['nothing', []],
    ['order nothing', []],
    ['a.*', []],
  ])('%s', (query, names) => {
    expect(search(index, query).names).toEqual(names);
  });

  it('looks in descriptions instead of the comments that they replace', () => {
    const described = indexOf([{ ...fakeTable('t', ['c']), comment: 'old words', description: 'new words' }]);
    expect(search(described, 'new').names).toEqual(['t']);
    expect(search(described, 'old').names).toEqual([]);
  });
});

describe('100,000 columns', () => {
  const index = indexOf(warehouse(10_000));

  it('counts all and gives the best of them, whatever the order in which they are met', () => {
    const all = search(index, 'customer', 100_000);
    const few = search(index, 'customer', 20);
    expect(few.total).toBe(all.total);
    expect(all.names).toHaveLength(all.total);
    expect(few.names).toEqual(all.names.slice(0, 20));
    expect(few.names.every((name) => name.startsWith('customer_') && !name.includes('.'))).toBe(true);
    expect(search(index, 'ledger_00003').names[0]).toBe('ledger_00003');
  });
});
