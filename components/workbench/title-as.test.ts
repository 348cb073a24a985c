import { expect, it } from 'vitest';
import type { JoinDocument, JoinInput } from '../../lib/contract/join.ts';
import { namedAfter, titleAs } from './title-as.ts';

const table = (alias: string, name: string): JoinInput => ({
  alias,
  source: { kind: 'table', connection: 'shop', schema: 'public', table: name },
  filters: [],
});
const document = (inputs: JoinInput[]): JoinDocument => ({ inputs, steps: [], duplicates: 'prefix' }) as never;

it('a join without a title of its own is named after what it joins, inner joins too', () => {
  const inner = document([table('a', 'accounts'), table('c', 'customers')]);
  const joined = document([{ alias: 'j', source: { kind: 'join', join: inner }, filters: [] }, table('o', 'orders')]);
  expect(namedAfter('Untitled join 3', joined)).toBe('accounts, customers, orders');
  expect(namedAfter('Revenue', joined)).toBe('Revenue');
  expect(namedAfter('Untitled join', document([table('o', 'orders')]))).toBe('Untitled join');
});

it('the title follows further inputs until somebody gives one', () => {
  const two = document([table('o', 'orders'), table('c', 'customers')]);
  const three = document([...two.inputs, table('a', 'accounts')]);
  expect(namedAfter('orders, customers', three, two)).toBe('orders, customers, accounts');
  expect(namedAfter('orders, customers, accounts', two, three)).toBe('orders, customers');
  expect(namedAfter('Who buys', three, two)).toBe('Who buys');
});

it('one thing in another form keeps its title', () => {
  expect(titleAs('Orders (SQL)', 'join')).toBe('Orders (join)');
});
