import type { z } from 'zod';
import { type filterOperatorSchema, type InputFilter, inputFilterSchema } from '../../lib/contract/join.ts';

export type FilterOperator = z.infer<typeof filterOperatorSchema>;

/** A condition as its form holds it: values in one text, an own expression instead of a column if there is one. */
export interface FilterDraft {
  readonly column: string;
  readonly operator: FilterOperator;
  readonly values: string;
  readonly expression: string | undefined;
}

export const operatorWords: Readonly<Record<FilterOperator, string>> = {
  '=': '= equals',
  '<>': '≠ differs from',
  '<': '< less than',
  '<=': '≤ at most',
  '>': '> greater than',
  '>=': '≥ at least',
  in: 'is one of',
  'not in': 'is none of',
  between: 'is between',
  contains: 'contains',
  'starts with': 'starts with',
  'is null': 'is empty (NULL)',
  'is not null': 'is not empty',
};

/** What the field for values asks for; undefined where there is none to give. */
export function valueHint(operator: FilterOperator): string | undefined {
  switch (operator) {
    case 'is null':
    case 'is not null':
      return undefined;
    case 'in':
    case 'not in':
      return 'values, separated by ;';
    case 'between':
      return 'from ; to';
    default:
      return 'value';
  }
}

const isList = (operator: FilterOperator): boolean => ['in', 'not in', 'between'].includes(operator);

export const draftOf = (filter: InputFilter): FilterDraft =>
  'expression' in filter
    ? { column: '', operator: '=', values: '', expression: filter.expression }
    : { column: filter.column, operator: filter.operator, values: filter.values.join('; '), expression: undefined };

/** The filter, or why it is none yet. */
export function filterOf({ column, operator, values, expression }: FilterDraft): InputFilter | string {
  if (expression !== undefined) {
    const parsed = inputFilterSchema.safeParse({ expression: expression.trim() });
    return parsed.success ? parsed.data : 'An own expression needs some text.';
  }
  const hint = valueHint(operator);
  const list = hint === undefined ? [] : isList(operator) ? splitValues(values) : [values];
  if (operator === 'between' && list.length !== 2) return `“${column}” between needs two values: from ; to.`;
  if (isList(operator) && list.length === 0) return `“${column}” needs at least one value.`;
  return { column, operator, values: list };
}

const splitValues = (text: string): string[] =>
  text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
