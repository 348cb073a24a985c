/** Kinds of DuckDB types as far as joins care. */
export type TypeClass =
  | 'text'
  | 'number'
  | 'boolean'
  | 'date'
  | 'time'
  | 'interval'
  | 'uuid'
  | 'binary'
  | 'nested'
  | 'other';

const integerTypes = new Set(
  'TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT UHUGEINT'.split(' '),
);

export function typeClass(type: string): TypeClass {
  const upper = type.toUpperCase();
  if (upper.endsWith(']') || /^(STRUCT|MAP|UNION|LIST|ARRAY)\b/.test(upper)) return 'nested';
  const base = upper.replace(/\(.*$/, '').trim();
  if (integerTypes.has(base) || /^(DECIMAL|NUMERIC|DOUBLE|FLOAT|REAL|BIGNUM)$/.test(base)) return 'number';
  if (/^(VARCHAR|TEXT|CHAR|STRING|ENUM|JSON)$/.test(base)) return 'text';
  if (/^(DATE|TIMESTAMP.*)$/.test(base)) return 'date';
  if (/^TIME\b/.test(base)) return 'time';
  if (/^(BLOB|BIT)$/.test(base)) return 'binary';
  if (base === 'BOOLEAN') return 'boolean';
  if (base === 'UUID') return 'uuid';
  if (base === 'INTERVAL') return 'interval';
  return 'other';
}

/** Text in DuckDB's sense: what text functions take without a cast. An enum is none. */
export const isVarchar = (type: string): boolean => /^(VARCHAR|TEXT|CHAR|STRING|JSON)\b/i.test(type);

/** Whether two types compare without a conversion that may fail or change their meaning. `UNKNOWN` is what own expressions give. */
export function areComparable(left: string, right: string): boolean {
  if (left === 'UNKNOWN' || right === 'UNKNOWN') return true;
  const [leftClass, rightClass] = [typeClass(left), typeClass(right)];
  if (leftClass === 'nested' || leftClass === 'other') return left.toUpperCase() === right.toUpperCase();
  return leftClass === rightClass;
}

/** The type in which values of both have room, for one column of a union. */
export function reconciledType(left: string, right: string): string {
  if (left.toUpperCase() === right.toUpperCase()) return left;
  const isSameClass = typeClass(left) === typeClass(right);
  return isSameClass && ['number', 'date', 'text'].includes(typeClass(left)) ? widerType(left, right) : 'VARCHAR';
}

const integerRanks = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT'];
const integerDigits: Readonly<Record<string, number>> = { TINYINT: 3, SMALLINT: 5, INTEGER: 10, BIGINT: 19 };

function widerType(left: string, right: string): string {
  const [a, b] = [left.toUpperCase(), right.toUpperCase()];
  const kind = typeClass(left);
  if (kind === 'text') return 'VARCHAR';
  if (kind === 'date') return widerTime(a, b);
  if (/^(DOUBLE|FLOAT|REAL)/.test(a) || /^(DOUBLE|FLOAT|REAL)/.test(b)) return 'DOUBLE';
  const [first, second] = [integerRanks.indexOf(a), integerRanks.indexOf(b)];
  if (first >= 0 && second >= 0) return integerRanks[Math.max(first, second)] ?? 'HUGEINT';
  const [da, db] = [digitsOf(a), digitsOf(b)];
  if (da === undefined || db === undefined) return 'HUGEINT';
  const scale = Math.max(da.scale, db.scale);
  const whole = Math.max(da.whole, db.whole);
  return whole + scale <= 38 ? `DECIMAL(${whole + scale},${scale})` : 'DOUBLE';
}

function digitsOf(type: string): { whole: number; scale: number } | undefined {
  const match = /^(?:DECIMAL|NUMERIC)\((\d+),\s*(\d+)\)$/.exec(type);
  if (match !== null) return { whole: Number(match[1]) - Number(match[2]), scale: Number(match[2]) };
  const whole = integerDigits[type];
  return whole === undefined ? undefined : { whole, scale: 0 };
}

function widerTime(a: string, b: string): string {
  if (a === 'DATE') return b;
  if (b === 'DATE') return a;
  const isZoned = a.includes('WITH TIME ZONE') || b.includes('WITH TIME ZONE');
  return isZoned ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP';
}
