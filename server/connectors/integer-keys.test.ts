import { describe, expect, it } from 'vitest';
import { cutKeys, integerKeys, integerTexts, tellingOf } from './integer-keys.ts';
import type { Constant } from './predicate.ts';

const texts = Array.from({ length: 10 }, (_, index) => String(index - 3));
const list = integerKeys('BIGINT', texts);
const copy: readonly Constant[] = list.map((key) => ({ ...key }));

describe('a list of integer keys', () => {
  it('is a list of constants', () => {
    expect(list).toEqual(texts.map((value) => ({ type: 'BIGINT', value })));
    expect(integerTexts(list)).toEqual(texts);
  });

  it('is judged by its ends, and any other list by all that is in it', () => {
    expect(tellingOf(list).map(({ value }) => value)).toEqual(['-3', '6']);
    expect(tellingOf(copy)).toBe(copy);
    expect(integerTexts(copy)).toBeUndefined();
    expect(tellingOf(integerKeys('BIGINT', []))).toEqual([]);
  });

  it('is cut into lists of the same kind that hold each key once', () => {
    const parts = cutKeys(list, 3) ?? [];
    expect(parts.map((part) => integerTexts(part))).toEqual([texts.slice(0, 3), texts.slice(3, 6), texts.slice(6)]);
    expect(parts.flatMap((part) => part.map(({ value }) => value))).toEqual(texts);
    expect(cutKeys(copy, 3)).toBeUndefined();
  });
});
