/**
 * Parameters of federated SQL. A placeholder becomes a typed literal that is written here and nowhere else: the value is checked against its type,
 * and text is quoted as DuckDB reads it (a quote is doubled, nothing else is special), so that no value can become SQL.
 */
import type { Position } from '../../../lib/contract/errors.ts';
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { type Placeholder, placeholdersIn } from '../../../lib/sql/parameters.ts';
import { JoineryError, positionAt } from '../../errors.ts';
import { quoteLiteral } from '../duckdb.ts';

export interface BoundStatement {
  readonly text: string;
  /** What was thrown about `text`, with its position moved to the statement as it was written. */
  restore(thrown: unknown): unknown;
}

/** Throws `invalid_statement` at a placeholder without a value, `conversion_failed` where a value is none of its type. */
export function bindParameters(written: string, parameters: readonly StatementParameter[]): BoundStatement {
  const placeholders = placeholdersIn(written);
  if (placeholders.length === 0) return { text: written, restore: (thrown) => thrown };
  const literals = placeholders.map((placeholder) => literalAt(placeholder, written, parameters));
  let text = '';
  let end = 0;
  for (const [index, placeholder] of placeholders.entries()) {
    text += written.slice(end, placeholder.start) + (literals[index] ?? '');
    end = placeholder.end;
  }
  text += written.slice(end);
  const restore = (position: Position): Position => {
    let shift = 0;
    for (const [index, { start, end: behind }] of placeholders.entries()) {
      const literal = literals[index] ?? '';
      if (position.offset < start + shift) break;
      if (position.offset < start + shift + literal.length) return positionAt(written, start, behind - start);
      shift += literal.length - (behind - start);
    }
    return positionAt(written, position.offset - shift, position.length);
  };
  return {
    text,
    restore(thrown) {
      if (!(thrown instanceof JoineryError) || thrown.position === undefined) return thrown;
      return new JoineryError(thrown.code, thrown.message, {
        ...thrown,
        position: restore(thrown.position),
        cause: thrown,
      });
    },
  };
}

function literalAt(placeholder: Placeholder, text: string, parameters: readonly StatementParameter[]): string {
  const { name, start, end } = placeholder;
  const parameter = parameters.find((candidate) => candidate.name === name);
  const position = positionAt(text, start, end - start);
  if (parameter === undefined) {
    throw new JoineryError('invalid_statement', `The parameter {{${name}}} has no value.`, {
      hint: 'Give it a value and run again.',
      position,
    });
  }
  const literal = literalOf(parameter);
  if (literal !== undefined) return literal;
  throw new JoineryError(
    'conversion_failed',
    `The value of {{${name}}} is not ${typeWords[parameter.type]}: ${spelled(parameter)}.`,
    { hint: 'Correct the value, or choose another type for the parameter.', position },
  );
}

const typeWords: Record<StatementParameter['type'], string> = {
  text: 'a text without NUL characters',
  integer: 'a whole number such as 42',
  decimal: 'a decimal number such as 12.50',
  boolean: 'true or false',
  date: 'a date such as 2026-11-22',
  timestamp: 'a date and time such as 2026-11-22 08:30:00',
  text_list: 'a list of texts without NUL characters',
};

const forms: Partial<Record<StatementParameter['type'], RegExp>> = {
  integer: /^[+-]?\d{1,38}$/,
  decimal: /^[+-]?(?:\d{1,38}(?:\.\d{0,37})?|\.\d{1,37})$/,
  boolean: /^(?:true|false)$/i,
  date: /^\d{1,4}-\d{1,2}-\d{1,2}$/,
  timestamp: /^\d{1,4}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?$/,
};

/** The value as DuckDB reads it; undefined if it is none of its type. */
function literalOf({ type, value }: StatementParameter): string | undefined {
  if (Array.isArray(value)) return type === 'text_list' ? listLiteral(value) : undefined;
  if (type === 'text_list') return value === null ? '(NULL)' : listLiteral([value]);
  if (value === null) return 'NULL';
  if (type === 'text') return textLiteral(value);
  if (forms[type]?.test(value) !== true) return undefined;
  if (type === 'boolean') return value.toUpperCase();
  if (type === 'date' || type === 'timestamp') {
    return isRealDay(value) ? `${type.toUpperCase()} ${quoteLiteral(value.replace('T', ' '))}` : undefined;
  }
  return /^[+-]/.test(value) ? `(${value})` : value;
}

const textLiteral = (value: string): string | undefined => (value.includes('\0') ? undefined : quoteLiteral(value));

/** An empty list is a query without rows: `IN` finds nothing in it, `NOT IN` keeps everything. */
function listLiteral(values: readonly string[]): string | undefined {
  if (values.length === 0) return '(SELECT NULL::VARCHAR WHERE false)';
  const literals = values.map(textLiteral);
  return literals.includes(undefined) ? undefined : `(${literals.join(', ')})`;
}

function isRealDay(value: string): boolean {
  const [year = 0, month = 0, day = 0] = value.split(/[-T ]/, 3).map(Number);
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** The value for the person who gave it; long ones are cut. */
function spelled({ value }: StatementParameter): string {
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return `"${text.length > 60 ? `${text.slice(0, 60)}...` : text}"`;
}
