/** `{{name}}` of a native statement as binds: the text of the value, cast to its type by the server. Pure. */
import type { ParameterType, StatementParameter } from '../../../lib/contract/parameter.ts';
import { checkedParameter } from '../bound-text.ts';
import { bindPlaceholders } from '../native-lexer.ts';
import type { QueryText } from './dialect.ts';
import { lexicalRules } from './prove-select.ts';

const types: Readonly<Partial<Record<ParameterType, string>>> = {
  integer: 'NUMBER(38,0)',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP_NTZ',
};

export function bindParameters(
  sql: string,
  values: readonly StatementParameter[] | undefined,
  connection: string,
): QueryText {
  const binds: (string | null)[] = [];
  const text = bindPlaceholders(sql, lexicalRules, (placeholder) => {
    const { type, value } = checkedParameter(placeholder, values, sql, connection);
    if (type === 'text_list') {
      const list = value === null ? [] : typeof value === 'string' ? [value] : value;
      binds.push(JSON.stringify(list));
      return '(SELECT CAST(p.value AS VARCHAR) FROM TABLE(FLATTEN(INPUT => PARSE_JSON(?))) p)';
    }
    const one = value as string | null;
    binds.push(one);
    const target = type === 'decimal' ? decimalType(one) : types[type];
    return target === undefined ? '?' : `CAST(? AS ${target})`;
  });
  return { sql: text, binds };
}

/** As many digits behind the point as the value has. */
const decimalType = (value: string | null): string =>
  `NUMBER(38,${Math.min(37, /\.(\d+)$/.exec(value ?? '')?.[1]?.length ?? 0)})`;
