/** `{{name}}` of a native statement as BigQuery's named parameters with types. Pure. */
import type { ParameterType, StatementParameter } from '../../../lib/contract/parameter.ts';
import { checkedParameter } from '../bound-text.ts';
import { bindPlaceholders } from '../native-lexer.ts';
import type { QueryParameter, QueryText } from './jobs.ts';
import { lexicalRules } from './prove-select.ts';

const types: Readonly<Record<Exclude<ParameterType, 'text_list'>, string>> = {
  text: 'STRING',
  integer: 'INT64',
  decimal: 'BIGNUMERIC',
  boolean: 'BOOL',
  date: 'DATE',
  // A time without zone; BigQuery compares it with a TIMESTAMP only through TIMESTAMP({{name}}).
  timestamp: 'DATETIME',
};

export function bindParameters(
  sql: string,
  values: readonly StatementParameter[] | undefined,
  connection: string,
): QueryText {
  const used = new Map<string, QueryParameter>();
  const text = bindPlaceholders(sql, lexicalRules, (placeholder) => {
    const { name } = placeholder;
    const value = checkedParameter(placeholder, values, sql, connection);
    used.set(name, queryParameter(value));
    return value.type === 'text_list' ? `UNNEST(@${name})` : `@${name}`;
  });
  return { sql: text, parameters: [...used.values()] };
}

function queryParameter({ name, type, value }: StatementParameter): QueryParameter {
  if (type === 'text_list') {
    const list = value === null ? [] : typeof value === 'string' ? [value] : value;
    return {
      name,
      parameterType: { type: 'ARRAY', arrayType: { type: 'STRING' } },
      parameterValue: { arrayValues: list.map((one) => ({ value: one })) },
    };
  }
  return { name, parameterType: { type: types[type] }, parameterValue: { value: value as string | null } };
}
