/** What a column of `information_schema` becomes in DuckDB. Pure. */

/** How a value is written into the byte stream, and how it is compared. Decided by the declared type and checked against the wire. */
export type ValueClass =
  | 'integer'
  | 'year'
  | 'bit'
  | 'decimal'
  | 'float'
  | 'double'
  | 'date'
  | 'datetime'
  | 'timestamp'
  | 'time'
  | 'text'
  | 'enum'
  | 'set'
  | 'json'
  | 'uuid'
  | 'binary';

export interface MysqlType {
  readonly valueClass: ValueClass;
  /** DuckDB type that holds every value. */
  readonly type: string;
}

const integerTypes: Readonly<Record<string, string>> = {
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  mediumint: 'INTEGER',
  int: 'INTEGER',
  integer: 'INTEGER',
  bigint: 'BIGINT',
};

const otherTypes: Readonly<Record<string, MysqlType>> = {
  year: { valueClass: 'year', type: 'SMALLINT' },
  bit: { valueClass: 'bit', type: 'UBIGINT' },
  float: { valueClass: 'float', type: 'FLOAT' },
  double: { valueClass: 'double', type: 'DOUBLE' },
  real: { valueClass: 'double', type: 'DOUBLE' },
  date: { valueClass: 'date', type: 'DATE' },
  datetime: { valueClass: 'datetime', type: 'TIMESTAMP' },
  timestamp: { valueClass: 'timestamp', type: 'TIMESTAMP WITH TIME ZONE' },
  // -838:59:59 to 838:59:59: a time of day cannot hold it.
  time: { valueClass: 'time', type: 'INTERVAL' },
  char: { valueClass: 'text', type: 'VARCHAR' },
  varchar: { valueClass: 'text', type: 'VARCHAR' },
  tinytext: { valueClass: 'text', type: 'VARCHAR' },
  text: { valueClass: 'text', type: 'VARCHAR' },
  mediumtext: { valueClass: 'text', type: 'VARCHAR' },
  longtext: { valueClass: 'text', type: 'VARCHAR' },
  enum: { valueClass: 'enum', type: 'VARCHAR' },
  set: { valueClass: 'set', type: 'VARCHAR' },
  json: { valueClass: 'json', type: 'JSON' },
  uuid: { valueClass: 'uuid', type: 'UUID' },
  inet4: { valueClass: 'text', type: 'VARCHAR' },
  inet6: { valueClass: 'text', type: 'VARCHAR' },
};

const binaryTypes = new Set([
  'binary',
  'varbinary',
  'tinyblob',
  'blob',
  'mediumblob',
  'longblob',
  'geometry',
  'point',
  'linestring',
  'polygon',
  'multipoint',
  'multilinestring',
  'multipolygon',
  'geometrycollection',
  'geomcollection',
  'vector',
]);

/**
 * The type of `COLUMN_TYPE` (`int(10) unsigned`, `decimal(12,2)`); undefined for a type that nobody has thought about, whose columns are
 * left out of the catalog.
 */
export function columnType(sourceType: string): MysqlType | undefined {
  const text = sourceType.toLowerCase();
  const word = /^[a-z0-9]+/.exec(text)?.[0] ?? '';
  const isUnsigned = /\bunsigned\b|\bzerofill\b/.test(text.replace(/'(?:[^']|'')*'/g, ''));
  const integer = Object.hasOwn(integerTypes, word) ? integerTypes[word] : undefined;
  if (integer !== undefined) return { valueClass: 'integer', type: isUnsigned ? `U${integer}` : integer };
  if (word === 'decimal' || word === 'numeric') {
    const size = /\((\d+)(?:,(\d+))?\)/.exec(text);
    return { valueClass: 'decimal', type: decimalType(Number(size?.[1] ?? 10), Number(size?.[2] ?? 0)) };
  }
  if (binaryTypes.has(word)) return { valueClass: 'binary', type: 'BLOB' };
  return Object.hasOwn(otherTypes, word) ? otherTypes[word] : undefined;
}

/** DuckDB's decimals end at 38 digits, MySQL's at 65: longer ones travel as their text. */
export function decimalType(precision: number, scale: number): string {
  return precision <= 38 ? `DECIMAL(${precision},${scale})` : 'VARCHAR';
}

/** `varchar(20) character set latin1`: the character set is told where it is not the usual one, because filters depend on it. */
export function typeWithCharacterSet(sourceType: string, characterSet: string | null): string {
  if (characterSet === null || characterSet === 'utf8mb4' || characterSet === 'binary') return sourceType;
  return `${sourceType} character set ${characterSet}`;
}

/** The character set that `typeWithCharacterSet` wrote. */
export function characterSetOf(sourceType: string): string {
  return / character set (\w+)$/.exec(sourceType)?.[1] ?? 'utf8mb4';
}
