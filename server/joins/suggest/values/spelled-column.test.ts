import { describe, expect, it } from 'vitest';
import { type ColumnProfile, columnValues } from '../profile/column-profile.ts';
import { findSteps, NormalisedValues } from './find-steps.ts';
import { SpelledColumn } from './spelled-column.ts';

const keys = (count: number, make: (at: number) => string): string[] =>
  Array.from({ length: count }, (_, at) => make(at));
const spelled = (values: readonly string[]) => new SpelledColumn('text', columnValues(values, 'text', true));

describe('the keys of a column under steps', () => {
  it('are the same object where steps change nothing, so that nothing is counted twice', () => {
    const column = spelled(['AB1', 'AB2', 'AB3']);
    expect(column.under([{ kind: 'trim' }])).toBe(column.under([]));
    expect(column.under([{ kind: 'trim' }, { kind: 'lower' }])).toBe(column.under([{ kind: 'lower' }]));
    expect(column.under([{ kind: 'lower' }])).not.toBe(column.under([]));
  });

  it('add up the rows of keys that become one, and leave out what stands for none', () => {
    const { counts, nonNull } = spelled(['a', 'A', 'A', 'b', '(x)']).under([
      { kind: 'lower' },
      { kind: 'strip_parens' },
    ]);
    expect([...counts]).toEqual([
      ['a', 3],
      ['b', 1],
    ]);
    expect(nonNull).toBe(4);
  });

  it('are first judged by some of them', () => {
    const column = spelled(keys(500, (at) => `k${at}`));
    expect(column.seems([{ kind: 'trim' }])).toBe('same');
    expect(column.seems([{ kind: 'digits' }])).toBe('changed');
    expect(spelled(['-', 'x', 'y']).seems([{ kind: 'digits' }])).toBe('empty');
  });

  it('are found in long lists, in whatever order, and the answer is kept as long as the values are', () => {
    const column = (values: readonly string[]): ColumnProfile => ({
      ...{ name: 'key', position: 0, type: 'text', sourceType: 'text' },
      ...{ isPrimaryKey: false, isDeclaredUnique: false, isKeyPart: false },
      values: columnValues(values, 'text', true),
    });
    const left = column(keys(4_000, (at) => `C-${String((at * 7919) % 4_000).padStart(6, '0')}`));
    // Every third key is known to the other side, which writes it without prefix and zeros.
    const right = column(keys(3_000, (at) => String(at % 3 === 0 ? at : at + 90_000)));
    const normalised = new NormalisedValues();
    const found = findSteps(left, right, normalised);
    expect(found?.steps.map(({ kind }) => kind)).toEqual(['strip_prefix', 'strip_zeros']);
    expect(findSteps(left, right, normalised)).toBe(found);
    expect(findSteps({ ...left, values: columnValues(['C-1'], 'text', true) }, right, normalised)).not.toBe(found);
  });
});
