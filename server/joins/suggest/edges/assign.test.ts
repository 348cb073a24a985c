import { describe, expect, it } from 'vitest';
import { assign } from './assign.ts';

const total = (weights: readonly (readonly number[])[], places: readonly (number | undefined)[]) =>
  places.reduce<number>((sum, place, row) => sum + (place === undefined ? 0 : (weights[row]?.[place] ?? 0)), 0);

function best(weights: readonly (readonly number[])[], row = 0, taken: readonly number[] = []): number {
  if (row === weights.length) return 0;
  const columns = weights[row] ?? [];
  return Math.max(
    ...columns.map((weight, column) =>
      taken.includes(column) ? Number.NEGATIVE_INFINITY : weight + best(weights, row + 1, [...taken, column]),
    ),
  );
}

describe('assignment', () => {
  it('gives up a good single match for a better whole', () => {
    expect(
      assign([
        [0.9, 0.8],
        [0.85, 0.1],
      ]),
    ).toEqual([1, 0]);
  });

  it('is as good as trying everything', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const rows = 1 + (seed % 4);
      const columns = rows + (seed % 3);
      const weights = Array.from({ length: rows }, (_, row) =>
        Array.from(
          { length: columns },
          (__, column) => ((seed * 7919 + row * 104_729 + column * 1_299_709) % 1000) / 1000,
        ),
      );
      const places = assign(weights);
      expect(new Set(places).size).toBe(rows);
      expect(total(weights, places)).toBeCloseTo(best(weights), 9);
    }
  });
});
