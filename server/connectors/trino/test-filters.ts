/** What each type holds, is compared with, and what the dialect says to it. */
import type { FilterCase } from '../conformance/definition.ts';
import { type Verdicts, verdictsOf } from '../judge-atom.ts';

const exact = verdictsOf('exact');
const none = verdictsOf('no');
/** Not by order, of which Trino has another. */
const unordered: Verdicts = { ...exact, range: 'no' };

const texts = ["''", "'a'", "'A'", "'a '", "'Ä'", "'b%'", "'it''s'", "U&'\\+01F600'", "U&'\\FFFF'"];
/** Each constant costs some twenty queries, and Trino takes a while for each. */
const textConstants = ['a ', '😀'];

export const filterCases: readonly FilterCase[] = [
  {
    type: 'varchar',
    literals: texts,
    constantType: 'VARCHAR',
    constants: textConstants,
    verdicts: { ...exact, prefix: 'exact' },
  },
  {
    type: 'char(3)',
    literals: ["'a'", "'A'", "''"],
    constantType: 'VARCHAR',
    constants: ['a', 'a  '],
    verdicts: { ...none, equal: 'superset', in: 'superset' },
  },
  {
    type: 'bigint',
    literals: ['-9223372036854775808', '0', '9223372036854775807'],
    constantType: 'BIGINT',
    constants: ['9223372036854775807', '0'],
    verdicts: exact,
  },
  {
    type: 'decimal(38,10)',
    literals: ["DECIMAL '1.5'", "DECIMAL '1234567890123456789012345678.0123456789'"],
    constantType: 'DECIMAL(38,10)',
    constants: ['1.5000000000', '1234567890123456789012345678.0123456789'],
    verdicts: exact,
  },
  {
    type: 'double',
    literals: ['nan()', 'infinity()', '-0e0', '0e0', '1e-1', '1e300'],
    constantType: 'DOUBLE',
    constants: ['0.0', '0.1'],
    verdicts: unordered,
  },
  {
    type: 'real',
    literals: ['nan()', '1e-1'],
    constantType: 'FLOAT',
    constants: ['0.1'],
    verdicts: unordered,
  },
  { type: 'double', literals: ['nan()', '1e0'], constantType: 'DOUBLE', constants: ['nan'], verdicts: none },
  {
    type: 'boolean',
    literals: ['true', 'false'],
    constantType: 'BOOLEAN',
    constants: ['true', 'false'],
    verdicts: exact,
  },
  {
    type: 'date',
    literals: ["DATE '2024-02-29'", "DATE '-0043-03-15'"],
    constantType: 'DATE',
    constants: ['2024-02-29'],
    verdicts: exact,
  },
  {
    type: 'date',
    literals: ["DATE '2024-02-29'"],
    constantType: 'DATE',
    constants: ['infinity'],
    verdicts: none,
  },
  {
    type: 'timestamp(6)',
    literals: ["TIMESTAMP '2024-02-29 10:00:00.123456'", "TIMESTAMP '2024-02-29 10:00:00'"],
    constantType: 'TIMESTAMP',
    constants: ['2024-02-29 10:00:00.123456'],
    verdicts: exact,
  },
  {
    type: 'timestamp(6) with time zone',
    literals: ["TIMESTAMP '2024-02-29 10:00:00 +02:00'"],
    constantType: 'TIMESTAMP WITH TIME ZONE',
    constants: ['2024-02-29 08:00:00+00'],
    verdicts: exact,
  },
  {
    type: 'timestamp(9)',
    literals: ["TIMESTAMP '2024-02-29 10:00:00.123456789'"],
    constantType: 'VARCHAR',
    constants: ['2024-02-29 10:00:00.123456789'],
    verdicts: none,
  },
  {
    type: 'time(6)',
    literals: ["TIME '10:00:00.5'"],
    constantType: 'TIME',
    constants: ['10:00:00.5', '11:00:00'],
    verdicts: exact,
  },
  {
    type: 'uuid',
    literals: ["UUID '0a8a5f0e-2d2c-4b6d-8f0e-1a2b3c4d5e6f'", "UUID 'ffffffff-2d2c-4b6d-8f0e-1a2b3c4d5e6f'"],
    constantType: 'UUID',
    constants: ['0a8a5f0e-2d2c-4b6d-8f0e-1a2b3c4d5e6f'],
    verdicts: unordered,
  },
  {
    type: 'varbinary',
    literals: ["X'00'", "X'FF'", "X''"],
    constantType: 'BLOB',
    constants: ['\\x00', ''],
    verdicts: exact,
  },
  { type: 'json', literals: ["JSON '1'"], constantType: 'JSON', constants: ['1'], verdicts: none },
  { type: 'array(bigint)', literals: ['ARRAY[1]'], constantType: 'JSON', constants: ['[1]'], verdicts: none },
  {
    type: 'ipaddress',
    literals: ["IPADDRESS '10.0.0.1'"],
    constantType: 'VARCHAR',
    constants: ['10.0.0.1'],
    verdicts: none,
  },
];
