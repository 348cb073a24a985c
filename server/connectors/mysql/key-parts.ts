/** Long lists of integer keys in parts, each for a statement of its own. Pure. */
import { cutKeys, tellingOf } from '../integer-keys.ts';
import type { Constant } from '../predicate.ts';

/** Fewer are looked up sooner than another statement is sent. */
const FEWEST_KEYS = 100;

/** A list of keys that is worth cutting. */
export const isLongList = (values: readonly Constant[]): boolean =>
  values.length >= 2 * FEWEST_KEYS && tellingOf(values).every(({ value }) => value !== null && /^-?\d+$/.test(value));

/**
 * The list in at most `count` parts, about equally long, lower values in earlier ones, so that each part is found in a stretch of the index. A value that occurs twice is in one part
 * only. Rounding wide integers to doubles keeps their order, so what becomes equal stays together.
 */
export function partsOfKeys(values: readonly Constant[], count: number): Constant[][] {
  const partCount = Math.max(1, Math.min(count, Math.floor(values.length / FEWEST_KEYS)));
  const cut = cutKeys(values, partCount);
  if (cut !== undefined) return cut;
  const numbers = Float64Array.from(values, ({ value }) => Number(value));
  const sorted = numbers.toSorted();
  const starts = Array.from({ length: partCount }, (_, part) => sorted[Math.floor((sorted.length * part) / partCount)]);
  const parts: Constant[][] = starts.map(() => []);
  for (const [index, key] of values.entries()) {
    const number = numbers[index] ?? 0;
    parts[
      Math.max(
        0,
        starts.findLastIndex((start) => (start ?? 0) <= number),
      )
    ]?.push(key);
  }
  return parts.filter((part) => part.length > 0);
}
