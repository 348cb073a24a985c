/** Values on which PostgreSQL and DuckDB might differ, and what the dialect says to each type. */
import type { FilterCase } from '../conformance/definition.ts';
import { type Verdicts, verdictsOf } from '../judge-atom.ts';

const text: Verdicts = { ...verdictsOf('exact'), prefix: 'exact' };
const quote = (values: readonly string[]) => values.map((value) => `'${value.replaceAll("'", "''")}'`);

const trickyTexts = [
  '',
  ' ',
  'a',
  'A',
  'a ',
  'ab',
  'a%',
  'a_',
  '!',
  'ä',
  'a\u0308',
  'z',
  'Z',
  'é',
  '\\',
  "it's",
  '𝄞',
  '\uffee',
];

const texts = (type: string): FilterCase => ({
  type,
  literals: quote(trickyTexts),
  constantType: 'VARCHAR',
  constants: ['', 'a', 'A', 'a ', 'a%', 'ä', '\\', "it's", '!', '𝄞', 'a_'],
  verdicts: text,
});

const numbers = ['-1', '0', '1', '2'];
const floats = ["'NaN'", "'Infinity'", "'-Infinity'", "'-0'", '0', '0.1', '-1.5', '1e-30'];
const floatConstants = ['nan', 'inf', '-inf', '0.0', '-0.0', '0.1', '-1.5'];

export const filterCases: readonly FilterCase[] = [
  texts('text'),
  texts('character varying(30)'),
  texts('text COLLATE german'),
  texts('text COLLATE loose'),
  texts('name'),
  {
    type: 'character(3)',
    literals: quote(['a', 'A', '', 'ab', 'ä']),
    constantType: 'VARCHAR',
    constants: ['a', 'a  ', 'A', '', '   '],
    verdicts: { equal: 'superset', unequal: 'no', range: 'no', in: 'superset', prefix: 'no' },
  },
  {
    type: 'mood',
    literals: quote(['sad', 'ok', 'happy']),
    constantType: 'VARCHAR',
    constants: ['sad', 'ok', 'happy', 'unknown', ''],
    verdicts: text,
  },
  {
    type: 'pair',
    literals: ['ROW(NULL, NULL)::pair', "ROW(1, 'a')::pair", 'ROW(1, NULL)::pair'],
    constantType: 'VARCHAR',
    constants: ['(1,a)', '(,)'],
    verdicts: text,
  },
  {
    type: 'boolean',
    literals: ['true', 'false'],
    constantType: 'BOOLEAN',
    constants: ['true', 'false'],
    verdicts: verdictsOf('exact'),
  },
  { type: 'smallint', literals: numbers, constantType: 'SMALLINT', constants: numbers, verdicts: verdictsOf('exact') },
  { type: 'integer', literals: numbers, constantType: 'INTEGER', constants: numbers, verdicts: verdictsOf('exact') },
  {
    type: 'bigint',
    literals: ['-9223372036854775808', '-1', '0', '9223372036854775807'],
    constantType: 'BIGINT',
    constants: ['-9223372036854775808', '-1', '9223372036854775807'],
    verdicts: verdictsOf('exact'),
  },
  {
    type: 'oid',
    literals: ['0', '4294967295'],
    constantType: 'UINTEGER',
    constants: ['0', '4294967295'],
    verdicts: verdictsOf('exact'),
  },
  { type: 'real', literals: floats, constantType: 'FLOAT', constants: floatConstants, verdicts: verdictsOf('exact') },
  {
    type: 'double precision',
    literals: floats,
    constantType: 'DOUBLE',
    constants: floatConstants,
    verdicts: verdictsOf('exact'),
  },
  {
    type: 'numeric(12,2)',
    literals: ['-0.01', '0', '0.01', '9999999999.99'],
    constantType: 'DECIMAL(12,2)',
    constants: ['-0.01', '0.00', '9999999999.99'],
    verdicts: verdictsOf('exact'),
  },
  {
    type: 'numeric',
    literals: ['-0.0000000000000001', '0', '0.00', '9999999999999999999999'],
    constantType: 'DECIMAL(38,16)',
    constants: ['-0.0000000000000001', '0.0000000000000000', '9999999999999999999999.0000000000000000'],
    verdicts: verdictsOf('exact'),
  },
  {
    type: 'date',
    literals: quote(['2024-02-29', '0001-01-01', '0044-03-15 BC', 'infinity', '-infinity', '12345-01-01']),
    constantType: 'DATE',
    constants: ['2024-02-29', '0001-01-01', 'infinity', '-infinity', '12345-01-01'],
    verdicts: verdictsOf('exact'),
  },
  {
    type: 'timestamp',
    literals: quote(['2024-02-29 00:00:00.000001', '2024-02-29', '0044-03-15 BC', 'infinity', '-infinity']),
    constantType: 'TIMESTAMP',
    constants: ['2024-02-29 00:00:00.000001', '2024-02-29 00:00:00', 'infinity', '-infinity'],
    verdicts: verdictsOf('exact'),
  },
  {
    type: 'timestamptz',
    literals: quote(['2024-03-31 02:30+02', '2024-03-31 00:30+00', 'infinity', '-infinity']),
    constantType: 'TIMESTAMP WITH TIME ZONE',
    constants: ['2024-03-31 00:30:00+00', '2024-03-31 02:30:00+02', 'infinity'],
    verdicts: verdictsOf('exact'),
  },
  {
    type: 'time',
    literals: quote(['00:00', '24:00', '12:00:00.000001']),
    constantType: 'TIME',
    constants: ['00:00:00', '24:00:00', '12:00:00.000001'],
    verdicts: verdictsOf('exact'),
  },
  {
    type: 'uuid',
    literals: quote([
      '00000000-0000-0000-0000-000000000000',
      '7fffffff-0000-0000-0000-000000000000',
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
    ]),
    constantType: 'UUID',
    constants: ['7fffffff-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
    verdicts: verdictsOf('exact'),
  },
  {
    type: 'bytea',
    literals: quote(['', '\\x00', '\\xff', '\\x41', '\\x4142']),
    constantType: 'BLOB',
    constants: ['', '\\x00', '\\xFF', 'A', '\\x27'],
    verdicts: verdictsOf('exact'),
  },
  {
    type: 'interval',
    literals: quote(['1 month', '30 days']),
    constantType: 'INTERVAL',
    constants: ['1 month'],
    verdicts: verdictsOf('no'),
  },
  {
    type: 'timetz',
    literals: quote(['12:00+00', '13:00+01']),
    constantType: 'TIME WITH TIME ZONE',
    constants: ['12:00:00+00'],
    verdicts: verdictsOf('no'),
  },
  {
    type: 'jsonb',
    literals: quote(['{"a": 1}', '1']),
    constantType: 'JSON',
    constants: ['1'],
    verdicts: verdictsOf('no'),
  },
  {
    type: 'json',
    literals: quote(['{"a": 1}', '1']),
    constantType: 'JSON',
    constants: ['1'],
    verdicts: verdictsOf('no'),
  },
  {
    type: 'inet',
    literals: quote(['10.0.0.1', '10.0.0.0/8']),
    constantType: 'VARCHAR',
    constants: ['10.0.0.1'],
    verdicts: verdictsOf('no'),
  },
  {
    type: 'integer[]',
    literals: quote(['{1}', '{}']),
    constantType: 'INTEGER[]',
    constants: ['[1]'],
    verdicts: verdictsOf('no'),
  },
];
