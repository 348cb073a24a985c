/** Kinds of values as joins see them. */
export type TypeClass = 'integer' | 'decimal' | 'float' | 'text' | 'uuid' | 'date' | 'timestamp' | 'boolean' | 'other';

export function typeClass(type: string): TypeClass {
  const name = type.toUpperCase();
  if (/^(BIGINT|INTEGER|SMALLINT|TINYINT|HUGEINT|UBIGINT|UINTEGER|USMALLINT|UTINYINT|UHUGEINT)$/.test(name))
    return 'integer';
  if (/^DECIMAL\(\d+,0\)$/.test(name)) return 'integer';
  if (name.startsWith('DECIMAL')) return 'decimal';
  if (name === 'DOUBLE' || name === 'FLOAT') return 'float';
  if (name === 'VARCHAR' || name.startsWith('ENUM')) return 'text';
  if (name === 'UUID') return 'uuid';
  if (name === 'DATE') return 'date';
  if (name.startsWith('TIMESTAMP')) return 'timestamp';
  return name === 'BOOLEAN' ? 'boolean' : 'other';
}

/** Text that a source may hold for long things only. */
export const isLongText = (sourceType: string): boolean =>
  /clob|long|json|xml|bytea|blob|ntext|medium|geometry|vector/i.test(sourceType);

const NUMERIC: ReadonlySet<TypeClass> = new Set(['integer', 'decimal', 'float']);
const TIME: ReadonlySet<TypeClass> = new Set(['date', 'timestamp']);
export const isNumeric = (type: TypeClass): boolean => NUMERIC.has(type);

/** 1 = the same, less = equal after a cast, 0 = never compared. */
export function typeAgreement(left: TypeClass, right: TypeClass): number {
  if (left === right) return left === 'other' || left === 'boolean' ? 0 : 1;
  if (isNumeric(left) && isNumeric(right)) return 0.8;
  if (TIME.has(left) && TIME.has(right)) return 0.8;
  const isText = left === 'text' || right === 'text';
  const other = left === 'text' ? right : left;
  if (!isText) return 0;
  return other === 'uuid' ? 0.8 : isNumeric(other) || TIME.has(other) ? 0.5 : 0;
}
