import { expect, it } from 'vitest';
import { namedAs, rowsOf, stepFrom, typedWith } from './column-rows.ts';
import type { InputView } from './input-view.ts';

const input = (alias: string): InputView => ({
  alias,
  source: { kind: 'table', connection: 'shop', schema: 'public', table: alias },
  label: alias,
  connection: 'shop',
  color: 1,
  isConnectionMissing: false,
  filterCount: 0,
  status: 'ready',
  columns: [],
});
const listed = (alias: string, ...names: string[]) =>
  names.map((name) => ({
    input: input(alias),
    column: { name, type: 'VARCHAR', sourceType: 'text', isNullable: true, isPrimaryKey: false, isUnique: false },
  }));

const rows = rowsOf([...listed('orders', 'order_id', 'total'), ...listed('accounts', 'account_id', 'owner')]);

it('groups columns by input where there is more than one', () => {
  expect(rows.map(({ kind }) => kind)).toEqual(['group', 'column', 'column', 'group', 'column', 'column']);
  expect(rowsOf(listed('orders', 'order_id')).map(({ kind }) => kind)).toEqual(['column']);
});

it('keys step over the names of groups and stay inside the list', () => {
  expect(stepFrom(rows, 2, 'ArrowDown')).toBe(4);
  expect(stepFrom(rows, 4, 'ArrowUp')).toBe(2);
  expect(stepFrom(rows, 1, 'ArrowUp')).toBe(1);
  expect(stepFrom(rows, 5, 'ArrowDown')).toBe(5);
  expect(stepFrom(rows, 5, 'Home')).toBe(1);
  expect(stepFrom(rows, 1, 'PageDown')).toBe(5);
});

it('a letter leads to the next name that begins with it, around the end', () => {
  expect(namedAs(rows, 1, 'o')).toBe(5);
  expect(namedAs(rows, 5, 'oo')).toBe(1);
  expect(namedAs(rows, 1, 'z')).toBeUndefined();
});

it('letters typed together are the beginning of one name', () => {
  expect(namedAs(rows, 1, 'ow')).toBe(5);
  expect(namedAs(rows, 5, 'owner')).toBe(5);
  expect(namedAs(rows, 5, 'owx')).toBeUndefined();
  const first = typedWith('O', 1000, undefined);
  expect(first?.text).toBe('o');
  expect(typedWith('w', 1500, first)?.text).toBe('ow');
  expect(typedWith('w', 2000, first)?.text).toBe('w');
  expect(typedWith('Shift', 1500, first)).toBeUndefined();
  expect(typedWith(' ', 1500, first)).toBeUndefined();
});
