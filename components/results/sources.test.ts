import { expect, it } from 'vitest';
import type { Fetch } from '../../lib/contract/run.ts';
import { relationName, shortRelation, sourceName, totalsBySource } from './sources.ts';

const fetchOf = (part: Partial<Fetch>): Fetch => ({
  index: 0,
  connection: 'shop',
  relation: 'public.orders',
  sql: 'select 1',
  status: 'done',
  pushed: [],
  kept: [],
  rows: 0,
  bytes: 0,
  ms: 0,
  capped: false,
  ...part,
});

it('adds up what a connection gave; side by side fetches take as long as the longest', () => {
  const totals = totalsBySource([
    fetchOf({ rows: 10, bytes: 100, ms: 5 }),
    fetchOf({ connection: 'crm', rows: 1, bytes: 2, ms: 3 }),
    fetchOf({ rows: 7, bytes: 1, ms: 9, capped: true }),
  ]);
  expect(totals).toEqual([
    { connection: 'shop', rows: 17, bytes: 101, ms: 9, isCapped: true },
    { connection: 'crm', rows: 1, bytes: 2, ms: 3, isCapped: false },
  ]);
});

it('shortens names of relations', () => {
  expect(shortRelation(fetchOf({ relation: 'public.orders' }))).toBe('orders');
  expect(shortRelation(fetchOf({ relation: 'native' }))).toBe('native statement');
  expect(shortRelation(fetchOf({ relation: 'block: orders, customers' }))).toBe('orders, customers');
});

it('calls a stored result by its title, and by its run only where nothing was kept of it', () => {
  const stored = fetchOf({ connection: 'results', relation: '5f0c', title: 'Orders v1.2 by owner' });
  expect([sourceName(stored.connection), relationName(stored), shortRelation(stored)]).toEqual([
    'stored result',
    'Orders v1.2 by owner',
    'Orders v1.2 by owner',
  ]);
  expect(relationName(fetchOf({ connection: 'results', relation: '5f0c' }))).toBe('5f0c');
});
