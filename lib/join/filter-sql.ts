import type { InputFilter } from '../contract/join.ts';
import type { ParameterType } from '../contract/parameter.ts';
import { quoteIfNeeded } from '../sql/sql-name.ts';
import { parameterOf, valueSql } from './literal.ts';
import { findColumn, type InputShape } from './shape.ts';
import { isVarchar } from './types.ts';

export type ColumnFilter = Exclude<InputFilter, { expression: string }>;
export const isColumnFilter = (filter: InputFilter): filter is ColumnFilter => 'column' in filter;

export interface FilterContext {
  readonly shape: InputShape | undefined;
  /** Types of the document's parameters by name. */
  readonly parameters: ReadonlyMap<string, ParameterType>;
  /** Written before columns: `o.`, or nothing inside the input. */
  readonly prefix: string;
}

/** How many values an operator takes. */
export const valueCounts: Readonly<Record<ColumnFilter['operator'], readonly [least: number, most: number]>> = {
  '=': [1, 1],
  '<>': [1, 1],
  '<': [1, 1],
  '<=': [1, 1],
  '>': [1, 1],
  '>=': [1, 1],
  in: [1, 1_000],
  'not in': [1, 1_000],
  between: [2, 2],
  contains: [1, 1],
  'starts with': [1, 1],
  'is null': [0, 0],
  'is not null': [0, 0],
};

export function filterSql(filter: InputFilter, context: FilterContext): string {
  if (!isColumnFilter(filter)) return `(${filter.expression})`;
  const type =
    (context.shape === undefined ? undefined : findColumn(context.shape.columns, filter.column)?.type) ?? 'VARCHAR';
  const column = context.prefix + quoteIfNeeded(filter.column);
  const text = isVarchar(type) ? column : `CAST(${column} AS VARCHAR)`;
  const values = filter.values.map((value) => valueSql(value, type));
  const [first = 'NULL', second = 'NULL'] = values;
  switch (filter.operator) {
    case 'is null':
      return `${column} IS NULL`;
    case 'is not null':
      return `${column} IS NOT NULL`;
    case 'between':
      return `${column} BETWEEN ${first} AND ${second}`;
    case 'contains':
      return `contains(${text}, ${valueSql(filter.values[0] ?? '', 'VARCHAR')})`;
    case 'starts with':
      return `starts_with(${text}, ${valueSql(filter.values[0] ?? '', 'VARCHAR')})`;
    case 'in':
    case 'not in': {
      const word = filter.operator === 'in' ? 'IN' : 'NOT IN';
      return `${column} ${word} ${isListParameter(filter, context) ? first : `(${values.join(', ')})`}`;
    }
    default:
      return `${column} ${filter.operator} ${first}`;
  }
}

/** `IN {{names}}`: a parameter that holds the whole list. */
function isListParameter(filter: ColumnFilter, { parameters }: FilterContext): boolean {
  const [only, ...more] = filter.values;
  const name = only === undefined || more.length > 0 ? undefined : parameterOf(only);
  return name !== undefined && parameters.get(name) === 'text_list';
}
