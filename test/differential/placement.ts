/** How a logical value stands in one column of one source: its declaration there, its literal, and what reading it must give. */
import type { LogicalType } from './values.ts';

export const sourceNames = ['pg', 'my', 'lite', 'web'] as const;
/** Connections of the harness: PostgreSQL, MariaDB, SQLite, files. */
export type SourceName = (typeof sourceNames)[number];

export interface ColumnForm {
  /** Type as it is declared at the source. */
  readonly declared: string;
  /** The value (DuckDB's text of it) that reading the stored value must give; undefined: this column cannot hold it and holds NULL instead. */
  readonly holds: (value: string) => string | undefined;
  /** The source's SQL (a field of a CSV file: its text) for a value that it holds. */
  readonly literal: (value: string) => string;
  /** Text of a stored zero date, which is read as NULL or refused. */
  readonly zeroDate?: string;
}

export const asIs = (value: string): string => value;
export const standardText = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Only finite numbers. */
export const finite = (value: string): string | undefined => (/nan|inf/.test(value) ? undefined : value);

/** Days and instants of the years `from` to `to`, no infinities and no years before 1. */
export const years =
  (from: number, to: number) =>
  (value: string): string | undefined => {
    const year = /^(\d+)-/.exec(value)?.[1];
    return year === undefined || value.includes('BC') || Number(year) < from || Number(year) > to ? undefined : value;
  };

export const among =
  (members: readonly string[]) =>
  (value: string): string | undefined =>
    members.includes(value) ? value : undefined;

/** Texts of at most `length` code points. */
export const upTo =
  (length: number) =>
  (value: string): string | undefined =>
    [...value].length <= length ? value : undefined;

/** Decimal texts with as many digits behind the point as the column's scale. */
export const scaled =
  (scale: number) =>
  (value: string): string | undefined => {
    const [whole = '', behind = ''] = value.split('.');
    return scale === 0 ? (/^0*$/.test(behind) ? whole : undefined) : `${whole}.${behind.padEnd(scale, '0')}`;
  };

/** Hex digits of DuckDB's text of a BLOB. */
export function hexOf(blob: string): string {
  const text = blob.replaceAll(/\\x([0-9A-F]{2})|[^\\]/g, (part, hex: string | undefined) =>
    hex === undefined ? (part.codePointAt(0) ?? 0).toString(16).padStart(2, '0') : hex.toLowerCase(),
  );
  return text;
}

export const enumMembers = ['a', 'A', 'a b', 'ab', '%', "o'neil", 'ß', '1'];

export type Forms = Readonly<Partial<Record<LogicalType, readonly ColumnForm[]>>>;
