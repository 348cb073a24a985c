/** Columns compared as DuckDB compares them: what makes the two differ stands among the values. */
import type { FilterCase } from '../conformance/definition.ts';
import { verdictsOf } from '../judge-atom.ts';

const exact = verdictsOf('exact');
const none = verdictsOf('no');

export const filterCases: readonly FilterCase[] = [
  {
    type: 'STRING',
    literals: ["'a'", "'A'", "'a '", "''", "'ä'", "'\\\\'", "'%'", "'衣'", "'b'"],
    constantType: 'VARCHAR',
    constants: ['a', 'A', '', "it's \\ %", 'ä'],
    verdicts: { ...exact, prefix: 'exact' },
  },
  {
    type: 'BOOL',
    literals: ['TRUE', 'FALSE'],
    constantType: 'BOOLEAN',
    constants: ['true', 'false'],
    verdicts: exact,
  },
  {
    type: 'INT64',
    literals: ['0', '-1', '9223372036854775807'],
    constantType: 'BIGINT',
    constants: ['0', '-1', '9223372036854775807'],
    verdicts: exact,
  },
  {
    type: 'INT64',
    literals: ['0', '1'],
    constantType: 'HUGEINT',
    constants: ['9223372036854775808'],
    verdicts: none,
  },
  {
    type: 'FLOAT64',
    literals: ['0.0', '-0.0', '0.1', "CAST('NaN' AS FLOAT64)", "CAST('inf' AS FLOAT64)", '1e300'],
    constantType: 'DOUBLE',
    constants: ['0.0', '0.1', '1e300'],
    verdicts: exact,
  },
  {
    type: 'FLOAT64',
    literals: ['0.0', "CAST('NaN' AS FLOAT64)"],
    constantType: 'DOUBLE',
    constants: ['nan', 'inf'],
    verdicts: none,
  },
  {
    type: 'NUMERIC',
    literals: ["NUMERIC '0'", "NUMERIC '1.5'", "NUMERIC '12345678901234567890123456789.123456789'"],
    constantType: 'DECIMAL(38,9)',
    constants: ['1.500000000', '12345678901234567890123456789.123456789'],
    verdicts: exact,
  },
  {
    type: 'DATE',
    literals: ["DATE '0001-01-01'", "DATE '2020-02-29'", "DATE '9999-12-31'"],
    constantType: 'DATE',
    constants: ['2020-02-29', '0001-01-01'],
    verdicts: exact,
  },
  {
    type: 'DATE',
    literals: ["DATE '2020-02-29'"],
    constantType: 'DATE',
    constants: ['infinity', '0044-03-15 (BC)', '10000-01-01'],
    verdicts: none,
  },
  {
    type: 'DATETIME',
    literals: ["DATETIME '2020-01-02 03:04:05.123456'", "DATETIME '2020-01-02 00:00:00'"],
    constantType: 'TIMESTAMP',
    constants: ['2020-01-02 03:04:05.123456', '2020-01-02 00:00:00'],
    verdicts: exact,
  },
  {
    type: 'TIMESTAMP',
    literals: ["TIMESTAMP '2020-01-02 03:04:05.123456+00'", "TIMESTAMP '2020-01-02 00:00:00+00'"],
    constantType: 'TIMESTAMP WITH TIME ZONE',
    constants: ['2020-01-02 03:04:05.123456+00', '2020-01-02 00:00:00+00'],
    verdicts: exact,
  },
  {
    type: 'TIME',
    literals: ["TIME '23:59:59.999999'", "TIME '00:00:00'"],
    constantType: 'TIME',
    constants: ['23:59:59.999999', '00:00:00'],
    verdicts: exact,
  },
  {
    type: 'BYTES',
    literals: ["FROM_HEX('00ff')", "FROM_HEX('41')", "FROM_HEX('')"],
    constantType: 'BLOB',
    constants: ['\\x00\\xFF', 'A', ''],
    verdicts: exact,
  },
  {
    type: 'JSON',
    literals: ['JSON \'{"a": 1}\''],
    constantType: 'VARCHAR',
    constants: ['{"a":1}'],
    verdicts: none,
  },
  {
    type: 'ARRAY<INT64>',
    literals: ['[1]'],
    constantType: 'BIGINT[]',
    constants: ['[1]'],
    verdicts: none,
  },
];
