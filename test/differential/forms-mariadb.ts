import {
  among,
  asIs,
  type ColumnForm,
  enumMembers,
  type Forms,
  finite,
  hexOf,
  scaled,
  upTo,
  years,
} from './placement.ts';
import { ZERO_DATE, ZERO_TIMESTAMP } from './values.ts';

/** Backslashes mean something in MariaDB's texts. */
const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
const form = (
  declared: string,
  holds: ColumnForm['holds'] = asIs,
  literal: ColumnForm['literal'] = text,
): ColumnForm => ({
  declared,
  holds,
  literal,
});

/** The first 40 characters that MariaDB's `latin1` (Windows-1252) and Unicode give the same code. */
const latin1 = (value: string): string | undefined =>
  /^[\n\t\x20-\x7e\u00a0-\u00ff]{0,40}$/.test(value) ? value : undefined;
const basicPlane = (value: string): string | undefined => (/[\ud800-\udfff]/.test(value) ? undefined : value);
/** CHAR loses its trailing blanks. */
const trimmed = (value: string): string | undefined => upTo(40)(value)?.replace(/ +$/, '');

const zonedText = (value: string): string => text(value.replace(/\+00$/, ''));
const inTimestampRange = (value: string): string | undefined =>
  value >= '1970-01-01 00:00:01+00' && value <= '2038-01-19 03:14:07+00' ? value : undefined;

/** The short text of the greatest float is a double beyond it. */
const greatestFloat = (value: string): string => value.replace('3.4028235e+38', '3.4028234663852886e+38');

/** Not every version tells the sign of a negative zero: 10.11.19 does not. */
const unsignedZero = (value: string): string | undefined => finite(value === '-0.0' ? '0.0' : value);

/** Columns in MariaDB. */
export const mariadbForms: Forms = {
  key: [
    form('int', asIs, asIs),
    form('smallint', asIs, asIs),
    form('bigint', asIs, asIs),
    form('decimal(10,0)', asIs, asIs),
    form('bigint unsigned', (value) => (value.startsWith('-') ? undefined : value), asIs),
  ],
  bigint: [
    form('bigint', asIs, asIs),
    form('decimal(20,0)', asIs, asIs),
    form('bigint unsigned', (value) => (value.startsWith('-') ? undefined : value), asIs),
  ],
  text: [
    form('varchar(40) COLLATE utf8mb4_general_ci', upTo(40)),
    form('varchar(40) COLLATE utf8mb4_unicode_ci', upTo(40)),
    form('varchar(40) COLLATE utf8mb4_bin', upTo(40)),
    form('varchar(40) COLLATE utf8mb4_nopad_bin', upTo(40)),
    form('varchar(40) COLLATE utf8mb4_unicode_520_nopad_ci', upTo(40)),
    form('varchar(40) CHARACTER SET latin1 COLLATE latin1_swedish_ci', latin1),
    form(
      'varchar(40) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci',
      (value) => basicPlane(value) && upTo(40)(value),
    ),
    form('char(40) COLLATE utf8mb4_general_ci', trimmed),
    form('text COLLATE utf8mb4_general_ci'),
    form(
      `enum(${enumMembers
        .filter((member) => member !== 'A')
        .map(text)
        .join(', ')}) COLLATE utf8mb4_general_ci`,
      among(enumMembers.filter((member) => member !== 'A')),
    ),
  ],
  decimal: [
    form('decimal(12,2)', asIs, asIs),
    form('decimal(38,10)', scaled(10), asIs),
    form('decimal(30,5)', scaled(5), asIs),
  ],
  double: [form('double', unsignedZero, (value) => (value.includes('e') ? value : `${value}e0`))],
  float: [form('float', unsignedZero, (value) => greatestFloat(value.includes('e') ? value : `${value}e0`))],
  boolean: [form('boolean', (value) => (value === 'true' ? '1' : '0'), asIs)],
  date: [{ ...form('date', years(1, 9999)), zeroDate: ZERO_DATE }],
  timestamp: [
    { ...form('datetime(6)', years(1, 9999)), zeroDate: ZERO_TIMESTAMP },
    form('datetime', (value) => (/\.\d/.test(value) ? undefined : years(1, 9999)(value))),
  ],
  timestamptz: [form('timestamp(6) NULL', inTimestampRange, zonedText)],
  time: [form('time(6)')],
  uuid: [form('uuid'), form('char(36)')],
  blob: [form('varbinary(40)', asIs, (value) => `x'${hexOf(value)}'`)],
};
