/**
 * Which filters may go to MySQL, by type and operator: a table in code. Everything not named here stays in DuckDB. The ground for text: under
 * whatever collation, padded or without regard to case or accents, a text equals itself; so `=`, `IN` and a prefix keep at least the rows that
 * DuckDB keeps, and nothing else does. Pure.
 */
import type { ColumnInfo, TableInfo } from '../connector.ts';
import { isIntegerType, uuidForm } from '../constant-forms.ts';
import { tellingOf } from '../integer-keys.ts';
import type { Atom, ComparisonOperator, Constant } from '../predicate.ts';
import { declaredType } from './answer.ts';
import { characterSetOf, type ValueClass } from './column-types.ts';

export type Acceptance = 'exact' | 'superset' | 'no';
export type ZeroDates = 'refuse' | 'null';

interface Subject {
  readonly column: ColumnInfo;
  readonly valueClass: ValueClass;
}

export function accepts(atom: Atom, table: TableInfo, zeroDates: ZeroDates): Acceptance {
  if (atom.kind === 'columns') {
    const left = subject(table, atom.left);
    const right = subject(table, atom.right);
    return left === undefined || right === undefined ? 'no' : columnsAcceptance(left, right, atom.operator);
  }
  const found = subject(table, atom.column);
  if (found === undefined) return 'no';
  const verdict = acceptsConstants(atom, found, zeroDates);
  // Zero dates are NULL here and dates there: a filter that leaves them out keeps them when it is negated.
  return verdict === 'exact' && zeroDates === 'null' && isDated(found.valueClass) ? 'superset' : verdict;
}

function acceptsConstants(atom: Exclude<Atom, { kind: 'columns' }>, found: Subject, zeroDates: ZeroDates): Acceptance {
  switch (atom.kind) {
    case 'comparison':
      return comparison(found, atom.operator, atom.value);
    case 'in':
      return weakest(tellingOf(atom.values).map((value) => comparison(found, '=', value)));
    case 'between':
      return weakest([comparison(found, '>=', atom.low), comparison(found, '<=', atom.high)]);
    case 'isNull':
    case 'isNotNull':
      // A zero date may become NULL here though it is none there; and for a NOT NULL date, `IS NULL` finds zero dates in MySQL.
      return isDated(found.valueClass) && (zeroDates === 'null' || !found.column.nullable) ? 'no' : 'exact';
    case 'prefix':
      return prefix(found, atom.prefix);
  }
}

function subject(table: TableInfo, name: string): Subject | undefined {
  const column = table.columns.find((one) => one.name === name);
  return column === undefined ? undefined : { column, valueClass: declaredType(column).valueClass };
}

const weakest = (each: readonly Acceptance[]): Acceptance =>
  each.includes('no') ? 'no' : each.includes('superset') ? 'superset' : 'exact';

const isDated = (valueClass: ValueClass) => ['date', 'datetime', 'timestamp'].includes(valueClass);

function comparison({ column, valueClass }: Subject, operator: ComparisonOperator, constant: Constant): Acceptance {
  const { value, type } = constant;
  if (value === null) return 'no';
  switch (valueClass) {
    case 'integer':
      return isIntegerType(type) && /^-?\d+$/.test(value) ? 'exact' : 'no';
    case 'year':
      // MySQL reads 0 to 99 as a year of this or the last century when it meets a YEAR.
      return isIntegerType(type) && /^(?:19|20|21)\d\d$/.test(value) ? 'exact' : 'no';
    case 'decimal':
      return column.type !== 'VARCHAR' &&
        (isIntegerType(type) || type.startsWith('DECIMAL')) &&
        /^-?\d+(?:\.\d+)?$/.test(value)
        ? 'exact'
        : 'no';
    case 'double':
      return type === 'DOUBLE' && /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value) ? 'exact' : 'no';
    case 'date':
      return type === 'DATE' && /^\d{4}-\d\d-\d\d$/.test(value) ? dated(operator) : 'no';
    case 'datetime':
      return type === 'TIMESTAMP' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?$/.test(value)
        ? dated(operator)
        : 'no';
    case 'timestamp':
      return type === 'TIMESTAMP WITH TIME ZONE' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00$/.test(value)
        ? dated(operator)
        : 'no';
    case 'uuid':
      return type === 'UUID' && uuidForm.test(value) && operator === '=' ? 'exact' : 'no';
    case 'text':
      return isAddress(column) || type !== 'VARCHAR' || !reaches(value, column)
        ? 'no'
        : textComparison(column, operator);
    case 'enum':
      return type === 'VARCHAR' && value !== '' && reaches(value, column) && operator === '=' ? 'superset' : 'no';
    default:
      // FLOAT compares as the double that it is not shown as; TIME, BIT, SET, JSON and bytes have their own rules.
      return 'no';
  }
}

/** Zero dates come before all others in MySQL, and DuckDB never sees them as dates: only equality is not touched by them. */
const dated = (operator: ComparisonOperator): Acceptance => (operator === '=' ? 'exact' : 'superset');

function textComparison(column: ColumnInfo, operator: ComparisonOperator): Acceptance {
  if (column.collation === 'binary') return 'exact';
  return operator === '=' ? 'superset' : 'no';
}

function prefix({ column, valueClass }: Subject, text: string): Acceptance {
  if (valueClass !== 'text' || isAddress(column) || !reaches(text, column)) return 'no';
  return column.collation === 'binary' ? 'exact' : 'superset';
}

const isAddress = (column: ColumnInfo) => /^inet[46]/i.test(column.sourceType);

/** Whether the column's character set holds the constant and gives each letter one code only: else MySQL refuses to compare, or misses. */
function reaches(text: string, column: ColumnInfo): boolean {
  const characterSet = characterSetOf(column.sourceType);
  if (characterSet === 'utf8mb4') return text.isWellFormed();
  if (characterSet === 'utf8mb3' || characterSet === 'utf8') return !/[\ud800-\udfff]/.test(text);
  return /^[\u0020-\u005b\u005d-\u007d]*$/.test(text);
}

function columnsAcceptance(left: Subject, right: Subject, operator: ComparisonOperator): Acceptance {
  const exactNumbers: readonly ValueClass[] = ['integer', 'decimal'];
  const areNumbers = [left, right].every(
    (one) => exactNumbers.includes(one.valueClass) && one.column.type !== 'VARCHAR',
  );
  if (areNumbers) return 'exact';
  if (left.valueClass !== right.valueClass) return 'no';
  if (left.valueClass === 'double') return 'exact';
  // Two zero dates are equal there and not here.
  return isDated(left.valueClass) && operator !== '<>' ? 'superset' : 'no';
}
