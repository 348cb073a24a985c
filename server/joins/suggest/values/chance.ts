/**
 * How much of an overlap chance alone would give. Two counters contain each other whatever they count, so their overlap is no evidence;
 * two sets of UUIDs never meet by accident.
 */
import type { ColumnValues } from '../profile/column-profile.ts';

/** Probability that a random value of the domain in which both columns lie is among those of `target`. */
export function chanceOfHit(from: ColumnValues, target: ColumnValues): number {
  if (from.distinct === 0 || target.distinct === 0) return 1;
  if (from.min !== undefined && from.max !== undefined && target.min !== undefined && target.max !== undefined) {
    const range = Math.max(from.max, target.max) - Math.min(from.min, target.min) + 1;
    return Math.min(1, (target.allDistinct ?? target.distinct) / range);
  }
  const space = Math.min(maskSpace(from.counts.keys()), 1e9);
  return Math.min(1, target.distinct / Math.max(space, target.distinct * 1.05, 20));
}

/** C* = (C - e) / (1 - e), at least 0. */
export const correctForChance = (share: number, chance: number): number =>
  chance >= 0.999 ? 0 : Math.max(0, (share - chance) / (1 - chance));

/** Number of texts that look like these: 10 for each digit, 26 for each letter that varies. Bounded, taken from a few values. */
function maskSpace(values: Iterable<string>): number {
  const sample: string[] = [];
  for (const value of values) {
    sample.push(value);
    if (sample.length >= 50) break;
  }
  const length = Math.min(...sample.map((value) => value.length));
  if (sample.length < 3) return 10 ** Math.min(9, length);
  let space = 1;
  for (let at = 0; at < length && space < 1e9; at += 1) {
    const letters = new Set(sample.map((value) => value[at]));
    if (letters.size > 1)
      space *= [...letters].every((letter) => letter !== undefined && letter >= '0' && letter <= '9') ? 10 : 26;
  }
  return space * (sample.some((value) => value.length > length) ? 100 : 1);
}

/** Lower end of the Wilson interval of `hits` of `asked` (95 %): what a sample of keys proves. */
export function wilsonLower(hits: number, asked: number): number {
  if (asked === 0) return 0;
  const z = 1.96;
  const share = hits / asked;
  const centre = share + (z * z) / (2 * asked);
  const spread = z * Math.sqrt((share * (1 - share) + (z * z) / (4 * asked)) / asked);
  return Math.max(0, (centre - spread) / (1 + (z * z) / asked));
}
