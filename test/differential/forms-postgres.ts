import {
  among,
  asIs,
  type ColumnForm,
  enumMembers,
  type Forms,
  hexOf,
  scaled,
  standardText,
  upTo,
} from './placement.ts';
import { ZERO_DATE, ZERO_TIMESTAMP } from './values.ts';

const form = (
  declared: string,
  holds: ColumnForm['holds'] = asIs,
  literal: ColumnForm['literal'] = standardText,
): ColumnForm => ({
  declared,
  holds,
  literal,
});

/** DuckDB writes `0044-03-15 (BC) 10:00:00`, PostgreSQL `0044-03-15 10:00:00 BC`. */
const dated = (value: string): string =>
  standardText(value.includes('(BC)') ? `${value.replace(' (BC)', '')} BC` : value);
const notZero = (value: string): string | undefined =>
  value === ZERO_DATE || value === ZERO_TIMESTAMP ? undefined : value;

export const preparePostgres = `
  CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
  CREATE COLLATION german (provider = icu, locale = 'de-DE');
  CREATE TYPE "Odd enum" AS ENUM (${enumMembers.map(standardText).join(', ')});
  CREATE SCHEMA "Odd Schema"`;

/** Columns in PostgreSQL. */
export const postgresForms: Forms = {
  key: [form('integer'), form('smallint'), form('bigint'), form('numeric(10,0)')],
  bigint: [form('bigint'), form('numeric(20,0)')],
  text: [
    form('text'),
    form('text COLLATE loose'),
    form('text COLLATE german'),
    form('varchar(40)', upTo(40)),
    form('character(8)', (value) => ([...value].length > 8 ? undefined : value + ' '.repeat(8 - [...value].length))),
    form('"Odd enum"', among(enumMembers)),
    form('text COLLATE "C"'),
  ],
  decimal: [form('numeric(12,2)'), form('numeric(38,10)', scaled(10)), form('numeric', scaled(16))],
  double: [form('double precision')],
  float: [form('real')],
  boolean: [form('boolean')],
  date: [form('date', notZero, dated)],
  timestamp: [
    form('timestamp', notZero, dated),
    form('timestamp(0)', (value) => (/\.\d/.test(value) ? undefined : notZero(value)), dated),
  ],
  timestamptz: [form('timestamptz')],
  time: [form('time')],
  uuid: [form('uuid'), form('text')],
  blob: [form('bytea', asIs, (value) => `'\\x${hexOf(value)}'::bytea`)],
};
