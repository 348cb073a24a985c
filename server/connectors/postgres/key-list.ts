/**
 * Lists of keys as one array literal: the server reads `= ANY('{...}')` about twice as fast as `IN (...)` (10,000 keys 19 instead of 37 ms, 100,000 keys 269 instead of 435 ms, both
 * through the index; without one the same relation), and faster than a join with VALUES or unnest. Pure.
 */
import type { ColumnInfo } from '../connector.ts';
import { integerTexts, tellingOf } from '../integer-keys.ts';
import type { Constant } from '../predicate.ts';
import { isPlainNumber, standardString } from '../render-predicate.ts';
import { type PostgresType, postgresType } from './types.ts';

/** Shorter lists stay readable. */
const MIN_KEYS = 10;

const integerRanges: Readonly<Record<string, readonly [element: string, low: bigint, high: bigint]>> = {
  smallint: ['smallint', -(2n ** 15n), 2n ** 15n - 1n],
  integer: ['integer', -(2n ** 31n), 2n ** 31n - 1n],
  bigint: ['bigint', -(2n ** 63n), 2n ** 63n - 1n],
  oid: ['oid', 0n, 2n ** 32n - 1n],
};

/** The array literal, or undefined where a list is short, or a constant is none that an element of the column's type holds. */
export function keyArray(column: ColumnInfo | undefined, values: readonly Constant[]): string | undefined {
  if (column === undefined || values.length < MIN_KEYS) return undefined;
  const texts = integerTexts(values) ?? values.flatMap(({ value }) => value ?? []);
  const type = postgresType(column.sourceType);
  const telling = tellingOf(values).flatMap(({ value }) => value ?? []);
  const element = texts.length === values.length ? elementType(type, column, telling) : undefined;
  if (element === undefined) return undefined;
  const elements = type.class === 'text' || type.class === 'other' ? texts.map(quotedElement) : texts;
  return `${standardString(`{${elements.join(',')}}`)}::${element}[]`;
}

function elementType(type: PostgresType, column: ColumnInfo, texts: readonly string[]): string | undefined {
  switch (type.class) {
    case 'integer': {
      const [element, low, high] = integerRanges[column.sourceType.replace(/ \(domain .*/s, '')] ?? [];
      if (element === undefined || low === undefined || high === undefined) return undefined;
      const fits = (text: string) => /^-?\d{1,20}$/.test(text) && BigInt(text) >= low && BigInt(text) <= high;
      return texts.every(fits) ? element : undefined;
    }
    case 'decimal':
    case 'wideDecimal':
      return texts.every(isPlainNumber) ? 'numeric' : undefined;
    case 'date':
    case 'uuid':
      return texts.every((text) => /^[\da-f-]+$/i.test(text)) ? type.class : undefined;
    case 'text':
    case 'other':
      return 'text';
    default:
      return undefined;
  }
}

/** In quotes, so that commas, braces, blanks and the word NULL are only text. */
const quotedElement = (text: string) => `"${text.replace(/["\\]/g, (letter) => `\\${letter}`)}"`;
