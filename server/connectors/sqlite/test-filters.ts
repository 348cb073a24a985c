/** Which filters SQLite gets, and the values on which each is tried. */
import type { FilterCase } from '../conformance/definition.ts';
import { verdictsOf } from '../judge-atom.ts';

const exact = verdictsOf('exact');
const nothing = verdictsOf('no');
const texts = ["'a'", "'A'", "'a '", "''", "'é'", "'[x]*'", "'z'", "'\ufffd'", "'𝄞'", "'10'", "'9'"];
const textConstants = ['a', 'A', '', 'a ', '[x]', '𝄞', '9', "it's"];

export const filterCases: readonly FilterCase[] = [
  {
    type: 'INTEGER',
    literals: ['-9223372036854775808', '-1', '0', '9007199254740993', '9223372036854775807'],
    constantType: 'BIGINT',
    constants: ['-1', '9007199254740992', '9223372036854775807'],
    verdicts: exact,
  },
  {
    type: 'REAL',
    literals: ['-9e999', '-0.0', '0.1', '1e15', '9e999'],
    constantType: 'DOUBLE',
    constants: ['0.0', '0.1', '1000000.0'],
    verdicts: exact,
  },
  { type: 'REAL', literals: ['0.1', '9e999'], constantType: 'DOUBLE', constants: ['nan', 'inf'], verdicts: nothing },
  {
    type: 'DECIMAL(12,2)',
    literals: ['0.01', '12.34', '12', '-12.34', '9999999999.99'],
    constantType: 'DECIMAL(12,2)',
    constants: ['12.34', '12.00', '9999999999.99'],
    verdicts: exact,
  },
  {
    type: 'BOOLEAN',
    literals: ['0', '1'],
    constantType: 'BOOLEAN',
    constants: ['true', 'false'],
    verdicts: { ...exact, range: 'no' },
  },
  {
    type: 'DATE',
    literals: ["'0001-01-01'", "'2024-02-29'", "'2024-03-01'", "'9999-12-31'"],
    constantType: 'DATE',
    constants: ['2024-02-29', '9999-12-31'],
    verdicts: exact,
  },
  {
    type: 'DATETIME',
    literals: [
      "'2024-02-28T23:59:59.9'",
      "'2024-02-29'",
      "'2024-02-29 00:00'",
      "'2024-02-29T10:00:00'",
      "'2024-03-01 00:00:00'",
    ],
    constantType: 'TIMESTAMP',
    constants: ['2024-02-29 00:00:00', '2024-02-29 10:00:00', '2024-02-29 10:00:00.5'],
    verdicts: { equal: 'superset', unequal: 'no', range: 'superset', in: 'no', prefix: 'no' },
  },
  {
    type: 'TEXT',
    literals: texts,
    constantType: 'VARCHAR',
    constants: textConstants,
    verdicts: { equal: 'exact', unequal: 'exact', range: 'exact', in: 'exact', prefix: 'exact' },
  },
  ...['TEXT COLLATE NOCASE', 'TEXT COLLATE RTRIM'].map(
    (type): FilterCase => ({
      type,
      literals: texts,
      constantType: 'VARCHAR',
      constants: textConstants,
      verdicts: { equal: 'exact', unequal: 'exact', range: 'no', in: 'exact', prefix: 'exact' },
    }),
  ),
  { type: '', literals: ["'5'", '5', '5.0'], constantType: 'VARCHAR', constants: ['5'], verdicts: nothing },
  { type: 'UUID', literals: ["'05'", "'5'"], constantType: 'VARCHAR', constants: ['05', '5'], verdicts: nothing },
  { type: 'BLOB', literals: ["x'00'"], constantType: 'BLOB', constants: ['\\x00'], verdicts: nothing },
];
