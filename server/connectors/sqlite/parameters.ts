/** How values of `{{name}}` are written for SQLite, which has neither dates nor decimals: both are texts and numbers as SQLite stores them. Pure. */
import { rulesOfDriver } from '../../../lib/sql/dialect.ts';
import type { ParameterWriter } from '../bound-text.ts';
import { standardString } from '../render-predicate.ts';

/** Digits that a binary float, SQLite's only other number, gives back unchanged. */
const FLOAT_DIGITS = 15;

export const parameterWriter: ParameterWriter = {
  rules: rulesOfDriver('sqlite'),
  text: (value) => `(${value.split('\0').map(standardString).join(' || char(0) || ')})`,
  date: (value) => `'${value}'`,
  timestamp: (value) => `'${value}'`,
  number: (value) => (isInt64(value) || isShort(value) ? value : undefined),
  emptyList: '(SELECT NULL WHERE 0)',
};

const isInt64 = (text: string): boolean =>
  /^[+-]?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
const isShort = (text: string): boolean =>
  text.includes('.') && text.replace(/\D/g, '').replace(/^0+/, '').length <= FLOAT_DIGITS;
