/**
 * Snowflake's types by the names that introspection and the description of an answer give them, and the DuckDB type that holds every value exactly.
 * Answers carry raw texts (see `encode.ts`). Pure.
 */

export type TypeClass =
  | 'boolean'
  /** NUMBER, integers included. */
  | 'decimal'
  | 'float'
  | 'text'
  | 'binary'
  | 'date'
  | 'time'
  /** Without zone. */
  | 'ntz'
  /** TIMESTAMP_LTZ and TIMESTAMP_TZ: an instant. */
  | 'instant'
  /** VARIANT, OBJECT, ARRAY, MAP: their JSON. */
  | 'json'
  /** GEOGRAPHY, GEOMETRY, VECTOR and all others: their text, which Snowflake does not compare as a text. */
  | 'opaque';

export interface SnowflakeType {
  readonly class: TypeClass;
  readonly duckType: string;
}

const plain: Readonly<Record<string, readonly [TypeClass, string]>> = {
  BOOLEAN: ['boolean', 'BOOLEAN'],
  FLOAT: ['float', 'DOUBLE'],
  REAL: ['float', 'DOUBLE'],
  DOUBLE: ['float', 'DOUBLE'],
  TEXT: ['text', 'VARCHAR'],
  VARCHAR: ['text', 'VARCHAR'],
  BINARY: ['binary', 'BLOB'],
  DATE: ['date', 'DATE'],
  TIME: ['time', 'TIME'],
  TIMESTAMP_NTZ: ['ntz', 'TIMESTAMP'],
  TIMESTAMP_LTZ: ['instant', 'TIMESTAMP WITH TIME ZONE'],
  TIMESTAMP_TZ: ['instant', 'TIMESTAMP WITH TIME ZONE'],
  VARIANT: ['json', 'JSON'],
  OBJECT: ['json', 'JSON'],
  ARRAY: ['json', 'JSON'],
  MAP: ['json', 'JSON'],
};

const opaque: SnowflakeType = { class: 'opaque', duckType: 'VARCHAR' };

/** `NUMBER(38,0)`, `VARCHAR(16777216)`, `TIMESTAMP_NTZ(9)`, `VARIANT`. */
export function snowflakeType(sourceType: string): SnowflakeType {
  const [, word = '', precision, scale = '0'] = /^(\w+)(?:\((\d+)(?:,\s*(\d+))?\))?/.exec(sourceType) ?? [];
  const name = word.toUpperCase();
  if (name === 'NUMBER') return { class: 'decimal', duckType: numberType(Number(precision ?? 38), Number(scale)) };
  const [typeClass, duckType] = plain[name] ?? [];
  return typeClass === undefined || duckType === undefined ? opaque : { class: typeClass, duckType };
}

/** Whole numbers are integers here, so that they meet those of other sources; a HUGEINT holds all 38 digits. */
function numberType(precision: number, scale: number): string {
  if (scale > 0) return `DECIMAL(${precision},${scale})`;
  return precision <= 18 ? 'BIGINT' : 'HUGEINT';
}

/** The type of an answer's column in the words of the catalog. */
export function answerType(column: {
  readonly type: string;
  readonly precision?: number;
  readonly scale?: number;
}): string {
  const name = column.type.toUpperCase();
  if (name === 'FIXED') return `NUMBER(${column.precision ?? 38},${column.scale ?? 0})`;
  if (name === 'REAL') return 'FLOAT';
  return name === 'TEXT' ? 'VARCHAR' : name;
}
