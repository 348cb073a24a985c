/** Which DuckDB type holds every value of a type of Trino, and how its values travel. Pure. */
import { parseType, type TrinoType } from './type-text.ts';

/** What filters and blocks decide by. */
export type TypeClass =
  | 'boolean'
  | 'integer'
  | 'float'
  | 'decimal'
  | 'text'
  | 'padded'
  | 'binary'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'uuid'
  | 'opaque';

/** How a JSON value becomes a CSV field. */
export type Encoding =
  | 'plain'
  | 'text'
  | 'date'
  | 'timestamp'
  | 'timestamptz'
  | 'intervalDays'
  | 'intervalMonths'
  | 'nested';

export interface MappedType {
  readonly source: TrinoType;
  readonly class: TypeClass;
  readonly duckType: string;
  readonly encoding: Encoding;
  readonly stagedType: string;
  /** SQL over the quoted staged column that makes `duckType` of it; absent if it is that already. */
  readonly expression?: ((column: string) => string) | undefined;
  /** SQL of Trino that sends the quoted column so that nothing is lost; absent = the column itself. */
  readonly select?: ((column: string) => string) | undefined;
}

const MICROSECONDS = 6;

export function mapType(text: string): MappedType {
  const source = parseType(text);
  return { source, ...mapped(source) };
}

function mapped(type: TrinoType): Omit<MappedType, 'source'> {
  const plain = (typeClass: TypeClass, duckType: string) =>
    ({ class: typeClass, duckType, encoding: 'plain', stagedType: duckType }) as const;
  const asText = (typeClass: TypeClass = 'opaque') =>
    ({ class: typeClass, duckType: 'VARCHAR', encoding: 'text', stagedType: 'VARCHAR' }) as const;
  const precision = type.numbers[0] ?? 3;
  switch (type.name) {
    case 'boolean':
      return plain('boolean', 'BOOLEAN');
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
      return plain('integer', type.name.toUpperCase());
    case 'real':
      return plain('float', 'FLOAT');
    case 'double':
      return plain('float', 'DOUBLE');
    case 'decimal':
      return plain('decimal', `DECIMAL(${type.numbers[0] ?? 38},${type.numbers[1] ?? 0})`);
    case 'varchar':
      return asText('text');
    case 'char':
      return asText('padded');
    case 'varbinary':
      return { ...asText('binary'), duckType: 'BLOB', expression: (column) => `from_base64(${column})` };
    case 'date':
      return { ...plain('date', 'DATE'), encoding: 'date' };
    case 'time':
      return precision <= MICROSECONDS ? plain('time', 'TIME') : asText();
    case 'time with time zone':
      return precision <= MICROSECONDS ? plain('opaque', 'TIME WITH TIME ZONE') : asText();
    case 'timestamp':
      if (precision <= MICROSECONDS) return { ...plain('timestamp', 'TIMESTAMP'), encoding: 'timestamp' };
      return asText();
    case 'timestamp with time zone': {
      // The text of an instant in a zone with summer time is not always clear: it is asked for in UTC.
      const select = (column: string) => `at_timezone(${column}, 'UTC')`;
      if (precision > MICROSECONDS) return { ...asText(), select };
      return { ...plain('timestamptz', 'TIMESTAMP WITH TIME ZONE'), encoding: 'timestamptz', select };
    }
    case 'interval day to second':
      return { ...plain('opaque', 'INTERVAL'), encoding: 'intervalDays' };
    case 'interval year to month':
      return { ...plain('opaque', 'INTERVAL'), encoding: 'intervalMonths' };
    case 'uuid':
      return plain('uuid', 'UUID');
    case 'json':
      return { ...asText(), duckType: 'JSON', expression: (column) => `CAST(${column} AS JSON)` };
    case 'array':
    case 'map':
    case 'row':
      return { ...asText(), duckType: 'JSON', encoding: 'nested', expression: (column) => `CAST(${column} AS JSON)` };
    default:
      return asText();
  }
}
