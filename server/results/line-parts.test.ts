import { DOUBLE } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { csvFieldSql, lineParts, MOST_WRITTEN_COLUMNS } from './line-parts.ts';

const partsOf = (columns: number) => {
  const names = Array.from({ length: columns }, (_, index) => `c${index}`);
  const types = names.map(() => DOUBLE);
  return lineParts(names, types, "','", csvFieldSql);
};

test('a line of many columns is one text that DuckDB writes', () => {
  expect(partsOf(MOST_WRITTEN_COLUMNS).taken).toEqual([undefined]);
});

test('of wider results the columns come as they are', () => {
  const { expressions, taken } = partsOf(MOST_WRITTEN_COLUMNS + 1);
  expect(expressions).toEqual(Array.from({ length: MOST_WRITTEN_COLUMNS + 1 }, (_, index) => `c${index}`));
  expect(taken).toEqual(Array.from({ length: MOST_WRITTEN_COLUMNS + 1 }, (_, index) => index));
});
