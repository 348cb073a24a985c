import { expect, it } from 'vitest';
import { withValues } from './given-values.ts';

const sql = 'SELECT {{a}}, {{b}}, {{c}}';
const saved = [
  { name: 'a', type: 'decimal', value: '1.50' },
  { name: 'b', type: 'date', value: '2026-01-01' },
  { name: 'gone', type: 'text', value: 'x' },
] as const;

it('keeps saved values where none is given, and saved types where one is', () => {
  expect(withValues(sql, saved, { b: '2026-02-01', c: 7 })).toEqual([
    { name: 'a', type: 'decimal', value: '1.50' },
    { name: 'b', type: 'date', value: '2026-02-01' },
    { name: 'c', type: 'integer', value: '7' },
  ]);
});

it('takes types from values that were saved without', () => {
  const types = (value: null | boolean | number | string | string[]) => withValues('SELECT {{c}}', [], { c: value });
  expect(types(true)).toEqual([{ name: 'c', type: 'boolean', value: 'true' }]);
  expect(types(0.5)).toEqual([{ name: 'c', type: 'decimal', value: '0.5' }]);
  expect(types(['x', 'y'])).toEqual([{ name: 'c', type: 'text_list', value: ['x', 'y'] }]);
  expect(types(null)).toEqual([{ name: 'c', type: 'text', value: null }]);
});

it('refuses names that the query does not take', () => {
  expect(() => withValues(sql, saved, { toString: 'x' })).toThrow('The statement has no parameter toString.');
  expect(() => withValues('SELECT 1', saved, { a: 1 })).toThrow('The statement has no parameter a.');
});
