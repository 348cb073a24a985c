/** Values on which MySQL and DuckDB might differ, and what the dialect says to each type. */
import type { FilterCase } from '../conformance/definition.ts';
import { type Verdicts, verdictsOf } from '../judge-atom.ts';

const exact = verdictsOf('exact');
const none = verdictsOf('no');
const exactText: Verdicts = { ...exact, prefix: 'exact' };
/** Not the bytes: blanks at the end, case or accents do not count there. */
const looseText: Verdicts = { equal: 'superset', unequal: 'no', range: 'no', in: 'superset', prefix: 'superset' };
/** Zero dates come first there, and are no dates here. */
const dated: Verdicts = { equal: 'exact', unequal: 'superset', range: 'superset', in: 'exact', prefix: 'no' };

const sqlText = (text: string) => `CONVERT(x'${Buffer.from(text).toString('hex')}' USING utf8mb4)`;
const sqlTexts = (texts: readonly string[]) => texts.map(sqlText);
const quoted = (values: readonly string[]) => values.map((value) => `'${value}'`);

const trickyTexts = [
  ...[
    '',
    ' ',
    'a',
    'A',
    'a ',
    'a  ',
    'aa',
    'ab',
    'b',
    'a%',
    'a_',
    "a'",
    'a\\',
    'a\\b',
    '!',
    '!%',
    'a\t',
    '1',
    '01',
    '~',
    'NULL',
  ],
  ...['ä', 'Ä', 'ß', 'ss', 'SS', 'z', 'Z', 'é', 'e\u0301', 'ж', '表', 'ﬁ', 'fi', '\u00a0', '𝄞', '\uffee', 'a\0'],
];
const constants = [
  '',
  ' ',
  'a',
  'A',
  'a ',
  'a%',
  'a_',
  "a'",
  'a\\',
  '!',
  'a\t',
  '1',
  'ä',
  'ss',
  'ß',
  'e\u0301',
  'é',
  'ж',
  '表',
  '𝄞',
  'fi',
  'Z',
];
const isLatin = (text: string) => [...text].every((letter) => letter <= 'ÿ');
const isBasic = (text: string) => !text.includes('𝄞');
const isPlain = (text: string) => /^[ -[\]-}]*$/.test(text);

const texts = (type: string, verdicts: Verdicts, fits: (text: string) => boolean = () => true): FilterCase => ({
  type,
  literals: sqlTexts(trickyTexts.filter(fits)),
  constantType: 'VARCHAR',
  constants: constants.filter(fits),
  verdicts,
});

const numbers = (type: string, constantType: string, literals: readonly string[], verdicts = exact): FilterCase => ({
  type,
  literals,
  constantType,
  constants: [
    ...literals,
    '0',
    '1',
    '-1',
    '127',
    '99',
    '9223372036854775807',
    '18446744073709551615',
    '99999999999999999999',
  ],
  verdicts,
});

const dates = (type: string, constantType: string, values: readonly string[], suffix = ''): FilterCase => ({
  type,
  literals: quoted(values),
  constantType,
  constants: values.map((value) => `${value}${suffix}`),
  verdicts: dated,
});

const moments = [
  ...['1970-01-01 00:00:01', '2020-03-29 01:30:00', '2020-03-29 02:30:00', '2020-03-29 02:30:00.5'],
  ...['2020-03-29 02:30:00.000001', '2037-12-31 23:59:59'],
];
const doubles = [
  '0.0',
  '-0.0',
  '0.1',
  '1.0',
  '-1.5',
  '1e+23',
  '1.7976931348623157e+308',
  '5e-324',
  '0.30000000000000004',
];

export const filterCases: readonly FilterCase[] = [
  numbers('tinyint(1)', 'HUGEINT', ['0', '1', '2', '-128', '127']),
  numbers('tinyint unsigned', 'HUGEINT', ['0', '1', '255']),
  numbers('int', 'HUGEINT', ['-2147483648', '2147483647', '0']),
  numbers('bigint', 'HUGEINT', ['-9223372036854775808', '9223372036854775807', '9007199254740993']),
  numbers('bigint unsigned', 'HUGEINT', ['0', '18446744073709551615', '9223372036854775808', '9007199254740993']),
  numbers('int', 'DOUBLE', ['1'], none),
  {
    type: 'year',
    literals: ['1999', '2000', "'0000'", '2155'],
    constantType: 'SMALLINT',
    constants: ['1999', '2000', '2155', '1901'],
    verdicts: exact,
  },
  {
    type: 'year',
    literals: ['1999', '2000', "'0000'"],
    constantType: 'SMALLINT',
    constants: ['99', '0', '1', '100'],
    verdicts: none,
  },
  {
    type: 'decimal(38,2)',
    literals: ['0', '0.01', '-0.01', '1', '999999999999999999999999999999999999.99', '12345678901234567890.12'],
    constantType: 'DECIMAL(38,2)',
    constants: ['0.00', '0.01', '-0.01', '1.00', '999999999999999999999999999999999999.99', '12345678901234567890.12'],
    verdicts: exact,
  },
  { type: 'decimal(50,2)', literals: ['1.00', '1'], constantType: 'VARCHAR', constants: ['1.00', '1'], verdicts: none },
  {
    type: 'double',
    literals: doubles.map((one) => `${one}${one.includes('e') ? '' : 'e0'}`),
    constantType: 'DOUBLE',
    constants: doubles,
    verdicts: exact,
  },
  { type: 'double', literals: ['0', '1'], constantType: 'DOUBLE', constants: ['nan', 'inf', '-inf'], verdicts: none },
  {
    type: 'float',
    literals: ['0.1', '16777216', '1'],
    constantType: 'FLOAT',
    constants: ['0.1', '1.0', '16777216.0'],
    verdicts: none,
  },
  { type: 'bit(8)', literals: ['0', '1', '255'], constantType: 'UBIGINT', constants: ['0', '1'], verdicts: none },
  dates('date', 'DATE', ['1000-01-01', '1969-12-31', '1970-01-01', '2000-02-29', '9999-12-31']),
  dates('datetime', 'TIMESTAMP', moments.slice(0, 3)),
  dates('datetime(6)', 'TIMESTAMP', moments),
  { ...dates('datetime', 'TIMESTAMP', moments.slice(0, 3)), constants: moments },
  { ...dates('timestamp(6) null', 'TIMESTAMP WITH TIME ZONE', moments, '+00') },
  { ...dates('timestamp null', 'TIMESTAMP WITH TIME ZONE', moments.slice(0, 3), '+01'), verdicts: none },
  { ...dates('date', 'DATE', ['2000-02-29']), constants: ['infinity', '0044-03-15 (BC)'], verdicts: none },
  { ...dates('time', 'INTERVAL', ['08:30:00', '-01:00:00', '838:59:59']), verdicts: none },
  texts('varchar(20) character set utf8mb4 collate utf8mb4_general_ci', looseText),
  texts('varchar(20) character set utf8mb4 collate utf8mb4_unicode_ci', looseText),
  texts('varchar(20) character set utf8mb4 collate utf8mb4_uca1400_ai_ci', looseText),
  texts('varchar(20) character set utf8mb4 collate utf8mb4_german2_ci', looseText),
  texts('varchar(20) character set utf8mb4 collate utf8mb4_bin', looseText),
  texts('varchar(20) character set utf8mb4 collate utf8mb4_nopad_bin', exactText),
  texts('text character set utf8mb4 collate utf8mb4_nopad_bin', exactText),
  texts('mediumtext character set utf8mb4 collate utf8mb4_general_ci', looseText),
  texts('char(20) character set utf8mb4 collate utf8mb4_nopad_bin', looseText),
  texts('char(20) character set utf8mb4 collate utf8mb4_general_ci', looseText),
  texts('varchar(20) character set utf8mb3', looseText, isBasic),
  texts('varchar(20) character set utf8mb3 collate utf8mb3_nopad_bin', exactText, isBasic),
  { ...texts('varchar(20) character set utf8mb3', none, isBasic), constants: ['𝄞', 'a𝄞'] },
  { ...texts('varchar(20) character set latin1', looseText, isLatin), constants: constants.filter(isPlain) },
  { ...texts('varchar(20) character set latin1', none, isLatin), constants: ['ä', 'ж', 'a\\'] },
  {
    ...texts('varchar(20) character set latin1 collate latin1_nopad_bin', looseText, isLatin),
    constants: constants.filter(isPlain),
  },
  {
    ...texts('varchar(20) character set sjis', looseText, (text) => isPlain(text) || text === '表'),
    constants: constants.filter(isPlain),
  },
  {
    ...texts('varchar(20) character set utf16 collate utf16_nopad_bin', looseText),
    constants: constants.filter(isPlain),
  },
  {
    type: "enum('a','B','1','0','ж','a b')",
    literals: quoted(['a', 'B', '1', '0', 'ж', 'a b']),
    constantType: 'VARCHAR',
    constants: ['a', 'A', 'B', '1', '0', 'ж', 'a b', 'a ', 'nothing'],
    verdicts: { ...none, equal: 'superset', in: 'superset' },
  },
  {
    type: "set('a','b')",
    literals: quoted(['', 'a', 'a,b']),
    constantType: 'VARCHAR',
    constants: ['', 'a', 'b,a'],
    verdicts: none,
  },
  {
    type: 'uuid',
    literals: quoted(['123e4567-e89b-12d3-a456-426655440000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']),
    constantType: 'UUID',
    constants: ['123e4567-e89b-12d3-a456-426655440000', '00000000-0000-0000-0000-000000000000'],
    verdicts: { ...none, equal: 'exact', in: 'exact' },
  },
  {
    type: 'inet6',
    literals: quoted(['::1', '2001:db8::1']),
    constantType: 'VARCHAR',
    constants: ['::1', '0::1', 'x'],
    verdicts: none,
  },
  { type: 'varbinary(20)', literals: ["'a'", "x'00'"], constantType: 'BLOB', constants: ['a'], verdicts: none },
];
