import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cellText } from './cell-text.ts';
import { cellEncoder } from './encode-cell.ts';
import { sqlText } from './sql-text.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await connection.run("SET TimeZone = 'America/New_York'");
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

/** Each value's text in both ways: the export's own, and in SQL. */
async function texts(values: string): Promise<[own: string | null, written: string | null][]> {
  await connection.run(`CREATE OR REPLACE TABLE given AS SELECT * FROM (${values}) AS rows(v)`);
  const [type] = (await connection.runAndReadAll('FROM given LIMIT 0')).columnTypes();
  const sql = type === undefined ? undefined : sqlText('v', type);
  if (type === undefined || sql === undefined) throw new Error(`no SQL for ${type}`);
  const encode = cellEncoder(type);
  const reader = await connection.runAndReadAll(`SELECT v, ${sql} AS text FROM given`);
  const [own = [], written = []] = reader.getColumns();
  return own.map((value, row) => {
    const text = written[row] ?? null;
    return [cellText(encode(value)), text === null ? null : String(text)];
  });
}

/** Values whose text differs between the two ways, with both texts; at most ten. */
async function differences(values: string): Promise<string[]> {
  const different = (await texts(values)).filter(([own, written]) => own !== written);
  return different.slice(0, 10).map((pair) => pair.join(' <> '));
}

test.each([
  [
    'floats at the borders',
    `VALUES ('NaN'::DOUBLE), ('Infinity'), ('-Infinity'), (0), ('-0.0'), (NULL), (1e15), (1e16), (123456789012345680.0), (999999999999999934463.0),
      (1e21), (1.5e300), (1e-4), (9.999e-5), (1e-5), (1.25e-5), (9.5e-6), (1e-6), (9.9e-7), (1e-7), (-1e-7), (-1.5e-5), (5e-324), (1.7976931348623157e308)`,
  ],
  ['booleans', 'VALUES (true), (false), (NULL)'],
  ['128-bit integers', "VALUES ('-170141183460469231731687303715884105728'::HUGEINT), (0), (NULL)"],
  ['large unsigned integers', "VALUES ('340282366920938463463374607431768211455'::UHUGEINT), (0)"],
  ['64-bit integers', 'VALUES (-9223372036854775808), (9223372036854775807), (0)'],
  ['decimals', "VALUES ('-0.10'::DECIMAL(9,2)), (0.05), (-0.5), (0), (1234567.89), (NULL)"],
  ['decimals without whole digits', "SELECT unnest(['0.05', '-0.99', '-0.01', '0', NULL])::DECIMAL(2,2)"],
  ['wide decimals without whole digits', "SELECT unnest(['0.5', '-0.5'])::DECIMAL(38,38)"],
  ['wide decimals', "VALUES ('12345678901234567890.123456789012345678'::DECIMAL(38,18)), (-0.000000000000000001)"],
  ['decimals without a fraction', "VALUES ('99999999999999999999999999999999999999'::DECIMAL(38,0)), (-7)"],
  ['text', "VALUES (''), ('é\u4e2d\u{1f600}'), (E'a\\nb'), ('x' || chr(0) || 'y'), (NULL)"],
  ['enums', "VALUES ('b'::ENUM('a', 'b')), ('a'), (NULL)"],
  ['UUIDs', "VALUES ('00010203-0405-0607-0809-0A0B0C0D0E0F'::UUID), (NULL)"],
  [
    'days',
    `SELECT * FROM (VALUES (DATE '2024-02-29'), ('0001-01-01'), ('0044-03-15 (BC)'), ('0001-12-31 (BC)'), ('infinity'), ('-infinity'), ('12345-01-01'), ('5877642-06-25 (BC)'), (NULL))
      UNION ALL SELECT DATE '1970-01-01' + ((random() - 0.5) * 4e6)::INTEGER FROM range(5000)`,
  ],
  ['times', "VALUES (TIME '00:00:00'), ('24:00:00'), ('12:34:56.7'), ('12:34:56.000001'), ('23:59:59.999999'), (NULL)"],
  [
    'moments',
    `SELECT * FROM (VALUES (TIMESTAMP '2024-01-02 03:04:05.600'), ('1969-12-31 23:59:59.999999'), ('0044-03-15 (BC) 12:00:00.5'), ('infinity'), ('-infinity'), ('12345-01-01 00:00:00'), (NULL))
      UNION ALL SELECT make_timestamp(((random() - 0.5) * 2e17)::BIGINT) FROM range(5000)`,
  ],
  [
    'moments with a time zone',
    `SELECT * FROM (VALUES (TIMESTAMPTZ '2024-07-01 12:00:00+02'), ('1969-12-31 23:59:59.999999+00'), ('0044-03-15 (BC) 12:00:00+00'), ('290309-12-22 (BC) 00:00:00+00'),
      ('294247-01-10 04:00:54.775806+00'), ('infinity'), ('-infinity'), (NULL))
      UNION ALL SELECT make_timestamptz(((random() - 0.5) * 1e17)::BIGINT) FROM range(5000)`,
  ],
])('%s have the same text in SQL', async (_, values) => {
  expect(await differences(values)).toEqual([]);
});

/** Short and long mantissas at every power of ten that counts, all powers, and fractions that end. */
const anyFloats = `SELECT * FROM (SELECT unnest([sign * mantissa * power, sign * round(mantissa, 2) * power]) AS v FROM (
  SELECT CASE WHEN random() < 0.5 THEN -1 ELSE 1 END AS sign, 1 + random() AS mantissa, pow(10, floor(random() * 60) - 30) AS power FROM range(60000)))
  UNION ALL SELECT pow(2, i) FROM range(-1074, 1024) powers(i)
  UNION ALL SELECT pow(10, i) FROM range(-323, 309) tens(i)
  UNION ALL SELECT i / 8.0 FROM range(-2000, 2000) eighths(i)`;

test('floats of every size are the same number in SQL, in the same words but for the few that DuckDB gets wrong', async () => {
  const pairs = await texts(anyFloats);
  expect(pairs.filter(([own, written]) => Number(written) !== Number(own))).toEqual([]);
  const others = pairs.filter(([own, written]) => written !== own);
  expect(others.filter(([, written]) => (written ?? '').replace(/e.*|[-.]/g, '').length < 17)).toEqual([]);
  expect(others.length).toBeLessThan(pairs.length / 1000);
});
