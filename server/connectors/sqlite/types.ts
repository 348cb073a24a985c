/** SQLite's declared types and the DuckDB type that each becomes. A declaration only *advises* SQLite; `value-sql.ts` checks each value. Pure. */

/** Column affinity by SQLite's own rules (https://www.sqlite.org/datatype3.html#determination_of_column_affinity). */
export type Affinity = 'integer' | 'text' | 'blob' | 'real' | 'numeric';

export function affinityOf(declared: string): Affinity {
  const type = declared.toUpperCase();
  if (type.includes('INT')) return 'integer';
  if (/CHAR|CLOB|TEXT/.test(type)) return 'text';
  if (type.includes('BLOB') || type.trim() === '' || type.trim() === 'ANY') return 'blob';
  if (/REAL|FLOA|DOUB/.test(type)) return 'real';
  return 'numeric';
}

const byDeclaration: readonly (readonly [RegExp, string])[] = [
  [/^BOOL(EAN)?\b/, 'BOOLEAN'],
  [/^(DATETIME|TIMESTAMP)(TZ|.*\bWITH TIME ZONE)/, 'TIMESTAMP WITH TIME ZONE'],
  [/^(DATETIME|TIMESTAMP)/, 'TIMESTAMP'],
  [/^DATE\b/, 'DATE'],
  [/^TIME\b/, 'TIME'],
  [/^JSONB?\b/, 'JSON'],
];

const byAffinity: Readonly<Record<Exclude<Affinity, 'numeric'>, string>> = {
  integer: 'BIGINT',
  text: 'VARCHAR',
  real: 'DOUBLE',
  blob: 'BLOB',
};

/** The DuckDB type of a column declared as `declared` (empty: no declared type). */
export function duckdbTypeOf(declared: string): string {
  const type = declared.trim().toUpperCase();
  if (type === '' || type === 'ANY') return 'VARCHAR';
  const named = byDeclaration.find(([pattern]) => pattern.test(type));
  if (named !== undefined) return named[1];
  const affinity = affinityOf(type);
  if (affinity !== 'numeric') return byAffinity[affinity];
  return decimalType(type) ?? (/^(NUM|DEC|MONEY|CURRENCY|FIXED)/.test(type) ? 'DOUBLE' : 'VARCHAR');
}

function decimalType(type: string): string | undefined {
  const match = /^(?:NUMERIC|DECIMAL|DEC|NUMBER)\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)/.exec(type);
  if (match === null) return undefined;
  const precision = Number(match[1]);
  const scale = Number(match[2] ?? 0);
  return precision >= 1 && precision <= 38 && scale <= precision ? `DECIMAL(${precision},${scale})` : undefined;
}

/** Types that `columnTypes` in the configuration may name. */
export const overrideTypePattern =
  /^(BIGINT|DOUBLE|BOOLEAN|DATE|TIME|TIMESTAMP|TIMESTAMP WITH TIME ZONE|VARCHAR|JSON|BLOB|DECIMAL\(\d{1,2},\d{1,2}\))$/;

const aliases: Readonly<Record<string, string>> = {
  INTEGER: 'BIGINT',
  INT: 'BIGINT',
  REAL: 'DOUBLE',
  TEXT: 'VARCHAR',
  BOOL: 'BOOLEAN',
  DATETIME: 'TIMESTAMP',
  TIMESTAMPTZ: 'TIMESTAMP WITH TIME ZONE',
};

/** `decimal(12, 2)` as `DECIMAL(12,2)`, `timestamptz` as DuckDB writes it in full. */
export function normalizeTypeName(name: string): string {
  const type = name
    .trim()
    .toUpperCase()
    .replace(/\s+/g, ' ')
    .replace(/\s*([(),])\s*/g, '$1')
    .replace(/^NUMERIC\(/, 'DECIMAL(');
  return aliases[type] ?? type;
}

/** What `typeof()` gave for the values seen of a column without a declared type: the type that holds them all exactly. */
export function typeOfStorage(classes: readonly string[]): string {
  const seen = new Set(classes.filter((name) => name !== 'null'));
  if (seen.size === 1) {
    if (seen.has('integer')) return 'BIGINT';
    if (seen.has('real')) return 'DOUBLE';
    if (seen.has('blob')) return 'BLOB';
  }
  if (seen.size === 2 && seen.has('integer') && seen.has('real')) return 'DOUBLE';
  return 'VARCHAR';
}
