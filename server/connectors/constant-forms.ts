/** Texts of constants as DuckDB writes them: what a dialect asks before it puts one into its own SQL. Pure. */
import type { Constant } from './predicate.ts';

/** Whole numbers of every width. */
export const isIntegerType = (type: string): boolean =>
  /^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT))$/.test(type);
/** Whole numbers and decimals. */
export const isExactNumberType = (type: string): boolean =>
  /^(?:DECIMAL|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER)/.test(type);
export const isFloatType = (type: string): boolean => type === 'FLOAT' || type === 'DOUBLE';
export const isInstantType = (type: string): boolean => /^TIMESTAMP(?:TZ| WITH TIME ZONE)$/.test(type);

const day = '(?!0000)\\d{4}-\\d\\d-\\d\\d';
const time = '(?:[01]\\d|2[0-3]):\\d\\d:\\d\\d(?:\\.\\d{1,6})?';
/** Days of the years 1 to 9999. */
export const dayForm = new RegExp(`^${day}$`);
export const timeForm = new RegExp(`^${time}$`);
export const timestampForm = new RegExp(`^${day} ${time}$`);
/** An instant in UTC. */
export const instantForm = new RegExp(`^${day} ${time}\\+00$`);
/** A BLOB: printable letters as they are, every other byte as `\xHH`. */
export const blobForm = /^(?:[^\\]|\\x[0-9A-Fa-f]{2})*$/;
export const uuidForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** NaN and the infinities. */
export const unendingForm = /^-?(?:nan|inf|infinity)$/i;

export const isTruth = (value: string): boolean => value === 'true' || value === 'false';
/** Text that every source can be sent: no NUL, no half of a surrogate pair. */
export const isSendableText = (value: string): boolean => !value.includes('\0') && value.isWellFormed();

/** Letters that a list takes up in a statement, with `each` for quotes and commas. */
export const listLetters = (values: readonly Constant[], each: number): number =>
  values.reduce((sum, { value }) => sum + (value?.length ?? 0) + each, 0);
