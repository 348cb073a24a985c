/** How values of `{{name}}` are written for DuckDB. */
import { duckdbRules } from '../../../lib/sql/dialect.ts';
import type { ParameterWriter } from '../bound-text.ts';
import { quoteLiteral } from './sql-text.ts';

export const parameterWriter: ParameterWriter = {
  rules: duckdbRules,
  text: (value) => `(${value.split('\0').map(quoteLiteral).join(' || chr(0) || ')})`,
  date: (value) => `DATE '${value}'`,
  timestamp: (value) => `TIMESTAMP '${value}'`,
  emptyList: '(SELECT NULL::VARCHAR WHERE false)',
};
