import { expect, it } from 'vitest';
import { encodePage } from './encode.ts';
import type { Page } from './jobs.ts';
import { stagedColumn, unknownType } from './staging.ts';
import { typeOfText } from './types.ts';

const columns = ['INT64', 'NUMERIC(10, 2)'].map((text, index) => {
  const type = typeOfText(text) ?? unknownType;
  return { type, staged: stagedColumn(`c${index}`, type) };
});
const encoded = (...cells: (string | null)[]): string => {
  const rows = [{ f: cells.map((v) => ({ v })) }] satisfies Page['rows'];
  return [...encodePage(rows, columns, 'lake')].map(({ bytes }) => Buffer.from(bytes).toString()).join('');
};

it('writes what the columns promise', () => {
  expect(encoded('-9223372036854775808', '1.5')).toBe('-9223372036854775808,1.5\n');
  expect(encoded(null, '12345678.90')).toBe(',12345678.90\n');
});

it.each([
  ['a fraction in whole numbers', ['1.5', '1']],
  ['an exponent in whole numbers', ['1e3', '1']],
  ['more places than the column has', ['1', '1.239']],
])('refuses %s, which DuckDB would round', (_, cells) => {
  expect(() => encoded(...cells)).toThrow(expect.objectContaining({ code: 'source_value', connection: 'lake' }));
});

it.each([[['1']], [['1', '2', '3']]])('refuses a row of another width: %j', (cells) => {
  expect(() => encoded(...cells)).toThrow(expect.objectContaining({ code: 'source_failed', connection: 'lake' }));
});
