/** Values of `{{name}}` as constants that mean the same under every sql_mode (`literals.ts`). Pure. */
import { rulesOfDriver } from '../../../lib/sql/dialect.ts';
import type { ParameterWriter } from '../bound-text.ts';
import { textLiteral } from './literals.ts';

export const parameterWriter: ParameterWriter = {
  rules: rulesOfDriver('mysql'),
  text: textLiteral,
  date: (value) => `DATE'${value}'`,
  timestamp: (value) => `TIMESTAMP'${value}'`,
  emptyList: '(SELECT NULL FROM DUAL WHERE FALSE)',
};
