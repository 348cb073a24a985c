import { expect, it } from 'vitest';
import { querySchema } from '../../lib/contract/query.ts';
import { titledFirst } from './use-query-hits.ts';

const query = (title: string) =>
  querySchema.parse({
    id: title,
    title,
    text: 'SELECT * FROM shop.orders',
    tags: [],
    collection: '',
    isFavourite: false,
    version: 1,
    createdAt: '',
    updatedAt: '',
  });

it('shows queries of that name before those that only speak of it', () => {
  const found = ['Revenue', 'ORDERS of the month', 'Costs', 'Open orders'].map(query);
  const titles = (q: string) => titledFirst(found, q).map(({ title }) => title);
  expect(titles('orders')).toEqual(['ORDERS of the month', 'Open orders', 'Revenue', 'Costs']);
  expect(titles('orders open')).toEqual(['Open orders', 'Revenue', 'ORDERS of the month', 'Costs']);
});
