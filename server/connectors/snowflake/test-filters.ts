/** Columns compared as DuckDB compares them: what makes the two differ stands among the values. */
import type { FilterCase } from '../conformance/definition.ts';
import { verdictsOf } from '../judge-atom.ts';

const exact = verdictsOf('exact');
const none = verdictsOf('no');

export const filterCases: readonly FilterCase[] = [
  {
    type: 'VARCHAR(100)',
    literals: ["'a'", "'A'", "'a '", "''", "'ä'", "'%'", "'衣'", "'b'", "'!'"],
    constantType: 'VARCHAR',
    constants: ['a', 'A', '', "it's \\ %_!", 'ä'],
    verdicts: { ...exact, prefix: 'exact' },
  },
  {
    type: 'NUMBER(38,0)',
    literals: ['0', '-1', '9223372036854775807'],
    constantType: 'HUGEINT',
    constants: ['0', '-1', '99999999999999999999999999999999999999'],
    verdicts: exact,
  },
  {
    type: 'NUMBER(10,2)',
    literals: ['0', '1.50', '-12345678.90'],
    constantType: 'DECIMAL(10,2)',
    constants: ['1.50', '-12345678.90'],
    verdicts: exact,
  },
  {
    type: 'FLOAT',
    literals: ['0.0', '0.1', "'NaN'::FLOAT", "'inf'::FLOAT", "'-inf'::FLOAT", "'1e300'::FLOAT"],
    constantType: 'DOUBLE',
    constants: ['0.0', '0.1', '1e300', 'nan', 'inf'],
    verdicts: exact,
  },
  {
    type: 'BOOLEAN',
    literals: ['TRUE', 'FALSE'],
    constantType: 'BOOLEAN',
    constants: ['true', 'false'],
    verdicts: exact,
  },
  {
    type: 'DATE',
    literals: ["'0001-01-01'::DATE", "'2020-02-29'::DATE", "'9999-12-31'::DATE"],
    constantType: 'DATE',
    constants: ['2020-02-29', '0001-01-01'],
    verdicts: exact,
  },
  {
    type: 'DATE',
    literals: ["'2020-02-29'::DATE"],
    constantType: 'DATE',
    constants: ['infinity', '0044-03-15 (BC)', '10000-01-01'],
    verdicts: none,
  },
  {
    type: 'TIME',
    literals: ["'23:59:59.999999'::TIME", "'00:00:00'::TIME"],
    constantType: 'TIME',
    constants: ['23:59:59.999999', '00:00:00'],
    verdicts: exact,
  },
  {
    type: 'TIMESTAMP_NTZ',
    literals: ["'2020-01-02 03:04:05.123456'::TIMESTAMP_NTZ", "'2020-01-02 00:00:00'::TIMESTAMP_NTZ"],
    constantType: 'TIMESTAMP',
    constants: ['2020-01-02 03:04:05.123456', '2020-01-02 00:00:00'],
    verdicts: exact,
  },
  {
    type: 'TIMESTAMP_TZ',
    literals: ["'2020-01-02 03:04:05.123456+02:00'::TIMESTAMP_TZ", "'2020-01-02 01:04:05.123456+00:00'::TIMESTAMP_TZ"],
    constantType: 'TIMESTAMP WITH TIME ZONE',
    constants: ['2020-01-02 01:04:05.123456+00', '2020-01-02 00:00:00+00'],
    verdicts: exact,
  },
  {
    type: 'BINARY',
    literals: ["TO_BINARY('00FF', 'HEX')", "TO_BINARY('41', 'HEX')"],
    constantType: 'BLOB',
    constants: ['\\x00\\xFF', 'A'],
    verdicts: exact,
  },
  {
    type: 'VARIANT',
    literals: ['PARSE_JSON(\'{"a":1}\')'],
    constantType: 'VARCHAR',
    constants: ['{"a":1}'],
    verdicts: none,
  },
];
