import type { FilterOperator, ResultFilter, ResultSort } from '../../../lib/contract/result.ts';
import type { ResultColumn } from '../../../lib/contract/run.ts';
import type { ColumnKind } from '../../../lib/format/column-kind.ts';

/** How a filter reads behind the column's name. */
export const operatorWords: Readonly<Record<FilterOperator, string>> = {
  equals: 'is',
  not_equals: 'is not',
  contains: 'contains',
  not_contains: 'does not contain',
  starts: 'starts with',
  ends: 'ends with',
  less: 'is less than',
  at_most: 'is at most',
  more: 'is more than',
  at_least: 'is at least',
  between: 'is between',
  in: 'is one of',
  not_in: 'is none of',
  is_null: 'is NULL',
  is_not_null: 'is not NULL',
};

const dateWords: Partial<Record<FilterOperator, string>> = {
  less: 'is before',
  at_most: 'is at or before',
  more: 'is after',
  at_least: 'is at or after',
};

const always: readonly FilterOperator[] = ['in', 'not_in', 'is_null', 'is_not_null'];
const ranges: readonly FilterOperator[] = ['equals', 'not_equals', 'between', 'at_least', 'more', 'at_most', 'less'];
const texts: readonly FilterOperator[] = ['contains', 'not_contains', 'starts', 'ends', 'equals', 'not_equals'];

const isTime = (kind: ColumnKind): boolean => kind === 'date' || kind === 'time' || kind === 'timestamp';

/** What can be asked of a column of this kind, the most usual first. */
export function operatorsFor(kind: ColumnKind): readonly FilterOperator[] {
  if (kind === 'boolean') return ['equals', 'is_null', 'is_not_null'];
  if (kind === 'integer' || kind === 'decimal' || kind === 'float' || isTime(kind)) return [...ranges, ...always];
  return [...texts, ...always];
}

export const wordsOf = (operator: FilterOperator, kind: ColumnKind): string =>
  (isTime(kind) ? dateWords[operator] : undefined) ?? operatorWords[operator];

/** Values that an operator takes: none, one, two, or a list. */
export function valueCount(operator: FilterOperator): number | 'list' {
  if (operator === 'is_null' || operator === 'is_not_null') return 0;
  if (operator === 'between') return 2;
  return operator === 'in' || operator === 'not_in' ? 'list' : 1;
}

const shown = (value: string): string => (value === '' ? "''" : value.length > 40 ? `${value.slice(0, 39)}…` : value);

/** A filter as its chip says it: `amount is between 1 and 2`. */
export function filterText(filter: ResultFilter, columns: readonly ResultColumn[], kind: ColumnKind): string {
  const { operator, values } = filter;
  const words = `${columns[filter.column]?.label ?? '?'} ${wordsOf(operator, kind)}`;
  if (operator === 'between') return `${words} ${values.map(shown).join(' and ')}`;
  const [first = '', ...others] = values;
  if (values.length === 0) return words;
  if (values.length <= 3) return `${words} ${values.map(shown).join(', ')}`;
  return `${words} ${shown(first)} and ${others.length} more`;
}

export const sortText = ({ column, direction, nulls }: ResultSort, columns: readonly ResultColumn[]): string =>
  `${columns[column]?.label ?? '?'} ${direction === 'asc' ? '↑' : '↓'}${nulls === 'first' ? ', NULL first' : ''}`;
