import { placeholdersIn } from '../sql/parameters.ts';
import { typeClass } from './types.ts';

export const textLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A statement as a `$$...$$` literal, with a tag where the text holds `$$` itself. */
export function dollarLiteral(text: string): string {
  let tag = '';
  for (let round = 0; text.includes(`$${tag}$`) || (tag === '' && text.endsWith('$')); round += 1)
    tag = `sql${round || ''}`;
  return `$${tag}$${text}$${tag}$`;
}

/** Name of the parameter if the value is `{{name}}` as a whole. */
export function parameterOf(value: string): string | undefined {
  const [first] = placeholdersIn(value);
  return first !== undefined && first.start === 0 && first.end === value.length ? first.name : undefined;
}

const numberForm = /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const dateForm = /^\d{4}-\d{2}-\d{2}$/;
const timestampForm = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/;
const floatForm = /^[+-]?(?:nan|inf|infinity)$/i;

/** A filter's value as SQL of the column's type; `{{name}}` stays as it is. */
export function valueSql(value: string, type: string): string {
  const parameter = parameterOf(value);
  if (parameter !== undefined) return `{{${parameter}}}`;
  switch (typeClass(type)) {
    case 'number':
      return numberForm.test(value) ? value : textLiteral(value);
    case 'boolean':
      return /^(true|false)$/i.test(value) ? value.toLowerCase() : textLiteral(value);
    case 'date':
      if (dateForm.test(value)) return `DATE ${textLiteral(value)}`;
      return timestampForm.test(value) && !type.toUpperCase().includes('ZONE')
        ? `TIMESTAMP ${textLiteral(value)}`
        : textLiteral(value);
    default:
      return textLiteral(value);
  }
}

/** Why a value cannot be one of the type, in words; undefined if it can. */
export function valueMistake(value: string, type: string): string | undefined {
  if (parameterOf(value) !== undefined) return undefined;
  switch (typeClass(type)) {
    case 'number':
      return numberForm.test(value) || floatForm.test(value) ? undefined : `"${value}" is not a number`;
    case 'boolean':
      return /^(true|false)$/i.test(value) ? undefined : `"${value}" is neither true nor false`;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}/.test(value) ? undefined : `"${value}" is not a date like 2026-01-31`;
    default:
      return undefined;
  }
}
