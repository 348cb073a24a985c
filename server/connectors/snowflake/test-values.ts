/** One row per case: what Snowflake holds, and what DuckDB holds after the journey. */
import type { ValueCase } from '../conformance/definition.ts';

const value = (type: string, literal: string, duckType: string, becomes: ValueCase['becomes']): ValueCase => ({
  type,
  literal,
  duckType,
  becomes,
});

interface WireType {
  readonly rowType: Readonly<Record<string, unknown>>;
  readonly inCatalog: Readonly<Record<string, string>>;
}

const wire = (type: string, name: string, more: Readonly<Record<string, string>> = {}): WireType => ({
  rowType: { type },
  inCatalog: { DATA_TYPE: name, ...more },
});

/** Values that fakesnow does not keep: it keeps the text that Snowflake would send, and the server in front of it names the type. */
export const wireTypes: Readonly<Record<string, WireType>> = {
  'TIMESTAMP_NTZ(9)': wire('timestamp_ntz', 'TIMESTAMP_NTZ', { DATETIME_PRECISION: '9' }),
  'TIMESTAMP_LTZ(9)': wire('timestamp_ltz', 'TIMESTAMP_LTZ', { DATETIME_PRECISION: '9' }),
  'TIMESTAMP_TZ(9)': wire('timestamp_tz', 'TIMESTAMP_TZ', { DATETIME_PRECISION: '9' }),
  'TIME(9)': wire('time', 'TIME', { DATETIME_PRECISION: '9' }),
  'NUMBER(38, 0)': {
    rowType: { type: 'fixed', precision: 38, scale: 0 },
    inCatalog: { DATA_TYPE: 'NUMBER', NUMERIC_PRECISION: '38', NUMERIC_SCALE: '0' },
  },
  GEOGRAPHY: wire('geography', 'GEOGRAPHY'),
  'VECTOR(FLOAT, 2)': wire('vector', 'VECTOR'),
  FUTURE_TYPE: wire('future', 'FUTURE_TYPE'),
  MAP: wire('map', 'MAP'),
};

export const valueCases: readonly ValueCase[] = [
  value('NUMBER(18,0)', '999999999999999999', 'BIGINT', '999999999999999999'),
  value(
    'NUMBER(38, 0)',
    "'99999999999999999999999999999999999999'",
    'HUGEINT',
    '99999999999999999999999999999999999999',
  ),
  value(
    'NUMBER(38, 0)',
    "'-99999999999999999999999999999999999999'",
    'HUGEINT',
    '-99999999999999999999999999999999999999',
  ),
  value('NUMBER(38,0)', 'NULL', 'HUGEINT', null),
  value(
    'NUMBER(38,10)',
    '1234567890123456789012345678.0123456789',
    'DECIMAL(38,10)',
    '1234567890123456789012345678.0123456789',
  ),
  value('NUMBER(10,2)', '-12345678.90', 'DECIMAL(10,2)', '-12345678.90'),
  value('FLOAT', '0.1', 'DOUBLE', '0.1'),
  value('FLOAT', "'1.7976931348623157e308'::FLOAT", 'DOUBLE', '1.7976931348623157e+308'),
  value('FLOAT', "'NaN'::FLOAT", 'DOUBLE', 'nan'),
  value('FLOAT', "'inf'::FLOAT", 'DOUBLE', 'inf'),
  value('FLOAT', "'-inf'::FLOAT", 'DOUBLE', '-inf'),
  value('BOOLEAN', 'TRUE', 'BOOLEAN', 'true'),
  value('BOOLEAN', 'FALSE', 'BOOLEAN', 'false'),
  value('VARCHAR(100)', "'it''s ü衣'", 'VARCHAR', "it's ü衣"),
  value('VARCHAR(100)', "''", 'VARCHAR', ''),
  value('BINARY', "TO_BINARY('00FF41', 'HEX')", 'BLOB', '\\x00\\xFFA'),
  value('DATE', "'0001-01-01'::DATE", 'DATE', '0001-01-01'),
  value('DATE', "'9999-12-31'::DATE", 'DATE', '9999-12-31'),
  value('TIME', "'23:59:59.999999'::TIME", 'TIME', '23:59:59.999999'),
  value('TIME(9)', "'86399.999999000'", 'TIME', '23:59:59.999999'),
  value('TIME(9)', "'86399.999999999'", 'TIME', 'refused!'),
  value('TIMESTAMP_NTZ', "'2020-01-02 03:04:05.123456'::TIMESTAMP_NTZ", 'TIMESTAMP', '2020-01-02 03:04:05.123456'),
  value('TIMESTAMP_NTZ', "'2021-03-28 02:30:00'::TIMESTAMP_NTZ", 'TIMESTAMP', '2021-03-28 02:30:00'),
  value('TIMESTAMP_NTZ(9)', "'-0.500000000'", 'TIMESTAMP', '1969-12-31 23:59:59.5'),
  value('TIMESTAMP_NTZ(9)', "'-62135596800.000000000'", 'TIMESTAMP', '0001-01-01 00:00:00'),
  value('TIMESTAMP_NTZ(9)', "'253402300799.999999000'", 'TIMESTAMP', '9999-12-31 23:59:59.999999'),
  value('TIMESTAMP_NTZ(9)', "'1577934245.123456789'", 'TIMESTAMP', 'refused!'),
  value('TIMESTAMP_LTZ(9)', "'1577934245.123456000'", 'TIMESTAMP WITH TIME ZONE', '2020-01-02 03:04:05.123456+00'),
  value(
    'TIMESTAMP_TZ',
    "'2020-01-02 03:04:05.123456+02:00'::TIMESTAMP_TZ",
    'TIMESTAMP WITH TIME ZONE',
    '2020-01-02 01:04:05.123456+00',
  ),
  value('TIMESTAMP_TZ(9)', "'1577934245.123456000 1560'", 'TIMESTAMP WITH TIME ZONE', '2020-01-02 03:04:05.123456+00'),
  value('TIMESTAMP_TZ(9)', "'nonsense'", 'TIMESTAMP WITH TIME ZONE', 'refused!'),
  value('VARIANT', 'PARSE_JSON(\'{"a":[1,null,"x"]}\')', 'JSON', '{"a":[1,null,"x"]}'),
  value('VARIANT', "PARSE_JSON('12345678901234567890123456789')", 'JSON', '12345678901234567890123456789'),
  value('VARIANT', 'NULL', 'JSON', null),
  value('OBJECT', 'PARSE_JSON(\'{"a":1}\')', 'JSON', '{"a":1}'),
  value('ARRAY', "PARSE_JSON('[1,2]')", 'JSON', '[1,2]'),
  value('MAP', '\'{"a":1}\'', 'JSON', '{"a":1}'),
  value('GEOGRAPHY', '\'{"coordinates":[1,2],"type":"Point"}\'', 'VARCHAR', '{"coordinates":[1,2],"type":"Point"}'),
  value('VECTOR(FLOAT, 2)', "'[1.0,2.0]'", 'VARCHAR', '[1.0,2.0]'),
  value('FUTURE_TYPE', "'as text'", 'VARCHAR', 'as text'),
];
