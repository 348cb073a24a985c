import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainPlans, multipliesRows } from './explain-tree.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create();
  connection = await instance.connect();
  await connection.run("SET explain_output = 'all'");
  await connection.run('CREATE TABLE t AS SELECT range AS a, range % 7 AS b FROM range(100)');
  await connection.run('CREATE TABLE o AS SELECT range AS a FROM range(50)');
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

describe('whether a few rows may make much work', () => {
  it.each([
    ['SELECT * FROM t JOIN o ON t.a < o.a', true],
    ['SELECT * FROM t, o', true],
    ['SELECT * FROM t, (SELECT max(a) AS m, b FROM t GROUP BY b) x WHERE t.a < m', true],
    ['SELECT unnest(range(a)) FROM (SELECT max(a) AS a FROM t)', true],
    ['SELECT * FROM range(1000000000)', true],
    ['SELECT * FROM t JOIN o USING (a)', false],
    ['SELECT b, count(*) FROM t WHERE a > (SELECT avg(a) FROM o) GROUP BY b', false],
    ['SELECT * FROM t, (SELECT max(a) AS m FROM o) WHERE t.a < m OR b IS NULL', false],
    ['SELECT *, (SELECT count(*) FROM o) FROM t', false],
    ['SELECT t.a FROM t JOIN o ON t.a < o.a WHERE t.b > (SELECT avg(a) FROM o)', true],
  ])('%s: %s', async (text, expected) => {
    expect(multipliesRows((await explainPlans(connection, text)).physical)).toBe(expected);
  });
});
