/**
 * PostgreSQL types by the name that `format_type` gives them. Introspection writes that name into `ColumnInfo.sourceType`, with two additions
 * of its own behind it: ` (domain NAME)` where the column's type is a domain over this type, and ` COLLATE "NAME"` where its collation
 * calls different texts equal (a nondeterministic one). Pure.
 */

/** Types that are read, written and compared alike. */
export type TypeClass =
  | 'boolean'
  | 'integer'
  | 'float'
  /** `numeric` that a DECIMAL holds whatever the value. */
  | 'decimal'
  /** `numeric` without (or with too great a) precision: each value is checked. */
  | 'wideDecimal'
  | 'date'
  | 'timestamp'
  | 'timestamptz'
  | 'time'
  | 'timetz'
  | 'interval'
  | 'uuid'
  | 'json'
  | 'bytea'
  | 'text'
  /** `character(n)`: padded with blanks, and compared without them. */
  | 'padded'
  /** Text whose cast to text differs from what a SELECT shows: only shown. */
  | 'opaque'
  | 'array'
  /** Enums, ranges, geometry, network addresses, composite types and all others: their text. */
  | 'other';

export interface PostgresType {
  readonly class: TypeClass;
  /** DuckDB type that holds every value exactly. */
  readonly duckType: string;
  readonly element?: PostgresType | undefined;
  /** Equality under the column's collation is not equality of bytes. */
  readonly looseEquality: boolean;
}

const plainTypes: Readonly<Record<string, readonly [TypeClass, string]>> = {
  boolean: ['boolean', 'BOOLEAN'],
  smallint: ['integer', 'SMALLINT'],
  integer: ['integer', 'INTEGER'],
  bigint: ['integer', 'BIGINT'],
  oid: ['integer', 'UINTEGER'],
  real: ['float', 'FLOAT'],
  'double precision': ['float', 'DOUBLE'],
  date: ['date', 'DATE'],
  'timestamp without time zone': ['timestamp', 'TIMESTAMP'],
  'timestamp with time zone': ['timestamptz', 'TIMESTAMP WITH TIME ZONE'],
  'time without time zone': ['time', 'TIME'],
  'time with time zone': ['timetz', 'TIME WITH TIME ZONE'],
  interval: ['interval', 'INTERVAL'],
  uuid: ['uuid', 'UUID'],
  json: ['json', 'JSON'],
  jsonb: ['json', 'JSON'],
  bytea: ['bytea', 'BLOB'],
  text: ['text', 'VARCHAR'],
  'character varying': ['text', 'VARCHAR'],
  character: ['padded', 'VARCHAR'],
  bpchar: ['padded', 'VARCHAR'],
  inet: ['opaque', 'VARCHAR'],
  cidr: ['opaque', 'VARCHAR'],
  '"char"': ['opaque', 'VARCHAR'],
};

/** Digits behind the point of a numeric without declared scale: in tables, and in the results of native statements (averages and ratios have 20). */
export const openScale = { table: 16, native: 20 } as const;

export function postgresType(sourceType: string, scaleIfOpen: number = openScale.table): PostgresType {
  const looseEquality = / COLLATE "(?:[^"]|"")*"$/.test(sourceType);
  const name = sourceType.replace(/ COLLATE "(?:[^"]|"")*"$/, '').replace(/ \(domain .*\)$/s, '');
  return { ...named(name, scaleIfOpen), looseEquality };
}

function named(name: string, scaleIfOpen: number): Omit<PostgresType, 'looseEquality'> {
  if (name.endsWith('[]')) {
    const element = { ...named(name.slice(0, -2), scaleIfOpen), looseEquality: false };
    return { class: 'array', duckType: `${element.duckType}[]`, element };
  }
  const numeric = /^numeric(?:\((\d+),(-?\d+)\))?$/.exec(name);
  if (numeric) return numericType(numeric[1], numeric[2], scaleIfOpen);
  const withoutModifier = name.replace(/\(\d+\)/, '').replace(/^interval .*/, 'interval');
  const [typeClass, duckType] = plainTypes[withoutModifier] ?? ['other', 'VARCHAR'];
  return { class: typeClass, duckType };
}

const maxDigits = 38;

function numericType(precision: string | undefined, scale: string | undefined, scaleIfOpen: number) {
  const wide = (digits: number) => ({ class: 'wideDecimal', duckType: `DECIMAL(${maxDigits},${digits})` }) as const;
  if (precision === undefined || scale === undefined) return wide(scaleIfOpen);
  // A negative scale adds zeros before the point; a scale beyond the precision adds some behind it.
  const digitsBehind = Math.max(0, Number(scale));
  const digits = Math.max(Number(precision) - Math.min(0, Number(scale)), digitsBehind, 1);
  if (digits <= maxDigits) return { class: 'decimal', duckType: `DECIMAL(${digits},${digitsBehind})` } as const;
  return wide(Math.min(digitsBehind, maxDigits));
}
