import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JsonCell, jsonCellSchema } from '../../lib/contract/result.ts';
import { cellEncoder } from './encode-cell.ts';

let instance: DuckDBInstance;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
});
afterAll(() => instance.closeSync());

async function encode(expression: string): Promise<JsonCell> {
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    const reader = await connection.runAndReadAll(`SELECT ${expression}`);
    return cellEncoder(reader.columnType(0))(reader.value(0, 0));
  } finally {
    connection.closeSync();
  }
}

/** Every type of DuckDB, at its ends. */
const table: readonly (readonly [expression: string, cell: JsonCell])[] = [
  ['NULL', null],
  ['true', true],
  ['(-128)::TINYINT', -128],
  ['255::UTINYINT', 255],
  ['(-32768)::SMALLINT', -32768],
  ['65535::USMALLINT', 65535],
  ['(-2147483648)::INTEGER', -2147483648],
  ['4294967295::UINTEGER', 4294967295],
  ['9223372036854775807::BIGINT', '9223372036854775807'],
  ['(-9223372036854775808)::BIGINT', '-9223372036854775808'],
  ['7::BIGINT', '7'],
  ['18446744073709551615::UBIGINT', '18446744073709551615'],
  ['170141183460469231731687303715884105727::HUGEINT', '170141183460469231731687303715884105727'],
  ['(-170141183460469231731687303715884105728)::HUGEINT', '-170141183460469231731687303715884105728'],
  ["'340282366920938463463374607431768211455'::UHUGEINT", '340282366920938463463374607431768211455'],
  [
    "'123456789012345678901234567890123456789012345678901234567890'::BIGNUM",
    '123456789012345678901234567890123456789012345678901234567890',
  ],
  ["'99999999999999999999999999999999999999'::DECIMAL(38,0)", '99999999999999999999999999999999999999'],
  ['(-0.05)::DECIMAL(4,2)', '-0.05'],
  ['1.50::DECIMAL(18,4)', '1.5000'],
  ["'0.0000000000000000000000000000000000001'::DECIMAL(38,37)", '0.0000000000000000000000000000000000001'],
  ['0.1::FLOAT', 0.1],
  ['16777217::FLOAT', 16777216],
  ["'3.4028235e38'::FLOAT", 3.4028235e38],
  ["'1e-45'::FLOAT", 1.4013e-45],
  ["'NaN'::FLOAT", 'NaN'],
  ['0.1::DOUBLE', 0.1],
  ['1.7976931348623157e308::DOUBLE', 1.7976931348623157e308],
  ["'5e-324'::DOUBLE", 5e-324],
  ["'NaN'::DOUBLE", 'NaN'],
  ["'inf'::DOUBLE", 'Infinity'],
  ["'-inf'::DOUBLE", '-Infinity'],
  ["''", ''],
  ['\'ü ✓ 𝄞 "quoted"\' || chr(10)', 'ü ✓ 𝄞 "quoted"\n'],
  ['\'{"a": 1.50}\'::JSON', '{"a": 1.50}'],
  ["''::BLOB", '\\x'],
  ["'\\x00\\xFFA'::BLOB", '\\x00ff41'],
  ["'00010203-0405-0607-0809-0a0b0c0d0e0f'::UUID", '00010203-0405-0607-0809-0a0b0c0d0e0f'],
  ["'ffffffff-ffff-ffff-ffff-ffffffffffff'::UUID", 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ["'b'::ENUM('a', 'b')", 'b'],
  ["'0101'::BIT", '0101'],
  ["DATE '2024-02-29'", '2024-02-29'],
  ["DATE '1969-12-31'", '1969-12-31'],
  ["DATE '0001-01-01 (BC)'", '0000-01-01'],
  ["DATE '0044-03-15 (BC)'", '-0043-03-15'],
  ["DATE '99999-12-31'", '99999-12-31'],
  ["DATE '5877642-06-25 (BC)'", '-5877641-06-25'],
  ["'infinity'::DATE", 'infinity'],
  ["'-infinity'::DATE", '-infinity'],
  ["TIME '00:00:00'", '00:00:00'],
  ["TIME '23:59:59.000001'", '23:59:59.000001'],
  ["TIME '24:00:00'", '24:00:00'],
  ["'12:34:56.123456789'::TIME_NS", '12:34:56.123456789'],
  ["'12:34:56.5+02'::TIMETZ", '12:34:56.5+02:00'],
  ["'12:34:56-15:59:59'::TIMETZ", '12:34:56-15:59:59'],
  ["TIMESTAMP '2024-03-31 02:30:00'", '2024-03-31T02:30:00'],
  ["TIMESTAMP '1969-12-31 23:59:59.999999'", '1969-12-31T23:59:59.999999'],
  ["TIMESTAMP '0044-03-15 (BC) 12:00:00'", '-0043-03-15T12:00:00'],
  ["TIMESTAMP '294247-01-10 04:00:54.775806'", '294247-01-10T04:00:54.775806'],
  ["'infinity'::TIMESTAMP", 'infinity'],
  ["'-infinity'::TIMESTAMP", '-infinity'],
  ["'2024-01-02 03:04:05'::TIMESTAMP_S", '2024-01-02T03:04:05'],
  ["'infinity'::TIMESTAMP_S", 'infinity'],
  ["'1960-01-02 03:04:05.678'::TIMESTAMP_MS", '1960-01-02T03:04:05.678'],
  ["'-infinity'::TIMESTAMP_MS", '-infinity'],
  ["'1960-01-02 03:04:05.123456789'::TIMESTAMP_NS", '1960-01-02T03:04:05.123456789'],
  ["'infinity'::TIMESTAMP_NS", 'infinity'],
  ["TIMESTAMPTZ '2024-07-01 12:00:00+02'", '2024-07-01T10:00:00+00:00'],
  ["'-infinity'::TIMESTAMPTZ", '-infinity'],
  ["INTERVAL '14 months -3 days 04:05:06.789'", '1 year 2 months -3 days 04:05:06.789'],
  ["INTERVAL '0 days'", '00:00:00'],
  ["INTERVAL '-1 second'", '-00:00:01'],
  ['[]::BIGINT[]', []],
  ['[9007199254740993, NULL]::BIGINT[]', ['9007199254740993', null]],
  ["[['NaN'::DOUBLE], NULL, []]", [['NaN'], null, []]],
  ['[1.5, 2.25]::DECIMAL(5,2)[2]', ['1.50', '2.25']],
  ["{'a': 1::BIGINT, 'b c': NULL, 'd': {'e': DATE '2024-01-01'}}", { a: '1', 'b c': null, d: { e: '2024-01-01' } }],
  [
    "MAP {'k': 1::HUGEINT, 'l': NULL}",
    [
      ['k', '1'],
      ['l', null],
    ],
  ],
  ["MAP {DATE '2024-01-01': ['\\xAB'::BLOB]}", [['2024-01-01', ['\\xab']]]],
  ['union_value(num := 1::BIGINT)::UNION(text VARCHAR, num BIGINT)', { num: '1' }],
  ["{'a': 1.5::DECIMAL(9,2), 'b': [1, 2]}::VARIANT", { a: '1.50', b: [1, 2] }],
  ["'x'::VARIANT", 'x'],
];

describe('each value goes into JSON exactly, by its type', () => {
  test.each(table)('%s', async (expression, cell) => {
    const encoded = await encode(expression);
    expect(encoded).toEqual(cell);
    expect(jsonCellSchema.parse(JSON.parse(JSON.stringify(encoded)))).toEqual(cell);
  });
});

test('dates and times read back into DuckDB as the same values', async () => {
  const times = table.filter(([expression]) => /DATE|TIME/.test(expression) && !/[[{]/.test(expression));
  expect(times.length).toBeGreaterThan(20);
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  for (const [expression, cell] of times) {
    const type = (await connection.runAndReadAll(`SELECT typeof(${expression})`)).value(0, 0);
    const equal = await connection.runAndReadAll(`SELECT '${String(cell)}'::${String(type)} = ${expression}`);
    expect(equal.value(0, 0), expression).toBe(true);
  }
  connection.closeSync();
});

test('the short text of a 32-bit float is the same float', async () => {
  for (const value of [1 / 3, 1e10, 123456.789, 1.17549435e-38, 0.3, -2.5e-20, 8388609.5]) {
    const single = Math.fround(value);
    const cell = await encode(`'${single}'::FLOAT`);
    expect(Math.fround(Number(cell))).toBe(single);
    expect(String(cell).length).toBeLessThanOrEqual(String(single).length);
  }
});
