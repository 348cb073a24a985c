/**
 * Values of `{{name}}`: COPY takes no parameters, so they are written as constants. A text is a plain string constant, which takes the type of what it is compared
 * with, as a bound parameter would. Sessions run with `standard_conforming_strings`, so only the quote is special. Pure.
 */
import { rulesOfDriver } from '../../../lib/sql/dialect.ts';
import type { ParameterWriter } from '../bound-text.ts';
import { standardString } from '../render-predicate.ts';

export const parameterWriter: ParameterWriter = {
  rules: rulesOfDriver('postgres'),
  text: (value) => (value.includes('\0') ? undefined : standardString(value)),
  date: (value) => `CAST(${standardString(value)} AS date)`,
  timestamp: (value) => `CAST(${standardString(value)} AS timestamp)`,
  emptyList: '(SELECT NULL WHERE false)',
};
