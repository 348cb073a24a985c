/** One row per case: what BigQuery holds, and what DuckDB holds after the journey. */
import type { ValueCase } from '../conformance/definition.ts';

const value = (type: string, literal: string, duckType: string, becomes: ValueCase['becomes']): ValueCase => ({
  type,
  literal,
  duckType,
  becomes,
});

/** Types that the emulator does not keep: it keeps the text that the API would send, and the server in front of it names the type. */
export const wireTypes: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  BIGNUMERIC: { type: 'BIGNUMERIC' },
  'BIGNUMERIC(38, 20)': { type: 'BIGNUMERIC', precision: '38', scale: '20' },
  'BIGNUMERIC(60, 10)': { type: 'BIGNUMERIC', precision: '60', scale: '10' },
  GEOGRAPHY: { type: 'GEOGRAPHY' },
  INTERVAL: { type: 'INTERVAL' },
  'RANGE<DATE>': { type: 'RANGE', rangeElementType: { type: 'DATE' } },
  'RANGE<DATETIME>': { type: 'RANGE', rangeElementType: { type: 'DATETIME' } },
  'RANGE<TIMESTAMP>': { type: 'RANGE', rangeElementType: { type: 'TIMESTAMP' } },
  FUTURE_TYPE: { type: 'FUTURE_TYPE' },
};

const range = (element: string) => `STRUCT("start" ${element}, "end" ${element})`;

export const valueCases: readonly ValueCase[] = [
  value('BOOL', 'TRUE', 'BOOLEAN', 'true'),
  value('BOOL', 'NULL', 'BOOLEAN', null),
  value('INT64', '9223372036854775807', 'BIGINT', '9223372036854775807'),
  value('INT64', '-9223372036854775807', 'BIGINT', '-9223372036854775807'),
  value('FLOAT64', '0.1', 'DOUBLE', '0.1'),
  value('FLOAT64', '1.7976931348623157e308', 'DOUBLE', '1.7976931348623157e+308'),
  value('FLOAT64', "CAST('NaN' AS FLOAT64)", 'DOUBLE', 'nan'),
  value('FLOAT64', "CAST('inf' AS FLOAT64)", 'DOUBLE', 'inf'),
  value('FLOAT64', "CAST('-inf' AS FLOAT64)", 'DOUBLE', '-inf'),
  value(
    'NUMERIC',
    "NUMERIC '12345678901234567890123456789.123456789'",
    'DECIMAL(38,9)',
    '12345678901234567890123456789.123456789',
  ),
  value('NUMERIC', "NUMERIC '-0.000000001'", 'DECIMAL(38,9)', '-0.000000001'),
  value('NUMERIC(10, 2)', "NUMERIC '-12345678.90'", 'DECIMAL(10,2)', '-12345678.90'),
  value(
    'BIGNUMERIC',
    "'1234567890123456789012.1234567890123456'",
    'DECIMAL(38,16)',
    '1234567890123456789012.1234567890123456',
  ),
  value('BIGNUMERIC', "'-0.5'", 'DECIMAL(38,16)', '-0.5000000000000000'),
  value('BIGNUMERIC', "'0.12345678901234567'", 'DECIMAL(38,16)', 'refused!'),
  value('BIGNUMERIC', "'12345678901234567890123'", 'DECIMAL(38,16)', 'refused!'),
  value('BIGNUMERIC(38, 20)', "'1.5'", 'DECIMAL(38,20)', '1.50000000000000000000'),
  value(
    'BIGNUMERIC(60, 10)',
    "'1234567890123456789012345678.5'",
    'DECIMAL(38,10)',
    '1234567890123456789012345678.5000000000',
  ),
  value('STRING', "'a\\nb\\'\\\\ü衣'", 'VARCHAR', "a\nb'\\ü衣"),
  value('STRING', "''", 'VARCHAR', ''),
  value('STRING(10)', "'x'", 'VARCHAR', 'x'),
  value('BYTES', "FROM_HEX('00ff41')", 'BLOB', '\\x00\\xFFA'),
  value('BYTES', "FROM_HEX('')", 'BLOB', ''),
  value('DATE', "DATE '0001-01-01'", 'DATE', '0001-01-01'),
  value('DATE', "DATE '9999-12-31'", 'DATE', '9999-12-31'),
  value('DATETIME', "DATETIME '2020-01-02 03:04:05.123456'", 'TIMESTAMP', '2020-01-02 03:04:05.123456'),
  value('DATETIME', "DATETIME '2021-03-28 02:30:00'", 'TIMESTAMP', '2021-03-28 02:30:00'),
  value(
    'TIMESTAMP',
    "TIMESTAMP '2020-01-02 03:04:05.123456+02'",
    'TIMESTAMP WITH TIME ZONE',
    '2020-01-02 01:04:05.123456+00',
  ),
  value(
    'TIMESTAMP',
    "TIMESTAMP '1960-01-02 03:04:05.000001+00'",
    'TIMESTAMP WITH TIME ZONE',
    '1960-01-02 03:04:05.000001+00',
  ),
  value('TIME', "TIME '23:59:59.999999'", 'TIME', '23:59:59.999999'),
  value('JSON', 'JSON \'{"a": [1, 2]}\'', 'JSON', '{"a":[1,2]}'),
  value('GEOGRAPHY', "'POINT(1 2)'", 'VARCHAR', 'POINT(1 2)'),
  value('INTERVAL', "'1-2 3 4:5:6.789'", 'INTERVAL', '1 year 2 months 3 days 04:05:06.789'),
  value('INTERVAL', "'-1-2 -3 -4:5:6'", 'INTERVAL', '-1 year -2 months -3 days -04:05:06'),
  value('INTERVAL', "'0-0 0 87840000:0:0'", 'INTERVAL', '87840000:00:00'),
  value('INTERVAL', "'nonsense'", 'INTERVAL', 'refused!'),
  value('RANGE<DATE>', "'[2020-01-01, UNBOUNDED)'", range('DATE'), "{'start': 2020-01-01, 'end': NULL}"),
  value(
    'RANGE<DATETIME>',
    "'[UNBOUNDED, 2020-01-02T03:04:05)'",
    range('TIMESTAMP'),
    "{'start': NULL, 'end': '2020-01-02 03:04:05'}",
  ),
  value(
    'RANGE<TIMESTAMP>',
    "'[2020-01-01 00:00:00+00, 1577934245000000)'",
    range('TIMESTAMP WITH TIME ZONE'),
    "{'start': '2020-01-01 00:00:00+00', 'end': '2020-01-02 03:04:05+00'}",
  ),
  value(
    'STRUCT<a INT64, b ARRAY<STRING>>',
    "STRUCT(9223372036854775807, ['x', 'it\\'s'])",
    'STRUCT(a BIGINT, b VARCHAR[])',
    "{'a': 9223372036854775807, 'b': [x, 'it\\'s']}",
  ),
  value('STRUCT<a INT64, b ARRAY<STRING>>', 'NULL', 'STRUCT(a BIGINT, b VARCHAR[])', null),
  value(
    'STRUCT<n NUMERIC, s STRUCT<d DATE, t TIMESTAMP>>',
    "STRUCT(NUMERIC '1.5' AS n, STRUCT(DATE '2020-01-02' AS d, TIMESTAMP '2020-01-02 00:00:00+00' AS t) AS s)",
    'STRUCT(n DECIMAL(38,9), s STRUCT(d DATE, t TIMESTAMP WITH TIME ZONE))',
    "{'n': 1.500000000, 's': {'d': 2020-01-02, 't': '2020-01-02 00:00:00+00'}}",
  ),
  value('ARRAY<INT64>', '[1, 2]', 'BIGINT[]', '[1, 2]'),
  value('ARRAY<INT64>', '[]', 'BIGINT[]', '[]'),
  value('ARRAY<FLOAT64>', "[CAST('NaN' AS FLOAT64), 0.5]", 'DOUBLE[]', '[nan, 0.5]'),
  value(
    'ARRAY<STRUCT<a INT64, b STRING>>',
    "[STRUCT(1 AS a, '\"' AS b)]",
    'STRUCT(a BIGINT, b VARCHAR)[]',
    "[{'a': 1, 'b': '\"'}]",
  ),
  value('FUTURE_TYPE', "'as text'", 'VARCHAR', 'as text'),
];
