import { describe, expect, it } from 'vitest';
import { type ColumnProfile, columnValues } from '../profile/column-profile.ts';
import type { TypeClass } from '../profile/type-class.ts';
import { findSteps, NormalisedValues } from './find-steps.ts';

const column = (values: readonly string[], type: TypeClass = 'text'): ColumnProfile => ({
  name: 'key',
  position: 0,
  type,
  sourceType: type,
  isPrimaryKey: false,
  isDeclaredUnique: false,
  isKeyPart: false,
  values: columnValues(values, type, true),
});
const each = (make: (index: number) => string): string[] => Array.from({ length: 40 }, (_, index) => make(index + 1));
const found = (left: ColumnProfile, right: ColumnProfile) =>
  findSteps(left, right, new NormalisedValues())
    ?.steps.map((step) => ('text' in step ? `${step.kind}:${step.text}` : step.kind))
    .join('|');
const numbers = column(each(String), 'integer');

describe('finding the spelling of keys', () => {
  it.each([
    ['nothing for equal numbers of other types', column(each(String), 'float'), numbers, ''],
    ['nothing for numbers that are texts', column(each(String)), numbers, ''],
    ['a cast for 435.0', column(each((at) => `${at}.0`)), numbers, 'cast'],
    ['blanks', column(each((at) => `${at}   `)), numbers, 'trim'],
    ['zeros in front', column(each((at) => String(at).padStart(8, '0'))), numbers, 'strip_zeros'],
    ['a prefix', column(each((at) => `PUB-${at}`)), numbers, 'strip_prefix:PUB-'],
    [
      'a prefix and zeros',
      column(each((at) => `GEN${String(at).padStart(5, '0')}`)),
      numbers,
      'strip_prefix:GEN|strip_zeros',
    ],
    ['a suffix', column(each((at) => `${at}/EU`)), column(each(String)), 'strip_suffix:/EU'],
    ['case', column(each((at) => `AB${at}X`)), column(each((at) => `ab${at}x`)), 'lower'],
    ['dashes', column(each((at) => `${at}1-22-3${at}`)), column(each((at) => `${at}1223${at}`)), 'strip_punct'],
    [
      'what follows a bracket',
      column(each((at) => `Name${'abcdefghij'[at % 10]}${at}k (since 19${at + 10})`)),
      column(each((at) => `Name${'abcdefghij'[at % 10]}${at}k`)),
      'strip_parens|trim',
    ],
    [
      'dates of another order',
      column(each((at) => `01/${String((at % 28) + 1).padStart(2, '0')}/${1980 + at}`)),
      column(
        each((at) => `${1980 + at}-01-${String((at % 28) + 1).padStart(2, '0')}`),
        'date',
      ),
      'expression',
    ],
    [
      'the time of day',
      column(
        each((at) => `${1980 + at}-01-02 10:11:12`),
        'timestamp',
      ),
      column(
        each((at) => `${1980 + at}-01-02`),
        'date',
      ),
      'date',
    ],
  ])('finds %s', (_, left, right, expected) => {
    expect(found(left, right)).toBe(expected);
    expect(found(right, left)).toBe(expected);
  });

  it('does not throw keys together to make them meet', () => {
    const merged = column(each((at) => `Street ${at % 3}-${at}`));
    expect(found(merged, column(['1', '2', '0']))).toBe('');
  });

  it('changes nothing where columns meet as they are, or not at all', () => {
    expect(found(numbers, numbers)).toBe('');
    expect(
      found(
        column(each((at) => `left ${'abcdefghij'[at % 10]}`)),
        column(each((at) => `right ${'klmnopqrst'[at % 10]}`)),
      ),
    ).toBe('');
  });
});
