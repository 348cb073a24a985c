/** How values of each type arrive. docs/connectors/mysql.md has its table from here. */
import type { ValueCase } from '../conformance/definition.ts';

interface Case {
  readonly type: string;
  readonly duckdb: string;
  /** SQL of the value put in, and DuckDB's text of what must come out. */
  readonly values: readonly (readonly [string, string | null])[];
}

const cases: readonly Case[] = [
  {
    type: 'tinyint(1)',
    duckdb: 'TINYINT',
    values: [
      ['2', '2'],
      ['-128', '-128'],
      ['NULL', null],
    ],
  },
  { type: 'tinyint unsigned', duckdb: 'UTINYINT', values: [['255', '255']] },
  { type: 'smallint unsigned', duckdb: 'USMALLINT', values: [['65535', '65535']] },
  { type: 'mediumint', duckdb: 'INTEGER', values: [['-8388608', '-8388608']] },
  { type: 'mediumint unsigned', duckdb: 'UINTEGER', values: [['16777215', '16777215']] },
  {
    type: 'int unsigned zerofill',
    duckdb: 'UINTEGER',
    values: [
      ['42', '42'],
      ['4294967295', '4294967295'],
    ],
  },
  {
    type: 'bigint',
    duckdb: 'BIGINT',
    values: [
      ['-9223372036854775808', '-9223372036854775808'],
      ['9007199254740993', '9007199254740993'],
    ],
  },
  { type: 'bigint unsigned', duckdb: 'UBIGINT', values: [['18446744073709551615', '18446744073709551615']] },
  {
    type: 'decimal(38,10)',
    duckdb: 'DECIMAL(38,10)',
    values: [
      ['-1234567890123456789012345678.0123456789', '-1234567890123456789012345678.0123456789'],
      ['0', '0.0000000000'],
    ],
  },
  {
    type: 'decimal(65,30)',
    duckdb: 'VARCHAR',
    values: [
      [
        '99999999999999999999999999999999999.000000000000000000000000000001',
        '99999999999999999999999999999999999.000000000000000000000000000001',
      ],
    ],
  },
  {
    type: 'float',
    duckdb: 'FLOAT',
    values: [
      ['0.1', '0.1'],
      ['16777215', '16777215.0'],
      ['3.4028234e38', '3.4028235e+38'],
      ['1e-45', '1e-45'],
    ],
  },
  { type: 'float(7,4)', duckdb: 'FLOAT', values: [['123.4567', '123.4567']] },
  {
    type: 'double',
    duckdb: 'DOUBLE',
    values: [
      ['-1.7976931348623157e308', '-1.7976931348623157e+308'],
      ['5e-324', '5e-324'],
      ['0.1e0 + 0.2e0', '0.30000000000000004'],
      ['1e23', '1e+23'],
      ['9007199254740993', '9007199254740992.0'],
      ['0', '0.0'],
    ],
  },
  { type: 'double(10,2)', duckdb: 'DOUBLE', values: [['12.34', '12.34']] },
  {
    type: 'bit(1)',
    duckdb: 'UBIGINT',
    values: [
      ["b'1'", '1'],
      ["b'0'", '0'],
    ],
  },
  {
    type: 'bit(64)',
    duckdb: 'UBIGINT',
    values: [
      ["b'1111111111111111111111111111111111111111111111111111111111111111'", '18446744073709551615'],
      ["b'10'", '2'],
    ],
  },
  {
    type: 'date',
    duckdb: 'DATE',
    values: [
      ["'1000-01-01'", '1000-01-01'],
      ["'9999-12-31'", '9999-12-31'],
      ["'2024-02-29'", '2024-02-29'],
      ['NULL', null],
    ],
  },
  { type: 'datetime', duckdb: 'TIMESTAMP', values: [["'2020-03-29 02:30:00'", '2020-03-29 02:30:00']] },
  {
    type: 'datetime(6)',
    duckdb: 'TIMESTAMP',
    values: [
      ["'9999-12-31 23:59:59.999999'", '9999-12-31 23:59:59.999999'],
      ["'2020-01-01 00:00:00.000001'", '2020-01-01 00:00:00.000001'],
    ],
  },
  {
    type: 'timestamp(6) null',
    duckdb: 'TIMESTAMP WITH TIME ZONE',
    values: [
      ['from_unixtime(1.5)', '1970-01-01 00:00:01.5+00'],
      ['NULL', null],
    ],
  },
  {
    type: 'time(6)',
    duckdb: 'INTERVAL',
    values: [
      ["'838:59:59.000001'", '838:59:59.000001'],
      ["'-838:59:59'", '-838:59:59'],
      ["'-00:00:00.5'", '-00:00:00.5'],
      ["'08:30:00'", '08:30:00'],
    ],
  },
  {
    type: 'year',
    duckdb: 'SMALLINT',
    values: [
      ['1901', '1901'],
      ['2155', '2155'],
      ["'0000'", '0'],
    ],
  },
  {
    type: 'char(5)',
    duckdb: 'VARCHAR',
    values: [
      ["'a  '", 'a'],
      ["''", ''],
    ],
  },
  {
    type: 'varchar(20)',
    duckdb: 'VARCHAR',
    values: [
      ["'a  '", 'a  '],
      ["''", ''],
      ["'NULL'", 'NULL'],
      ['\'a,"b"\'', 'a,"b"'],
      ["'\\\\N'", '\\N'],
      ["'😀ñ'", '😀ñ'],
      ["'a\\0b'", 'a\0b'],
      ["'x\\r\\ny\\nz'", 'x\r\ny\nz'],
      ["'\\''", "'"],
      ['NULL', null],
    ],
  },
  { type: 'varchar(20) character set latin1', duckdb: 'VARCHAR', values: [["'é€'", 'é€']] },
  { type: 'varchar(20) character set utf16', duckdb: 'VARCHAR', values: [["'ж😀'", 'ж😀']] },
  { type: 'varchar(20) character set sjis', duckdb: 'VARCHAR', values: [["'表'", '表']] },
  { type: 'longtext', duckdb: 'VARCHAR', values: [["repeat('é\"', 300000)", 'é"'.repeat(300_000)]] },
  { type: 'binary(3)', duckdb: 'BLOB', values: [["x'0041'", '\\x00A\\x00']] },
  {
    type: 'varbinary(10)',
    duckdb: 'BLOB',
    values: [
      ["x'ff00'", '\\xFF\\x00'],
      ["''", ''],
      ['NULL', null],
    ],
  },
  { type: 'longblob', duckdb: 'BLOB', values: [["repeat(x'ff', 100000)", '\\xFF'.repeat(100_000)]] },
  {
    type: "enum('a','b,c','it''s unsigned')",
    duckdb: 'VARCHAR',
    values: [
      ["'b,c'", 'b,c'],
      ["'it''s unsigned'", "it's unsigned"],
    ],
  },
  {
    type: "set('a','b','c')",
    duckdb: 'VARCHAR',
    values: [
      ["'a,c'", 'a,c'],
      ["''", ''],
    ],
  },
  { type: 'json', duckdb: 'VARCHAR', values: [[`'{"a": 1.10}'`, '{"a": 1.10}']] },
  {
    type: 'uuid',
    duckdb: 'UUID',
    values: [["'123e4567-e89b-12d3-a456-426655440000'", '123e4567-e89b-12d3-a456-426655440000']],
  },
  { type: 'inet6', duckdb: 'VARCHAR', values: [["'2001:db8::ff00:42:8329'", '2001:db8::ff00:42:8329']] },
  {
    type: 'point',
    duckdb: 'BLOB',
    values: [
      [
        "ST_GeomFromText('POINT(1 2)', 4326)",
        '\\xE6\\x10\\x00\\x00\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\xF0?\\x00\\x00\\x00\\x00\\x00\\x00\\x00@',
      ],
    ],
  },
];

export const valueCases: readonly ValueCase[] = cases.flatMap(({ type, duckdb, values }) =>
  values.map(([literal, becomes]) => ({ type, literal, duckType: duckdb, becomes })),
);
