/** What a column of an answer is, by the description that the server sends before the rows. Pure. */
import { decimalType, type MysqlType, type ValueClass } from './column-types.ts';

/** The parts of mysql2's field packet that tell a column's type. */
export interface WireField {
  readonly name: string;
  readonly columnType: number;
  readonly characterSet: number;
  readonly columnLength: number;
  readonly flags: number;
  readonly decimals: number;
  /** MariaDB names types here that the protocol has no number for. */
  readonly extendedTypeName?: string | undefined;
}

const UNSIGNED = 0x20;
const ENUM = 0x100;
const SET = 0x800;
const BINARY_CHARACTER_SET = 63;

const integers = new Map([
  [0x01, 'TINYINT'],
  [0x02, 'SMALLINT'],
  [0x09, 'INTEGER'],
  [0x03, 'INTEGER'],
  [0x08, 'BIGINT'],
]);

const fixed = new Map<number, MysqlType>([
  [0x04, { valueClass: 'float', type: 'FLOAT' }],
  [0x05, { valueClass: 'double', type: 'DOUBLE' }],
  [0x06, { valueClass: 'text', type: 'VARCHAR' }],
  [0x07, { valueClass: 'timestamp', type: 'TIMESTAMP WITH TIME ZONE' }],
  [0x0a, { valueClass: 'date', type: 'DATE' }],
  [0x0b, { valueClass: 'time', type: 'INTERVAL' }],
  [0x0c, { valueClass: 'datetime', type: 'TIMESTAMP' }],
  [0x0d, { valueClass: 'year', type: 'SMALLINT' }],
  [0x10, { valueClass: 'bit', type: 'UBIGINT' }],
  [0xf5, { valueClass: 'json', type: 'JSON' }],
  [0xff, { valueClass: 'binary', type: 'BLOB' }],
]);

/** VARCHAR, ENUM, SET, the four BLOB/TEXT sizes, VAR_STRING, STRING, and MySQL's VECTOR. */
const strings = new Set([0x0f, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xf2]);

/** Undefined for a type number never seen. */
export function wireType(field: WireField): MysqlType | undefined {
  const integer = integers.get(field.columnType);
  if (integer !== undefined) {
    return { valueClass: 'integer', type: (field.flags & UNSIGNED) === 0 ? integer : `U${integer}` };
  }
  if (field.columnType === 0xf6 || field.columnType === 0x00) return decimalOf(field);
  if (!strings.has(field.columnType)) return fixed.get(field.columnType);
  if (field.extendedTypeName === 'uuid') return { valueClass: 'uuid', type: 'UUID' };
  if (field.characterSet === BINARY_CHARACTER_SET && !isAddress(field)) return { valueClass: 'binary', type: 'BLOB' };
  const valueClass = (field.flags & ENUM) !== 0 ? 'enum' : (field.flags & SET) !== 0 ? 'set' : 'text';
  return { valueClass, type: 'VARCHAR' };
}

const isAddress = (field: WireField) => field.extendedTypeName === 'inet4' || field.extendedTypeName === 'inet6';

/**
 * The length tells the digits, with a place for the sign unless unsigned and one for the point. Sums and products are wide by rule
 * (`SUM(bigint)` is 41 digits) though their values are not: they get 38 digits, and a value beyond is refused by name when it is met.
 */
function decimalOf(field: WireField): MysqlType {
  const signs = (field.flags & UNSIGNED) === 0 ? 1 : 0;
  const precision = field.columnLength - signs - (field.decimals > 0 ? 1 : 0);
  return { valueClass: 'decimal', type: decimalType(Math.max(1, precision, field.decimals), field.decimals) };
}

/** Type of a native statement's wide decimal. */
export function nativeType(type: MysqlType, field: WireField): MysqlType {
  if (type.valueClass !== 'decimal' || type.type !== 'VARCHAR') return type;
  return { valueClass: 'decimal', type: `DECIMAL(38,${Math.min(field.decimals, 38)})` };
}

/** Whether values on the wire may be read as the catalog's column says. */
export function sameShape(declared: ValueClass, wire: ValueClass): boolean {
  if (declared === wire) return true;
  const texts: readonly ValueClass[] = ['text', 'enum', 'set', 'json'];
  if (texts.includes(declared)) return texts.includes(wire);
  // A FLOAT is fetched as a DOUBLE, because its own text is rounded; UUIDs and addresses are texts where the server does not name them.
  if (declared === 'float') return wire === 'double';
  return declared === 'uuid' && (wire === 'text' || wire === 'binary');
}
