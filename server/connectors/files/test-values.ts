/** Values in files of each format, what type introspection gives their column, and what arrives. */
import type { ValueCase } from '../conformance/definition.ts';

const value = (type: string, literal: string, duckType: string, becomes: string | null): ValueCase => ({
  type,
  literal,
  duckType,
  becomes,
});

/** Text columns whose texts decide the type, as in CSV files that come from anywhere. */
export const csvValues: readonly ValueCase[] = [
  value('BIGINT', '9223372036854775807', 'BIGINT', '9223372036854775807'),
  value('HUGEINT', '12345678901234567890', 'DECIMAL(38,0)', '12345678901234567890'),
  value('DECIMAL(10,2)', '12.30', 'DECIMAL(18,2)', '12.30'),
  value('VARCHAR', "'12345678901234567890.5'", 'DECIMAL(38,1)', '12345678901234567890.5'),
  value('DOUBLE', "'0.30000000000000004'", 'DOUBLE', '0.30000000000000004'),
  value('DOUBLE', "'1e300'", 'DOUBLE', '1e+300'),
  value('VARCHAR', "'00123'", 'VARCHAR', '00123'),
  value('VARCHAR', "'007.5'", 'VARCHAR', '007.5'),
  value('VARCHAR', "'-5'", 'BIGINT', '-5'),
  value('BOOLEAN', 'true', 'BOOLEAN', 'true'),
  value('DATE', "'2024-02-29'", 'DATE', '2024-02-29'),
  value('VARCHAR', "'02/03/2024'", 'VARCHAR', '02/03/2024'),
  value('VARCHAR', "'2024-02-29T23:59:59.123456789'", 'VARCHAR', '2024-02-29T23:59:59.123456789'),
  value('TIMESTAMP', "'2024-02-29 23:59:59.123456'", 'TIMESTAMP', '2024-02-29 23:59:59.123456'),
  value('VARCHAR', "'2024-02-29T23:59:59+02:00'", 'TIMESTAMP WITH TIME ZONE', '2024-02-29 21:59:59+00'),
  value('TIME', "'23:59:59'", 'TIME', '23:59:59'),
  value('VARCHAR', '\'Łucja 李娜, "x"\'', 'VARCHAR', 'Łucja 李娜, "x"'),
  value('VARCHAR', 'NULL', 'VARCHAR', null),
];

export const parquetValues: readonly ValueCase[] = [
  value('BIGINT', '-9223372036854775808', 'BIGINT', '-9223372036854775808'),
  value('UBIGINT', '18446744073709551615', 'UBIGINT', '18446744073709551615'),
  value(
    'DECIMAL(38,10)',
    '1234567890123456789012345678.0123456789',
    'DECIMAL(38,10)',
    '1234567890123456789012345678.0123456789',
  ),
  value('DOUBLE', "'nan'", 'DOUBLE', 'nan'),
  value('FLOAT', '0.1', 'FLOAT', '0.1'),
  value('TIMESTAMP_NS', "'2024-02-29 23:59:59.123456789'", 'TIMESTAMP_NS', '2024-02-29 23:59:59.123456789'),
  value('TIMESTAMPTZ', "'2024-02-29 23:59:59+02'", 'TIMESTAMP WITH TIME ZONE', '2024-02-29 21:59:59+00'),
  value('TIME', "'23:59:59.5'", 'TIME', '23:59:59.5'),
  value('DATE', "'0001-01-01'", 'DATE', '0001-01-01'),
  value('UUID', "'0a8a5f0e-2d2c-4b6d-8f0e-1a2b3c4d5e6f'", 'UUID', '0a8a5f0e-2d2c-4b6d-8f0e-1a2b3c4d5e6f'),
  value('BLOB', "'\\x00\\xFF'::BLOB", 'BLOB', '\\x00\\xFF'),
  value('INTEGER[]', '[1, NULL]', 'INTEGER[]', '[1, NULL]'),
  value('STRUCT(a INTEGER, b VARCHAR)', "{a: 1, b: 'x'}", 'STRUCT(a INTEGER, b VARCHAR)', "{'a': 1, 'b': x}"),
  value('VARCHAR', "''", 'VARCHAR', ''),
  value('VARCHAR', "'a' || chr(0) || 'b'", 'VARCHAR', 'a\0b'),
];

export const jsonValues: readonly ValueCase[] = [
  value('BIGINT', '-9223372036854775808', 'BIGINT', '-9223372036854775808'),
  value('HUGEINT', '12345678901234567890', 'HUGEINT', '12345678901234567890'),
  value('DOUBLE', "'0.30000000000000004'", 'DOUBLE', '0.30000000000000004'),
  value('BOOLEAN', 'false', 'BOOLEAN', 'false'),
  value('VARCHAR', "'00123'", 'VARCHAR', '00123'),
  value('VARCHAR', "'42'", 'VARCHAR', '42'),
  value('VARCHAR', "''", 'VARCHAR', ''),
  value('VARCHAR', "'2024-02-29'", 'DATE', '2024-02-29'),
  value('VARCHAR', "'2024-02-29T10:00:00+02:00'", 'TIMESTAMP WITH TIME ZONE', '2024-02-29 08:00:00+00'),
  value('VARCHAR', "'2024-02-29 10:00:00'", 'TIMESTAMP', '2024-02-29 10:00:00'),
  value('VARCHAR', "'2024-02-29 10:00:00.123456789'", 'VARCHAR', '2024-02-29 10:00:00.123456789'),
  value('VARCHAR', "'0A8a5f0e-2d2c-4b6d-8f0e-1a2b3c4d5e6f'", 'VARCHAR', '0A8a5f0e-2d2c-4b6d-8f0e-1a2b3c4d5e6f'),
  value('STRUCT(a INTEGER[])', '{a: [1, 2]}', 'JSON', '{"a":[1,2]}'),
  value('INTEGER[]', '[1, 2]', 'JSON', '[1,2]'),
  value('VARCHAR', 'NULL', 'JSON', null),
];

export const xlsxValues: readonly ValueCase[] = [
  value('BIGINT', '9007199254740991', 'BIGINT', '9007199254740991'),
  value('BIGINT', '-5', 'BIGINT', '-5'),
  value('HUGEINT', '12345678901234567890', 'DOUBLE', '1.2345678901234567e+19'),
  value('DECIMAL(10,2)', '12.30', 'DOUBLE', '12.3'),
  value('DOUBLE', "'0.30000000000000004'", 'DOUBLE', '0.30000000000000004'),
  value('DOUBLE', "'1e300'", 'DOUBLE', '1e+300'),
  value('DOUBLE', "'5e-324'", 'DOUBLE', '5e-324'),
  value('BOOLEAN', 'true', 'BOOLEAN', 'true'),
  value('DATE', "'2024-02-29'", 'DATE', '2024-02-29'),
  value('DATE', "'1900-03-01'", 'DATE', '1900-03-01'),
  value('DATE', "'9999-12-31'", 'DATE', '9999-12-31'),
  value('TIMESTAMP', "'2024-02-29 23:59:59.123'", 'TIMESTAMP', '2024-02-29 23:59:59.123'),
  value('TIMESTAMP', "'2024-02-29 00:00:00'", 'TIMESTAMP', '2024-02-29 00:00:00'),
  value('TIME', "'08:30:00'", 'TIME', '08:30:00'),
  value('VARCHAR', "'00123'", 'VARCHAR', '00123'),
  value('VARCHAR', "'2024-02-29'", 'VARCHAR', '2024-02-29'),
  value('VARCHAR', "'_x000D_'", 'VARCHAR', '_x000D_'),
  value('VARCHAR', "'a' || chr(0) || 'b'", 'VARCHAR', 'a\0b'),
  value('VARCHAR', 'NULL', 'VARCHAR', null),
];
