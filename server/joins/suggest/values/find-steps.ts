/**
 * Finds the normalisers under which two columns meet: cheapest first, kept only if clearly more keys meet than without and the keys stay
 * distinct. Pure: works on the values read so far.
 */
import type { Normaliser } from '../../../../lib/contract/join.ts';
import type { ColumnProfile, ColumnValues } from '../profile/column-profile.ts';
import { isNumeric } from '../profile/type-class.ts';
import { ladder } from './ladder.ts';
import { type SpelledColumn, SpelledColumns, type Spelling } from './spelled-column.ts';

export interface FoundSteps {
  readonly steps: readonly Normaliser[];
  readonly left: ColumnValues;
  readonly right: ColumnValues;
}

/** By how much the share of keys that meet has to rise. */
const MIN_GAIN = 0.2;
/** The same where a good part of the text is thrown away. */
const MIN_HEAVY_GAIN = 0.3;
const HEAVY: ReadonlySet<Normaliser['kind']> = new Set(['before', 'after', 'digits', 'letters', 'strip_parens']);
export const isHeavySteps = (steps: readonly Normaliser[]): boolean => steps.some(({ kind }) => HEAVY.has(kind));
/** What was found before: pairs of columns whose values are still the same are not tried again. */
export class NormalisedValues {
  readonly #columns = new SpelledColumns();
  readonly #found = new WeakMap<ColumnValues, WeakMap<ColumnValues, FoundSteps>>();

  find(left: ColumnProfile, leftValues: ColumnValues, right: ColumnProfile, rightValues: ColumnValues): FoundSteps {
    const byRight = this.#found.get(leftValues) ?? new WeakMap<ColumnValues, FoundSteps>();
    this.#found.set(leftValues, byRight);
    const found =
      byRight.get(rightValues) ?? search(this.#columns.get(left, leftValues), this.#columns.get(right, rightValues));
    byRight.set(rightValues, found);
    return found;
  }
}

export function findSteps(
  left: ColumnProfile,
  right: ColumnProfile,
  normalised: NormalisedValues,
): FoundSteps | undefined {
  if (left.values === undefined || right.values === undefined) return undefined;
  return normalised.find(left, left.values, right, right.values);
}

function search(left: SpelledColumn, right: SpelledColumn): FoundSteps {
  const plain: FoundSteps = { steps: [], left: left.values, right: right.values };
  if (left.values.distinct === 0 || right.values.distinct === 0) return plain;
  if (isNumeric(left.type) && isNumeric(right.type)) return plain;
  const base = sharedCount(left.values, right.values) / Math.min(left.values.distinct, right.values.distinct);
  if (base >= 0.8) return plain;
  let best: readonly Normaliser[] = [];
  let bestShare = base;
  const tried = new Map<Spelling, Set<Spelling>>();
  for (const steps of ladder(left, right)) {
    const seems = [left.seems(steps), right.seems(steps)];
    if (seems.includes('empty') || seems.every((what) => what === 'same')) continue;
    const one = left.under(steps);
    const other = right.under(steps);
    // Other steps that make the same of both sides were tried before, and are no better.
    const others = tried.get(one) ?? new Set<Spelling>();
    if (others.has(other)) continue;
    tried.set(one, others.add(other));
    if (!mayMeet(one, other)) continue;
    const keeps = [kept(left.values, one), kept(right.values, other)];
    if (Math.max(...keeps) < 0.75 || Math.min(...keeps) < 0.3) continue;
    const shared = sharedCount(one, other);
    const share = shared / Math.max(1, Math.min(one.counts.size, other.counts.size));
    const isHeavy = isHeavySteps(steps);
    const gain = isHeavy ? MIN_HEAVY_GAIN : MIN_GAIN;
    const needed = best.length === 0 ? base + gain : bestShare + 0.08;
    if (share >= needed && shared >= (isHeavy ? 5 : Math.min(3, left.values.distinct, right.values.distinct))) {
      best = steps;
      bestShare = share;
    }
    if (bestShare >= 0.97) break;
  }
  return best.length === 0 ? plain : { steps: best, left: left.valuesUnder(best), right: right.valuesUnder(best) };
}

function sharedCount(left: Pick<ColumnValues, 'counts'>, right: Pick<ColumnValues, 'counts'>): number {
  const [small, large] =
    left.counts.size <= right.counts.size ? [left.counts, right.counts] : [right.counts, left.counts];
  let shared = 0;
  for (const value of small.keys()) if (large.has(value)) shared += 1;
  return shared;
}

/** So many keys from all over the shorter list: where none of them is in the other, no such share of them is as is needed. */
const LOOKED_AT = 200;

function mayMeet(one: Spelling, other: Spelling): boolean {
  const [short, long] = one.texts.length <= other.texts.length ? [one, other] : [other, one];
  const { length } = short.texts;
  if (length < 3 * LOOKED_AT) return true;
  for (let at = 0; at < LOOKED_AT; at += 1)
    if (long.counts.has(short.texts[Math.floor((at * length) / LOOKED_AT)] ?? '')) return true;
  return false;
}

/** A step that makes many keys one is no spelling of a key: one side keeps its keys apart, the other may have spelled one in several ways. */
const kept = (before: ColumnValues, after: Spelling): number =>
  after.nonNull < before.nonNull * 0.9 ? 0 : after.counts.size / Math.max(1, before.distinct);
