/**
 * What Parquet cannot hold exactly as DuckDB writes it, and what is written instead. Sources: DuckDB 1.5's Parquet writer as observed (HUGEINT
 * becomes DOUBLE, intervals lose microseconds, TIMETZ its offset), and the test that reads every type back.
 */
import {
  type DuckDBArrayType,
  type DuckDBListType,
  type DuckDBMapType,
  type DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId,
} from '@duckdb/node-api';
import { quoteName } from './result-database.ts';

const AS_TEXT: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.INTERVAL,
  DuckDBTypeId.TIME_TZ,
  DuckDBTypeId.TIME_NS,
  DuckDBTypeId.BIGNUM,
  DuckDBTypeId.BIT,
  DuckDBTypeId.UNION,
  DuckDBTypeId.VARIANT,
  DuckDBTypeId.GEOMETRY,
]);

/** SQL type that holds every value of `type` in Parquet; undefined if that is the type itself. */
export function parquetType(type: DuckDBType): string | undefined {
  if (AS_TEXT.has(type.typeId)) return 'VARCHAR';
  switch (type.typeId) {
    case DuckDBTypeId.LIST: {
      const inner = parquetType((type as DuckDBListType).valueType);
      return inner === undefined ? undefined : `${inner}[]`;
    }
    case DuckDBTypeId.ARRAY: {
      const { valueType, length } = type as DuckDBArrayType;
      const inner = parquetType(valueType);
      return inner === undefined ? undefined : `${inner}[${length}]`;
    }
    case DuckDBTypeId.MAP: {
      const { keyType, valueType } = type as DuckDBMapType;
      const [key, value] = [parquetType(keyType), parquetType(valueType)];
      return key === undefined && value === undefined ? undefined : `MAP(${key ?? keyType}, ${value ?? valueType})`;
    }
    case DuckDBTypeId.STRUCT: {
      const { entryNames, entryTypes } = type as DuckDBStructType;
      const inner = entryTypes.map(parquetType);
      if (inner.every((each) => each === undefined)) return undefined;
      return `STRUCT(${entryNames.map((name, index) => `${quoteName(name)} ${inner[index] ?? entryTypes[index]}`).join(', ')})`;
    }
    default:
      return undefined;
  }
}

export const isHuge = (type: DuckDBType): boolean =>
  type.typeId === DuckDBTypeId.HUGEINT || type.typeId === DuckDBTypeId.UHUGEINT;

/** Expression over `column` that Parquet can hold. `fitsDecimal`: all values of a 128-bit column have at most 38 digits. */
export function parquetExpression(column: string, type: DuckDBType, fitsDecimal: boolean): string {
  if (isHuge(type) && fitsDecimal) return `CAST(${column} AS DECIMAL(38,0))`;
  // Parquet has no seconds; a straight cast fails for infinity, which the way over text keeps.
  if (type.typeId === DuckDBTypeId.TIMESTAMP_S) return `CAST(CAST(${column} AS VARCHAR) AS TIMESTAMP)`;
  const target = parquetType(type);
  return target === undefined ? column : `CAST(${column} AS ${target})`;
}
