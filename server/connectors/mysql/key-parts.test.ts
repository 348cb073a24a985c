import { describe, expect, it } from 'vitest';
import { integerKeys } from '../integer-keys.ts';
import { selectSql } from './dialect.ts';
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

describe('lists that DuckDB sorted', () => {
  const texts = Array.from({ length: 1_001 }, (_, index) => String(index - 500));
  const keys = integerKeys('BIGINT', texts);

  it('are cut and written without looking at each key', () => {
    expect(isLongList(keys)).toBe(true);
    const parts = partsOfKeys(keys, 8);
    expect(parts.flatMap((part) => part.map(({ value }) => value))).toEqual(texts);
    expect(Math.max(...parts.map(({ length }) => length)) - Math.min(...parts.map(({ length }) => length))).toBe(1);
  });

  it('give the same SQL as any other list', () => {
    const column = { name: 'k', sourceType: 'bigint', type: 'BIGINT', nullable: true };
    const table = { schema: 's', name: 't', kind: 'table', columns: [column], primaryKey: [], uniqueKeys: [] } as const;
    const sqlOf = (values: typeof keys) =>
      selectSql({
        kind: 'table',
        table: { ...table, foreignKeys: [] } as never,
        columns: [column],
        filters: [{ kind: 'in', column: 'k', values }],
      });
    const [few, same] = [keys.slice(500, 503), integerKeys('BIGINT', ['0', '1', '2'])];
    expect(sqlOf(same)).toBe(sqlOf(few));
    expect(sqlOf(same)).toContain('`k` IN (0, 1, 2)');
  });
});
