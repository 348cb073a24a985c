/** Rows of an answer that are not what its columns say: DuckDB would round some of them and take others as NULL. */
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { stagedColumn } from './encode.ts';
import { bytesOf } from './rows.ts';
import { snowflakeType } from './types.ts';

async function read(sourceTypes: readonly string[], row: readonly unknown[]): Promise<string> {
  const columns = sourceTypes.map((sourceType, index) => {
    const type = snowflakeType(sourceType);
    return { type, staged: stagedColumn(`c${index + 1}`, type) };
  });
  const parts: Uint8Array[] = [];
  for await (const bytes of bytesOf({
    answer: { queryId: '1', columns: [], rows: () => Readable.from([row]) },
    columns,
    connection: 'lake',
    limit: undefined,
    state: { rows: 0, isEnded: false },
    signal: new AbortController().signal,
    asError: (thrown) => thrown as Error,
  }))
    parts.push(bytes);
  return Buffer.concat(parts).toString();
}

describe('a value of Snowflake', () => {
  it.each([
    ['NUMBER(10,2)', '1.25', '1.25'],
    ['NUMBER(10,2)', '-.5', '-.5'],
    ['NUMBER(10,2)', '7', '7'],
    ['NUMBER(38,0)', '12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
    ['NUMBER(38,37)', `0.${'1'.repeat(37)}`, `0.${'1'.repeat(37)}`],
    ['FLOAT', '-inf', '-Infinity'],
    ['BOOLEAN', '1', 'true'],
    ['VARCHAR', null, ''],
  ])('of %s: %s arrives', async (type, raw, field) => {
    expect(await read([type], [raw])).toBe(`${field}\n`);
  });

  it.each([
    ['NUMBER(10,2)', '1.255'],
    ['NUMBER(10,2)', '1.250'],
    ['NUMBER(18,0)', '1.5'],
    ['NUMBER(38,0)', '1.0'],
    ['NUMBER(10,2)', '1e3'],
    ['NUMBER(10,2)', ''],
    ['FLOAT', '1,5'],
    ['BOOLEAN', '2'],
    ['DATE', '2024-01-01'],
    ['TIMESTAMP_NTZ(9)', '1.000000001'],
  ])('of %s: %s is refused', async (type, raw) => {
    await expect(read(['VARCHAR', type], ['a', raw])).rejects.toMatchObject({
      code: 'source_value',
      connection: 'lake',
      message: expect.stringContaining('"c2"'),
    });
  });

  it('that did not come is no NULL', async () => {
    await expect(read(['VARCHAR', 'VARCHAR'], ['a'])).rejects.toMatchObject({
      code: 'source_failed',
      connection: 'lake',
    });
  });
});
