/** What a column holds, as far as showing it goes. */
export type ColumnKind =
  | 'integer'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'text'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'interval'
  | 'uuid'
  | 'blob'
  | 'json'
  | 'nested'
  | 'other';

const kinds: Readonly<Record<string, ColumnKind>> = {
  TINYINT: 'integer',
  SMALLINT: 'integer',
  INTEGER: 'integer',
  BIGINT: 'integer',
  HUGEINT: 'integer',
  UTINYINT: 'integer',
  USMALLINT: 'integer',
  UINTEGER: 'integer',
  UBIGINT: 'integer',
  UHUGEINT: 'integer',
  BIGNUM: 'integer',
  VARINT: 'integer',
  DECIMAL: 'decimal',
  NUMERIC: 'decimal',
  FLOAT: 'float',
  REAL: 'float',
  DOUBLE: 'float',
  BOOLEAN: 'boolean',
  VARCHAR: 'text',
  ENUM: 'text',
  DATE: 'date',
  TIME: 'time',
  TIME_NS: 'time',
  TIMETZ: 'time',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  TIMESTAMPTZ: 'timestamp',
  INTERVAL: 'interval',
  UUID: 'uuid',
  BLOB: 'blob',
  JSON: 'json',
  STRUCT: 'nested',
  MAP: 'nested',
  UNION: 'nested',
  VARIANT: 'nested',
};

/** Kind of a DuckDB type as `ResultColumn.type` spells it: `DECIMAL(38,2)`, `TIMESTAMP WITH TIME ZONE`, `INTEGER[]`. */
export function columnKind(type: string): ColumnKind {
  const upper = type.trim().toUpperCase();
  if (upper.endsWith(']')) return 'nested';
  const word = /^[A-Z_]+/.exec(upper)?.[0] ?? '';
  return kinds[word] ?? 'other';
}

export const isNumericKind = (kind: ColumnKind): boolean =>
  kind === 'integer' || kind === 'decimal' || kind === 'float';

/** Kinds whose digits are set in tabular figures: numbers, and dates and times. */
export const isTabularKind = (kind: ColumnKind): boolean =>
  isNumericKind(kind) || kind === 'date' || kind === 'time' || kind === 'timestamp';

const shortNames: readonly (readonly [RegExp, string])[] = [
  [/\bTIMESTAMP WITH TIME ZONE\b/g, 'timestamptz'],
  [/\bTIME WITH TIME ZONE\b/g, 'timetz'],
  [/\bVARCHAR\b/g, 'text'],
];
const MAX_TYPE_LENGTH = 32;

/** Type for a header: lower case, usual short names, long struct and enum types cut. */
export function shortType(type: string): string {
  let text = type;
  for (const [pattern, name] of shortNames) text = text.replace(pattern, name);
  if (/^ENUM\b/i.test(text)) return 'enum';
  if (text === type || text.length <= MAX_TYPE_LENGTH)
    text = text.replace(/\b[A-Z][A-Z_0-9]+\b/g, (word) => word.toLowerCase());
  return text.length > MAX_TYPE_LENGTH ? `${text.slice(0, MAX_TYPE_LENGTH - 1)}…` : text;
}
