import { describe, expect, it } from 'vitest';
import { columnValues } from '../profile/column-profile.ts';
import { chanceOfHit, correctForChance, wilsonLower } from './chance.ts';

const values = (list: readonly (number | string)[], type: 'integer' | 'text' = 'integer') =>
  columnValues(list.map(String), type, true);
const range = (from: number, to: number, step = 1) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);

describe('chance', () => {
  it('is near one between counters, small between sparse numbers, and nothing between long codes', () => {
    expect(chanceOfHit(values(range(1, 40)), values(range(1, 100)))).toBe(1);
    expect(chanceOfHit(values(range(1000, 90_000, 997)), values(range(1000, 90_000, 997)))).toBeLessThan(0.01);
    const codes = range(1, 50).map((at) => `${(at * 7919) % 1000}-${(at * 104_729) % 10_000}-x`);
    expect(chanceOfHit(values(codes, 'text'), values(codes, 'text'))).toBeLessThan(0.001);
  });

  it('is taken off a share', () => {
    expect(correctForChance(1, 1)).toBe(0);
    expect(correctForChance(0.5, 0.5)).toBe(0);
    expect(correctForChance(1, 0.2)).toBe(1);
  });

  it('leaves doubt after a sample of keys', () => {
    expect(wilsonLower(50, 50)).toBeCloseTo(0.929, 3);
    expect(wilsonLower(200, 200)).toBeCloseTo(0.981, 3);
    expect(wilsonLower(0, 0)).toBe(0);
  });
});
