import { expect, it } from 'vitest';
import { joinSql } from '../../lib/join/join-sql.ts';
import { inChainOrder, joinOf, titleOfJoin } from './join-of-suggestions.ts';
import { suggestion, table } from './testing/suggestions.ts';

const pair = (left: string, right: string) => ({ left, right, leftNormalisers: [], rightNormalisers: [] });
const lines = suggestion('lines', {
  left: table('shop', 'lines'),
  right: table('shop', 'orders'),
  pairs: [pair('order_id', 'order_id')],
});
const accounts = suggestion('accounts', { pairs: [pair('customer_no', 'customer_ref')] });
const tickets = suggestion('tickets', {
  left: table('crm', 'tickets'),
  right: table('crm', 'accounts'),
  pairs: [pair('account', 'id')],
});

it('puts the edges of a tree into an order in which each touches what is there', () => {
  expect(inChainOrder([lines, tickets, accounts]).map(({ id }) => id)).toEqual(['lines', 'accounts', 'tickets']);
});

it('makes one join of a tree, every edge with its keys', () => {
  const document = joinOf([lines, tickets, accounts]);
  expect(document?.inputs.map(({ source }) => source.kind === 'table' && source.table)).toEqual([
    'lines',
    'orders',
    'accounts',
    'tickets',
  ]);
  expect(document?.steps.every((step) => step.kind === 'join' && step.keys.length === 1)).toBe(true);
  expect(document === undefined ? '' : joinSql(document, () => undefined)).toMatch(/JOIN crm\S* t\b/);
});

it('names a join by its tables', () => {
  expect(titleOfJoin([accounts])).toBe('orders × accounts');
  expect(titleOfJoin([lines, accounts])).toBe('lines × orders × accounts');
});
