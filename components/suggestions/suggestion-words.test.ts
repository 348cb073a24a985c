import { expect, it } from 'vitest';
import { reachOf } from './suggestion-words.ts';

it('says how many of the tables some joins connect', () => {
  const table = (name: string) => ({ connection: 'shop', schema: 'public', table: name });
  const joins = [
    { left: table('orders'), right: table('customers') },
    { left: table('lines'), right: table('orders') },
  ];
  expect(reachOf(joins, 3)).toBe('all the tables');
  expect(reachOf(joins, 4)).toBe('3 of the 4 tables');
});
