import { asIs, type ColumnForm, type Forms, scaled, standardText, years } from './placement.ts';
import { ZERO_DATE, ZERO_TIMESTAMP } from './values.ts';

const typed = (declared: string, holds: ColumnForm['holds'] = asIs): ColumnForm => ({
  declared,
  holds,
  literal: (value) => `${standardText(value)}::${declared}`,
});
const notZero = (value: string): string | undefined =>
  value === ZERO_DATE || value === ZERO_TIMESTAMP ? undefined : value;

/** Columns of Parquet files. */
export const parquetForms: Forms = {
  key: [typed('INTEGER'), typed('TINYINT'), typed('BIGINT'), typed('DECIMAL(10,0)')],
  bigint: [typed('BIGINT'), typed('DECIMAL(20,0)')],
  text: [typed('VARCHAR')],
  decimal: [typed('DECIMAL(12,2)'), typed('DECIMAL(38,10)', scaled(10))],
  double: [typed('DOUBLE')],
  float: [typed('FLOAT')],
  boolean: [typed('BOOLEAN')],
  date: [typed('DATE', notZero)],
  timestamp: [typed('TIMESTAMP', notZero)],
  timestamptz: [typed('TIMESTAMP WITH TIME ZONE')],
  time: [typed('TIME')],
  uuid: [typed('UUID')],
  blob: [typed('BLOB')],
};

const field = (value: string): string => `"${value.replaceAll('"', '""')}"`;
const written = (declared: string, holds: ColumnForm['holds'] = asIs): ColumnForm => ({
  declared,
  holds,
  literal: field,
});
const calendar = years(1, 9999);

/** Columns of CSV files, where an empty text is NULL. */
export const csvForms: Forms = {
  key: [written('INTEGER'), written('BIGINT')],
  bigint: [written('BIGINT'), written('DECIMAL(20,0)')],
  text: [written('VARCHAR', (value) => (value === '' ? undefined : value))],
  decimal: [written('DECIMAL(12,2)')],
  double: [written('DOUBLE')],
  float: [written('FLOAT')],
  boolean: [written('BOOLEAN')],
  date: [written('DATE', calendar)],
  timestamp: [written('TIMESTAMP', calendar)],
  timestamptz: [written('TIMESTAMP WITH TIME ZONE', calendar)],
  time: [written('TIME')],
  uuid: [written('UUID'), written('VARCHAR')],
};
