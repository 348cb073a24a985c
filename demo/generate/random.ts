/**
 * Small seeded random numbers for the demo data: the same seed gives the same rows on every machine. The generator is mulberry32 (Tommy
 * Ettinger, public domain); it is quick and good enough for sample data, and nothing secret may come from it.
 */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** Whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  isTrue(probability: number): boolean;
  pick<T>(values: readonly [T, ...T[]]): T;
}

/** Every row has a generator of its own, made from the seed, the name of its table and its number: any row can be made without the others. */
export function randomFor(seed: number, name: string, index: number): Random {
  let state = (Math.imul(hashText(name) ^ seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  next();
  return {
    next,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    isTrue: (probability) => next() < probability,
    pick: (values) => values[Math.floor(next() * values.length)] ?? values[0],
  };
}

/** FNV-1a. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
