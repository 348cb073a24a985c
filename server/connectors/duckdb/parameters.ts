/** Values of `{{name}}` as literals of DuckDB. Each type has one form that is checked before it is written, so that no value can be SQL. Pure. */
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { placeholdersIn } from '../../../lib/sql/parameters.ts';
import { JoineryError, positionAt } from '../../errors.ts';
import { quoteLiteral } from './sql-text.ts';

export interface WrittenStatement {
  readonly text: string;
  /** Where in the user's text `offset` of `text` lies. */
  original(offset: number): number;
}

export function writeParameters(
  sql: string,
  parameters: readonly StatementParameter[] | undefined,
  connection: string,
): WrittenStatement {
  const shifts: { readonly from: number; readonly to: number; readonly start: number; readonly growth: number }[] = [];
  let text = '';
  let at = 0;
  for (const placeholder of placeholdersIn(sql)) {
    const parameter = parameters?.find(({ name }) => name === placeholder.name);
    if (parameter === undefined)
      throw new JoineryError('invalid_statement', `The parameter {{${placeholder.name}}} has no value.`, {
        connection,
        hint: 'Give it a value above the statement.',
        position: positionAt(sql, placeholder.start, placeholder.end - placeholder.start),
      });
    text += sql.slice(at, placeholder.start);
    const from = text.length;
    text += literal(parameter, connection);
    shifts.push({ from, to: text.length, start: placeholder.start, growth: text.length - placeholder.end });
    at = placeholder.end;
  }
  text += sql.slice(at);
  return {
    text,
    original(offset) {
      const before = shifts.findLast(({ from }) => from <= offset);
      if (before === undefined) return offset;
      return offset < before.to ? before.start : offset - before.growth;
    },
  };
}

const forms = {
  integer: /^[+-]?\d{1,38}$/,
  decimal: /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/,
  boolean: /^(?:true|false)$/i,
  date: /^\d{4,6}-\d{2}-\d{2}$/,
  timestamp: /^\d{4,6}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/,
} as const;

function literal({ name, type, value }: StatementParameter, connection: string): string {
  if (value === null) return `CAST(NULL AS ${type === 'text_list' ? 'VARCHAR' : castType(type)})`;
  if (type === 'text_list') {
    const values = Array.isArray(value) ? value : [value];
    return values.length === 0 ? '(SELECT NULL::VARCHAR WHERE false)' : `(${values.map(text).join(', ')})`;
  }
  if (Array.isArray(value)) throw wrong(name, type, connection);
  if (type === 'text') return text(value);
  if (!forms[type].test(value)) throw wrong(name, type, connection);
  if (type === 'decimal') return /[eE]/.test(value) ? `CAST(${value} AS DOUBLE)` : `(${value})`;
  return type === 'integer' ? `(${value})` : `CAST(${quoteLiteral(value)} AS ${castType(type)})`;
}

function text(value: string): string {
  if (value.includes('\0')) return value.split('\0').map(quoteLiteral).join(' || chr(0) || ');
  return quoteLiteral(value);
}

const castType = (type: Exclude<StatementParameter['type'], 'text_list'>): string =>
  ({
    text: 'VARCHAR',
    integer: 'BIGINT',
    decimal: 'DECIMAL(38,10)',
    boolean: 'BOOLEAN',
    date: 'DATE',
    timestamp: 'TIMESTAMP',
  })[type];

const wrong = (name: string, type: string, connection: string) =>
  new JoineryError(
    'conversion_failed',
    `The value of {{${name}}} is not ${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type.replace('_', ' ')}.`,
    {
      connection,
    },
  );
