import { describe, expect, it } from 'vitest';
import { isLongList, partsOfKeys } from './key-parts.ts';

const keysOf = (values: readonly (bigint | number)[]) =>
  values.map((value) => ({ type: 'BIGINT', value: String(value) }));
const shuffled = Array.from({ length: 1_000 }, (_, index) => (index * 7_919) % 1_000);

describe('isLongList', () => {
  it('wants many whole numbers and nothing else', () => {
    expect(isLongList(keysOf(shuffled))).toBe(true);
    expect(isLongList(keysOf(shuffled.slice(0, 150)))).toBe(false);
    expect(isLongList([...keysOf(shuffled), { type: 'BIGINT', value: null }])).toBe(false);
    expect(isLongList([...keysOf(shuffled), { type: 'DECIMAL(3,1)', value: '1.5' }])).toBe(false);
  });
});

describe('partsOfKeys', () => {
  it('puts each key into one part, lower ones into earlier parts, all about equally long', () => {
    const parts = partsOfKeys(keysOf(shuffled), 8).map((part) => part.map(({ value }) => Number(value)));
    expect(parts.map((part) => part.length)).toEqual([125, 125, 125, 125, 125, 125, 125, 125]);
    expect(parts.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1_000 }, (_, index) => index));
    for (const [index, part] of parts.entries()) expect(Math.min(...part)).toBe(index * 125);
  });

  it('makes no part of a few keys', () => {
    expect(partsOfKeys(keysOf(shuffled.slice(0, 250)), 8)).toHaveLength(2);
  });

  it('keeps keys together that a double cannot tell apart, negative ones and equal ones', () => {
    const wide = Array.from({ length: 600 }, (_, index) => 2n ** 63n - 1n - BigInt(index));
    expect(partsOfKeys(keysOf(wide), 4).flat()).toHaveLength(600);
    const mixed = keysOf([...shuffled.map((value) => value - 500), ...shuffled.map((value) => value - 500)]);
    const places = partsOfKeys(mixed, 8).map((part) => new Set(part.map(({ value }) => value)));
    expect(places.reduce((sum, { size }) => sum + size, 0)).toBe(1_000);
    expect(partsOfKeys(keysOf(Array.from({ length: 400 }, () => 5)), 4)).toHaveLength(1);
  });
});
