/** Which atoms SQLite may apply: the whitelist of this dialect. Everything not named here stays in DuckDB. Pure. */
import type { ColumnInfo, TableInfo } from '../connector.ts';
import { isFloatType, isIntegerType, isSendableText } from '../constant-forms.ts';
import { tellingOf } from '../integer-keys.ts';
import type { Atom, ComparisonOperator, Constant, Predicate } from '../predicate.ts';
import { isPlainNumber } from '../render-predicate.ts';
import { affinityOf } from './types.ts';

type Verdict = 'exact' | 'superset' | 'no';
type Family = 'integer' | 'double' | 'decimal' | 'boolean' | 'date' | 'timestamp' | 'text';

export function accepts(atom: Atom, table: TableInfo): Verdict {
  if (atom.kind === 'columns') return acceptsColumns(columnOf(table, atom.left), columnOf(table, atom.right));
  const column = columnOf(table, atom.column);
  if (column === undefined) return 'no';
  if (atom.kind === 'isNull' || atom.kind === 'isNotNull') return 'exact';
  // A view's column may be an expression, which has no affinity: then '5' and 5 differ.
  const family = table.kind === 'view' ? undefined : familyOf(column);
  if (family === undefined) return 'no';
  switch (atom.kind) {
    case 'comparison':
      return acceptsConstants(family, column, atom.operator, [atom.value]);
    case 'between':
      return acceptsConstants(family, column, '>=', [atom.low, atom.high]);
    case 'in':
      return family === 'timestamp' ? 'no' : acceptsConstants(family, column, '=', atom.values);
    case 'prefix':
      return family === 'text' && isSendableText(atom.prefix) ? 'exact' : 'no';
  }
}

const columnOf = (table: TableInfo, name: string) => table.columns.find((column) => column.name === name);

/** Only where the column's affinity leaves constants of the family as they are. */
export function familyOf(column: ColumnInfo): Family | undefined {
  const affinity = affinityOf(column.sourceType);
  if (column.type === 'VARCHAR') return affinity === 'text' ? 'text' : undefined;
  if (column.type === 'DATE') return 'date';
  if (column.type === 'TIMESTAMP') return 'timestamp';
  if (affinity === 'text') return undefined;
  if (column.type === 'BIGINT') return affinity === 'real' ? undefined : 'integer';
  if (column.type === 'DOUBLE') return 'double';
  if (column.type === 'BOOLEAN') return 'boolean';
  return column.type.startsWith('DECIMAL') ? 'decimal' : undefined;
}

function acceptsConstants(
  family: Family,
  column: ColumnInfo,
  operator: ComparisonOperator,
  constants: readonly Constant[],
): Verdict {
  if (
    !tellingOf(constants).every(
      (constant) => constant.value === null || isSendable(family, constant.type, constant.value),
    )
  )
    return 'no';
  if (family === 'timestamp') {
    // Stored forms differ ('T' or blank, with or without seconds), so only the day is compared, as text.
    return operator === '<>' || constants.some((constant) => constant.value === null) ? 'no' : 'superset';
  }
  if (family === 'boolean') return operator === '=' || operator === '<>' ? 'exact' : 'no';
  if (family !== 'text' || operator === '=' || operator === '<>') return 'exact';
  return column.collation === 'binary' ? 'exact' : 'no';
}

function isSendable(family: Family, type: string, value: string): boolean {
  switch (family) {
    case 'integer':
      return isIntegerType(type) && fitsInt64(value);
    case 'double':
      return isFloatType(type) && isCertainDouble(value);
    case 'decimal':
      return (
        type.startsWith('DECIMAL') &&
        isPlainNumber(value) &&
        (value.includes('.') ? digitCount(value) <= 15 : fitsInt64(value))
      );
    case 'boolean':
      return type === 'BOOLEAN' && /^(true|false)$/i.test(value);
    case 'date':
      return type === 'DATE' && /^\d{4}-\d\d-\d\d$/.test(value);
    case 'timestamp':
      return (
        type.startsWith('TIMESTAMP') &&
        !type.includes('ZONE') &&
        /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(value) &&
        nextDay(value) !== undefined
      );
    case 'text':
      return type === 'VARCHAR' && isSendableText(value);
  }
}

const digitCount = (value: string) =>
  value
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '').length;

function fitsInt64(value: string): boolean {
  if (!/^-?\d{1,19}$/.test(value)) return false;
  const number = BigInt(value);
  return number >= -(2n ** 63n) + 1n && number < 2n ** 63n;
}

/** Numbers that any reader of decimals turns into the same double: 15 digits and a power of ten that is exact. */
function isCertainDouble(value: string): boolean {
  if (!isPlainNumber(value) || digitCount(value) > 15) return false;
  const size = Math.abs(Number(value));
  return size === 0 || (size >= 1e-7 && size <= 1e15);
}

/** Two columns compare in SQLite as in DuckDB if both are stored alike and text is compared by its bytes. */
function acceptsColumns(left: ColumnInfo | undefined, right: ColumnInfo | undefined): Verdict {
  if (left === undefined || right === undefined) return 'no';
  const family = familyOf(left);
  if (family !== familyOf(right) || affinityOf(left.sourceType) !== affinityOf(right.sourceType)) return 'no';
  if (family === 'integer' || family === 'date') return 'exact';
  return family === 'text' && left.collation === 'binary' && right.collation === 'binary' ? 'exact' : 'no';
}

/** Timestamp conditions as conditions on the day, which hold for every stored form of a timestamp that the full condition holds for. */
export function toDayRange(predicate: Predicate, table: TableInfo): Predicate {
  switch (predicate.kind) {
    case 'and':
      return { kind: 'and', all: predicate.all.map((one) => toDayRange(one, table)) };
    case 'or':
      return { kind: 'or', any: predicate.any.map((one) => toDayRange(one, table)) };
    case 'comparison': {
      const value = predicate.value.value;
      if (value === null || columnOf(table, predicate.column)?.type !== 'TIMESTAMP') return predicate;
      return dayRange(predicate.column, predicate.operator, value);
    }
    case 'between': {
      const { low, high } = predicate;
      if (low.value === null || high.value === null || columnOf(table, predicate.column)?.type !== 'TIMESTAMP')
        return predicate;
      return {
        kind: 'and',
        all: [dayRange(predicate.column, '>=', low.value), dayRange(predicate.column, '<=', high.value)],
      };
    }
    default:
      return predicate;
  }
}

function dayRange(column: string, operator: ComparisonOperator, timestamp: string): Predicate {
  const from: Predicate = {
    kind: 'comparison',
    column,
    operator: '>=',
    value: { type: 'DATE', value: timestamp.slice(0, 10) },
  };
  const to: Predicate = {
    kind: 'comparison',
    column,
    operator: '<',
    value: { type: 'DATE', value: nextDay(timestamp) ?? '9999-12-31' },
  };
  if (operator === '>' || operator === '>=') return from;
  return operator === '=' ? { kind: 'and', all: [from, to] } : to;
}

/** The day after; undefined past the year 9999, whose text would sort elsewhere. */
function nextDay(timestamp: string): string | undefined {
  const day = new Date(`${timestamp.slice(0, 10)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  const text = day.toISOString();
  return text.length === 24 ? text.slice(0, 10) : undefined;
}
