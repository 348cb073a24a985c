import { expect, test } from 'vitest';
import { qualifyTables } from './qualify.ts';

const connections = new Map([
  ['nation', 'pg'],
  ['orders', 'pg'],
  ['lineitem', 'my'],
]);
const qualify = (sql: string) => qualifyTables(sql, connections);

test('tables of a FROM list and of joins get their connection', () => {
  expect(qualify('SELECT 1 FROM orders, nation n1,\n  lineitem AS l WHERE a = b')).toBe(
    'SELECT 1 FROM pg.orders, pg.nation n1,\n  my.lineitem AS l WHERE a = b',
  );
  expect(qualify('FROM orders LEFT OUTER JOIN lineitem ON x = y')).toBe(
    'FROM pg.orders LEFT OUTER JOIN my.lineitem ON x = y',
  );
});

test('columns, aliases, texts and functions of the same name stay', () => {
  const sql = "SELECT nation, 'from orders' FROM (SELECT n_name AS nation FROM nation) AS orders GROUP BY a, nation";
  expect(qualify(sql)).toBe(
    "SELECT nation, 'from orders' FROM (SELECT n_name AS nation FROM pg.nation) AS orders GROUP BY a, nation",
  );
  expect(qualify('SELECT extract(year FROM o_orderdate), lineitem FROM orders')).toBe(
    'SELECT extract(year FROM o_orderdate), lineitem FROM pg.orders',
  );
});

test('subqueries open a level of their own', () => {
  expect(qualify('FROM orders WHERE a IN (SELECT b FROM lineitem WHERE c = 1) AND nation = 2')).toBe(
    'FROM pg.orders WHERE a IN (SELECT b FROM my.lineitem WHERE c = 1) AND nation = 2',
  );
});
