import { asIs, type ColumnForm, type Forms, finite, hexOf, standardText, years } from './placement.ts';

const form = (
  declared: string,
  holds: ColumnForm['holds'] = asIs,
  literal: ColumnForm['literal'] = standardText,
): ColumnForm => ({
  declared,
  holds,
  literal,
});

/** SQLite reads NaN as NULL; its infinity is a number too great. */
const real = (value: string): string => (value.endsWith('inf') ? value.replace('inf', '9e999') : value);
/** A float column is read as DOUBLE: only floats whose text is that double's too. */
const exactReal = (value: string): string | undefined => (value === 'nan' ? undefined : value);
/** Both separators are stored. */
const stamp = (value: string): string => standardText(value.length % 2 === 0 ? value.replace(' ', 'T') : value);
const zone = (value: string): string => standardText(value.length > 22 ? value : value.replace('+00', 'Z'));

/** Columns in SQLite. */
export const sqliteForms: Forms = {
  key: [form('INTEGER', asIs, asIs), form('BIGINT', asIs, asIs)],
  bigint: [form('INTEGER', asIs, asIs)],
  text: [form('TEXT'), form('TEXT COLLATE NOCASE'), form('TEXT COLLATE RTRIM'), form('VARCHAR(10)')],
  decimal: [form('DECIMAL(12,2)', asIs, asIs), form('NUMERIC(15,2)', asIs, asIs)],
  double: [form('REAL', exactReal, real), form('DOUBLE PRECISION', exactReal, real)],
  float: [form('FLOAT', finite, real)],
  boolean: [form('BOOLEAN', asIs, (value) => (value === 'true' ? '1' : '0'))],
  date: [form('DATE', years(1, 9999))],
  timestamp: [form('TIMESTAMP', years(1, 9999), stamp), form('DATETIME', years(1, 9999))],
  timestamptz: [form('TIMESTAMP WITH TIME ZONE', years(1, 9999), zone)],
  time: [form('TIME')],
  uuid: [form('TEXT'), form('TEXT COLLATE NOCASE')],
  blob: [form('BLOB', asIs, (value) => `x'${hexOf(value)}'`)],
};
