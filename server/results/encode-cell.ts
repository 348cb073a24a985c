/** The one encoder of values: from DuckDB to the JSON cells of lib/contract/result.ts, decided by the column's type. */
import {
  type DuckDBArrayType,
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBGeometryValue,
  type DuckDBListType,
  DuckDBListValue,
  type DuckDBMapType,
  DuckDBMapValue,
  type DuckDBStructType,
  DuckDBStructValue,
  DuckDBTimeNSValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeTZValue,
  DuckDBTimeValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBUnionType,
  DuckDBUnionValue,
  type DuckDBValue,
  DuckDBVariantValue,
} from '@duckdb/node-api';
import type { JsonCell } from '../../lib/contract/result.ts';
import { JoineryError } from '../errors.ts';
import { isoDate, isoOffset, isoTime, isoTimestamp, isoTimestampNanos } from './iso-time.ts';

export type CellEncoder = (value: DuckDBValue) => JsonCell;
type Encode = (value: NonNullable<DuckDBValue>) => JsonCell;

/** A 64-bit float; JSON has no NaN and no infinities. */
const encodeDouble = (value: number): JsonCell =>
  Number.isFinite(value) ? value : Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';

/** A 32-bit float as a short number that reads back as the same 32 bits: 0.1, not 0.10000000149011612. */
function encodeFloat(value: number): JsonCell {
  if (!Number.isFinite(value)) return encodeDouble(value);
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

const asText: Encode = String;
const asItself = (value: NonNullable<DuckDBValue>): JsonCell =>
  typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string' ? value : String(value);
const hex = (bytes: Uint8Array): string =>
  `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;

/** Encoder for values of one class; another class would mean that the library changed under us. */
function of<Value>(kind: new (...parameters: never[]) => Value, encode: (value: Value) => JsonCell): Encode {
  return (value) => {
    if (value instanceof kind) return encode(value);
    throw new JoineryError('internal', `A value of the result is not the ${kind.name} that its type declares.`);
  };
}

const scalars: Partial<Record<DuckDBTypeId, Encode>> = {
  [DuckDBTypeId.BOOLEAN]: asItself,
  [DuckDBTypeId.TINYINT]: asItself,
  [DuckDBTypeId.SMALLINT]: asItself,
  [DuckDBTypeId.INTEGER]: asItself,
  [DuckDBTypeId.UTINYINT]: asItself,
  [DuckDBTypeId.USMALLINT]: asItself,
  [DuckDBTypeId.UINTEGER]: asItself,
  [DuckDBTypeId.FLOAT]: (value) => encodeFloat(Number(value)),
  [DuckDBTypeId.DOUBLE]: (value) => encodeDouble(Number(value)),
  [DuckDBTypeId.DATE]: of(DuckDBDateValue, ({ days }) => isoDate(days)),
  [DuckDBTypeId.TIME]: of(DuckDBTimeValue, ({ micros }) => isoTime(micros, 1_000_000n)),
  [DuckDBTypeId.TIME_NS]: of(DuckDBTimeNSValue, ({ nanos }) => isoTime(nanos, 1_000_000_000n)),
  [DuckDBTypeId.TIME_TZ]: of(
    DuckDBTimeTZValue,
    ({ micros, offset }) => `${isoTime(micros, 1_000_000n)}${isoOffset(offset)}`,
  ),
  [DuckDBTypeId.TIMESTAMP]: of(DuckDBTimestampValue, ({ micros }) => isoTimestamp(micros, 1n)),
  [DuckDBTypeId.TIMESTAMP_TZ]: of(DuckDBTimestampTZValue, ({ micros }) => isoTimestamp(micros, 1n, '+00:00')),
  [DuckDBTypeId.TIMESTAMP_MS]: of(DuckDBTimestampMillisecondsValue, ({ millis }) => isoTimestamp(millis, 1_000n)),
  [DuckDBTypeId.TIMESTAMP_S]: of(DuckDBTimestampSecondsValue, ({ seconds }) => isoTimestamp(seconds, 1_000_000n)),
  [DuckDBTypeId.TIMESTAMP_NS]: of(DuckDBTimestampNanosecondsValue, ({ nanos }) => isoTimestampNanos(nanos)),
  [DuckDBTypeId.BLOB]: of(DuckDBBlobValue, ({ bytes }) => hex(bytes)),
  [DuckDBTypeId.GEOMETRY]: of(DuckDBGeometryValue, ({ bytes }) => hex(bytes)),
  [DuckDBTypeId.VARIANT]: of(DuckDBVariantValue, ({ value, type }) =>
    type === undefined ? null : cellEncoder(type)(value),
  ),
};

function encodeStruct(type: DuckDBStructType): Encode {
  const fields = type.entryNames.map((name, index) => {
    const fieldType = type.entryTypes[index];
    return { name, encode: fieldType === undefined ? () => null : cellEncoder(fieldType) };
  });
  return of(DuckDBStructValue, ({ entries }) =>
    Object.fromEntries(fields.map(({ name, encode }) => [name, encode(entries[name] ?? null)])),
  );
}

function encodeMap(type: DuckDBMapType): Encode {
  const [encodeKey, encodeValue] = [cellEncoder(type.keyType), cellEncoder(type.valueType)];
  return of(DuckDBMapValue, ({ entries }) => entries.map(({ key, value }) => [encodeKey(key), encodeValue(value)]));
}

/** A union's value as an object of its one live member: `{"num": 1}`. */
function encodeUnion(type: DuckDBUnionType): Encode {
  const members = new Map(type.memberTags.map((tag, index) => [tag, type.memberTypes[index]]));
  return of(DuckDBUnionValue, ({ tag, value }) => {
    const memberType = members.get(tag);
    return { [tag]: memberType === undefined ? null : cellEncoder(memberType)(value) };
  });
}

function encoderOf(type: DuckDBType): Encode {
  switch (type.typeId) {
    case DuckDBTypeId.LIST: {
      const encode = cellEncoder((type as DuckDBListType).valueType);
      return of(DuckDBListValue, ({ items }) => items.map(encode));
    }
    case DuckDBTypeId.ARRAY: {
      const encode = cellEncoder((type as DuckDBArrayType).valueType);
      return of(DuckDBArrayValue, ({ items }) => items.map(encode));
    }
    case DuckDBTypeId.STRUCT:
      return encodeStruct(type as DuckDBStructType);
    case DuckDBTypeId.MAP:
      return encodeMap(type as DuckDBMapType);
    case DuckDBTypeId.UNION:
      return encodeUnion(type as DuckDBUnionType);
    default:
      // Text, JSON and enums as they are; 64-bit and larger integers, decimals, intervals, UUIDs and bit strings as DuckDB writes them.
      return scalars[type.typeId] ?? asText;
  }
}

/** The encoder for values of `type`. NULL is null at every level. */
export function cellEncoder(type: DuckDBType): CellEncoder {
  const encode = encoderOf(type);
  return (value) => (value === null ? null : encode(value));
}
