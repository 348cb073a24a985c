import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { readTree } from '../route/sql-tree.ts';
import { childNode } from './ast.ts';
import { leadingText } from './leading-text.ts';

async function read(condition: string) {
  const connection = await (await DuckDBInstance.create()).connect();
  const tree = await readTree(connection, `SELECT 1 FROM t WHERE ${condition}`);
  const found = leadingText((tree && childNode(tree, 'where_clause')) ?? expect.fail());
  return found && `${found.isNegated ? 'not ' : ''}${found.prefixes.join(' or ')}`;
}

it.each([
  ["substring(a, 1, 2) IN ('13', '31')", '13 or 31'],
  ["substring(a FROM 1 FOR 2) = '13'", '13'],
  ["left(a, 1) NOT IN ('x', 'y')", 'not x or y'],
  ["substr(a, 1, 3) <> 'abc'", 'not abc'],
])('%s', async (condition, prefixes) => {
  expect(await read(condition)).toBe(prefixes);
});

it.each([
  "substring(a, 1, 2) = '1'",
  "substring(a, 1, 2) IN ('13', NULL)",
  "substring(a, 2, 2) = '13'",
  "substring(a, 1) = '13'",
  "substring(a, 1, b) = '13'",
  "left(a, -1) = 'x'",
  "left(a, 1) = 'é'",
  "right(a, 1) = 'x'",
  "left(a, 2) < '13'",
  "left(a, 0) = ''",
  "left(a, CAST(0.2 AS INTEGER)) = 'xy'",
  "substring(a, CAST(0.1 AS INTEGER), 2) = 'xy'",
  "left(a, CAST(CAST(2 AS BOOLEAN) AS INTEGER)) = 'xy'",
])('nothing of %s', async (condition) => {
  expect(await read(condition)).toBeUndefined();
});
