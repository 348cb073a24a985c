/** What is known of a column: its type and keys from the catalog, and figures of its sampled values. */
import type { ColumnInfo } from '../../../connectors/connector.ts';
import { isNumeric, type TypeClass, typeClass } from './type-class.ts';

/** Values that stand for "none" in many databases. */
const SENTINELS: ReadonlySet<string> = new Set([
  '',
  '-1',
  'N/A',
  'n/a',
  'NA',
  'NULL',
  'null',
  'None',
  'none',
  '-',
  '?',
  'unknown',
  'Unknown',
]);

/** Values of a column with the number of rows of each; NULL and what stands for it are left out. */
export type ValueCounts = ReadonlyMap<string, number>;

export interface ColumnProfile {
  readonly name: string;
  readonly position: number;
  readonly type: TypeClass;
  readonly sourceType: string;
  readonly comment?: string | undefined;
  readonly isPrimaryKey: boolean;
  /** The only column of the primary key, or of a unique key. */
  readonly isDeclaredUnique: boolean;
  /** Part of a declared key of several columns. */
  readonly isKeyPart: boolean;
  /** Absent = no values were read. */
  readonly values?: ColumnValues | undefined;
}

export interface ColumnValues {
  readonly counts: ValueCounts;
  /** Every row of the table was counted. */
  readonly isWhole: boolean;
  readonly rows: number;
  readonly nonNull: number;
  readonly distinct: number;
  /** Distinct values of the whole column by estimate, where `counts` is a part. */
  readonly allDistinct?: number | undefined;
  /** Distinct values for each row with a value. */
  readonly uniqueShare: number;
  readonly meanLength: number;
  /** All values are whole numbers. */
  readonly isWholeNumbers: boolean;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Whole numbers with hardly a gap, as counters give them: that two such columns overlap says nothing. */
  readonly isDense: boolean;
  /** Keys of other tables that were asked for, where the column was not read whole: what is not in `counts` of them is not there. */
  readonly asked?: ReadonlySet<string> | undefined;
}

export function columnValues(values: readonly (string | null)[], type: TypeClass, isWhole: boolean): ColumnValues {
  const counts = new Map<string, number>();
  const isSentinel = isSentinelOf(type);
  for (const value of values) if (value !== null && !isSentinel(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return summarise(counts, values.length, isWhole);
}

/** 0 is a common "none" of foreign keys, but also a fine key, so it counts as a value. */
export const isSentinelOf = (type: TypeClass): ((value: string) => boolean) =>
  isNumeric(type) ? (value) => value === '-1' : (value) => SENTINELS.has(value);

export function summarise(counts: ReadonlyMap<string, number>, rows: number, isWhole: boolean): ColumnValues {
  let nonNull = 0;
  let length = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let isWholeNumbers = counts.size > 0;
  for (const [value, count] of counts) {
    nonNull += count;
    length += value.length * count;
    if (isWholeNumbers && /^-?\d{1,15}$/.test(value)) {
      const number = Number(value);
      min = Math.min(min, number);
      max = Math.max(max, number);
    } else isWholeNumbers = false;
  }
  const distinct = counts.size;
  const isDense = isWholeNumbers && distinct >= 2 && (max - min + 1) / distinct <= 1.5;
  return {
    counts,
    isWhole,
    rows,
    nonNull,
    distinct,
    uniqueShare: nonNull === 0 ? 0 : distinct / nonNull,
    meanLength: nonNull === 0 ? 0 : length / nonNull,
    isWholeNumbers,
    min: isWholeNumbers ? min : undefined,
    max: isWholeNumbers ? max : undefined,
    isDense,
  };
}

export function columnProfile(
  column: ColumnInfo,
  position: number,
  keys: { primary: readonly string[]; unique: readonly (readonly string[])[] },
): ColumnProfile {
  const all = [keys.primary, ...keys.unique].filter((key) => key.length > 0);
  return {
    name: column.name,
    position,
    type: typeClass(column.type),
    sourceType: column.sourceType,
    comment: column.comment,
    isPrimaryKey: keys.primary.includes(column.name),
    isDeclaredUnique: all.some((key) => key.length === 1 && key[0] === column.name),
    isKeyPart: all.some((key) => key.length > 1 && key.includes(column.name)),
  };
}
