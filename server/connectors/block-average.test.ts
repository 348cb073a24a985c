/** The average out of a sum and a count is DuckDB's own to the last bit, where its long doubles have 64 bits. */
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { averageSql, hasLongDoubles } from './block-average.ts';

const average = (type: string): string | undefined =>
  averageSql(type, {
    staged: 't',
    sum: "CAST(replace(split_part(t, ':', 1), '.', '') AS HUGEINT)",
    count: "CAST(split_part(t, ':', 2) AS HUGEINT)",
  });

async function differences(type: string, range: number): Promise<unknown> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run('SELECT setseed(0.5)');
    const reader = await connection.runAndReadAll(
      `WITH rows AS (SELECT i // 7 AS g, ((random() * 2 - 1) * ${range})::${type} AS x FROM range(40000) AS r(i)),
        sums AS (SELECT avg(x) AS a, sum(x)::VARCHAR || ':' || count(x) AS t FROM rows GROUP BY g)
       SELECT count(*) FILTER (WHERE a IS DISTINCT FROM ${average(type)})::INTEGER FROM sums`,
    );
    return reader.getRows()[0]?.[0];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe.runIf(hasLongDoubles)('averages', () => {
  it.each([
    ['SMALLINT', 30_000],
    ['INTEGER', 2e9],
    ['BIGINT', 1e18],
    ['DECIMAL(4,1)', 999],
    ['DECIMAL(9,3)', 9e5],
    ['DECIMAL(12,2)', 9e9],
    ['DECIMAL(18,4)', 9e13],
  ])('of %s are those of DuckDB', async (type, range) => {
    expect(await differences(type, range)).toBe(0);
  });

  it.each(['DOUBLE', 'HUGEINT', 'DECIMAL(19,2)', 'UINTEGER'])('of %s are not taken', (type) => {
    expect(average(type)).toBeUndefined();
  });
});
