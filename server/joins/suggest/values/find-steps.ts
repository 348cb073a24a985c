/**
 * Finds the normalisers under which two columns meet: cheapest first, kept only if clearly more keys meet than without and the keys stay
 * distinct. Pure: works on the values read so far.
 */
import type { Normaliser } from '../../../../lib/contract/join.ts';
import { type ColumnProfile, type ColumnValues, isSentinel, summarise } from '../profile/column-profile.ts';
import { isNumeric } from '../profile/type-class.ts';
import { commonPrefix } from './asked.ts';
import { DATE_FORMATS, dateStep } from './date-formats.ts';
import { applySteps } from './steps.ts';

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
const SEPARATORS = [';', ' (', '(', ',', ' - ', '-', '. ', '.', ':', '/', '|', '*', '@', '_', ' '] as const;
const AFTER_SEPARATORS = [':', '/', '-', '_', '#', '. ', ', ', ' ', '|', '@', '.'] as const;

/** Values under steps, made once for each column and list of steps. */
export class NormalisedValues {
  readonly #known = new WeakMap<ColumnValues, Map<string, ColumnValues>>();

  get(column: ColumnProfile, values: ColumnValues, steps: readonly Normaliser[]): ColumnValues {
    if (steps.length === 0) return values;
    const byKey = this.#known.get(values) ?? new Map<string, ColumnValues>();
    this.#known.set(values, byKey);
    const key = JSON.stringify(steps);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const counts = new Map<string, number>();
    for (const [value, count] of values.counts) {
      const text = applySteps(value, steps);
      if (!isSentinel(text, column.type)) counts.set(text, (counts.get(text) ?? 0) + count);
    }
    const made = {
      ...summarise(counts, values.rows, values.isWhole),
      ...(values.isWhole ? {} : { uniqueShare: values.uniqueShare }),
    };
    byKey.set(key, made);
    return made;
  }
}

export function findSteps(
  left: ColumnProfile,
  right: ColumnProfile,
  normalised: NormalisedValues,
): FoundSteps | undefined {
  if (left.values === undefined || right.values === undefined) return undefined;
  const plain: FoundSteps = { steps: [], left: left.values, right: right.values };
  if (left.values.distinct === 0 || right.values.distinct === 0) return plain;
  if (isNumeric(left.type) && isNumeric(right.type)) return plain;
  const base = meeting(plain);
  if (base >= 0.8) return plain;
  let best = plain;
  let bestShare = base;
  for (const steps of ladder(left, right)) {
    const tried: FoundSteps = {
      steps,
      left: normalised.get(left, left.values, steps),
      right: normalised.get(right, right.values, steps),
    };
    const keeps = [kept(left.values, tried.left), kept(right.values, tried.right)];
    if (Math.max(...keeps) < 0.75 || Math.min(...keeps) < 0.3) continue;
    const share = meeting(tried);
    const isHeavy = isHeavySteps(steps);
    const gain = isHeavy ? MIN_HEAVY_GAIN : MIN_GAIN;
    const needed = best === plain ? base + gain : bestShare + 0.08;
    if (
      share >= needed &&
      sharedCount(tried) >= (isHeavy ? 5 : Math.min(3, left.values.distinct, right.values.distinct))
    ) {
      best = tried;
      bestShare = share;
    }
    if (bestShare >= 0.97) break;
  }
  return best;
}

/** Share of the smaller side's distinct values that the other has. */
const meeting = ({ left, right }: FoundSteps): number => {
  const smaller = Math.min(left.distinct, right.distinct);
  return smaller === 0 ? 0 : sharedCount({ left, right }) / smaller;
};

function sharedCount({ left, right }: Pick<FoundSteps, 'left' | 'right'>): number {
  const [small, large] =
    left.counts.size <= right.counts.size ? [left.counts, right.counts] : [right.counts, left.counts];
  let shared = 0;
  for (const value of small.keys()) if (large.has(value)) shared += 1;
  return shared;
}

/** A step that makes many keys one is no spelling of a key: one side keeps its keys apart, the other may have spelled one in several ways. */
const kept = (before: ColumnValues, after: ColumnValues): number =>
  after.nonNull < before.nonNull * 0.9 ? 0 : after.distinct / Math.max(1, before.distinct);

function* ladder(left: ColumnProfile, right: ColumnProfile): Generator<readonly Normaliser[]> {
  const sides = [left, right].filter(({ type }) => type === 'text');
  const hasNumber = isNumeric(left.type) || isNumeric(right.type);
  const isTime = [left.type, right.type].some((type) => type === 'date' || type === 'timestamp');
  if (isTime) {
    yield [{ kind: 'date' }];
    if (sides.length > 0) for (const format of DATE_FORMATS) yield [dateStep(format)];
    return;
  }
  if (hasNumber && sides.length > 0) yield [{ kind: 'cast', type: 'BIGINT' }];
  const samples = sides.map(({ values }) => firstKeys(values, 200));
  yield [{ kind: 'trim' }];
  if (!hasNumber) yield [{ kind: 'lower' }];
  if (!hasNumber) yield [{ kind: 'trim' }, { kind: 'collapse_spaces' }];
  if (!hasNumber) yield [{ kind: 'trim' }, { kind: 'lower' }];
  yield [{ kind: 'strip_zeros' }];
  yield [{ kind: 'trim' }, { kind: 'strip_zeros' }];
  for (const text of new Set(samples.map(constantPrefix))) {
    if (text === '') continue;
    yield [{ kind: 'strip_prefix', text }];
    yield [{ kind: 'strip_prefix', text }, { kind: 'strip_zeros' }];
    if (!hasNumber) yield [{ kind: 'strip_prefix', text }, { kind: 'lower' }];
  }
  for (const text of new Set(samples.map((sample) => commonPrefix(sample).trim().toLowerCase()))) {
    // The prefix of most, written in several ways: blanks and case are put right first.
    if (text !== '')
      yield [{ kind: 'trim' }, { kind: 'lower' }, { kind: 'strip_prefix', text }, { kind: 'strip_zeros' }];
  }
  for (const text of new Set(samples.map(constantSuffix))) {
    if (text === '') continue;
    yield [{ kind: 'strip_suffix', text }];
    yield [{ kind: 'strip_suffix', text }, { kind: 'strip_zeros' }];
  }
  yield [{ kind: 'strip_punct' }];
  if (!hasNumber) yield [{ kind: 'lower' }, { kind: 'strip_punct' }];
  if (!hasNumber) yield [{ kind: 'nfc' }, { kind: 'lower' }];
  yield [{ kind: 'strip_punct' }, { kind: 'strip_zeros' }];
  const isText = samples.length > 0;
  // A part of a UUID is no key: what is left of short parts meets by accident.
  if (!isText || samples.every(areUuids)) return;
  yield [{ kind: 'strip_parens' }, { kind: 'trim' }];
  for (const text of SEPARATORS) {
    if (!samples.some((sample) => shareWith(sample, text) >= 0.3)) continue;
    yield [{ kind: 'before', text }];
    yield [{ kind: 'before', text }, { kind: 'trim' }];
    if (!hasNumber) yield [{ kind: 'before', text }, { kind: 'letters' }];
    yield [{ kind: 'before', text }, { kind: 'digits' }];
  }
  for (const text of AFTER_SEPARATORS) {
    if (!samples.some((sample) => shareWith(sample, text) >= 0.5)) continue;
    yield [{ kind: 'after', text }];
    yield [{ kind: 'after', text }, { kind: 'trim' }];
    yield [{ kind: 'after', text }, { kind: 'strip_zeros' }];
  }
  yield [{ kind: 'digits' }];
  yield [{ kind: 'digits' }, { kind: 'strip_zeros' }];
  if (!hasNumber) yield [{ kind: 'letters' }, { kind: 'lower' }];
}

function firstKeys(values: ColumnValues | undefined, limit: number): string[] {
  const keys: string[] = [];
  for (const key of values?.counts.keys() ?? []) {
    keys.push(key);
    if (keys.length >= limit) break;
  }
  return keys;
}

const UUID = /^\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i;
const areUuids = (sample: readonly string[]): boolean =>
  sample.length > 0 && sample.filter((value) => UUID.test(value.trim())).length >= 0.9 * sample.length;

const shareWith = (sample: readonly string[], text: string): number =>
  sample.length === 0 ? 0 : sample.filter((value) => value.indexOf(text) > 0).length / sample.length;

/** What all values begin with, up to the first digit: `PUB-`, `co:`, `#`. */
function constantPrefix(sample: readonly string[]): string {
  const first = sample[0];
  if (first === undefined || sample.length < 2) return '';
  let length = first.length;
  for (const value of sample) while (length > 0 && !value.startsWith(first.slice(0, length))) length -= 1;
  return (/^[^\d]*/.exec(first.slice(0, length))?.[0] ?? '').slice(0, 30);
}

function constantSuffix(sample: readonly string[]): string {
  const mirrored = sample.map((value) => [...value].reverse().join(''));
  return [...constantPrefix(mirrored)].reverse().join('');
}
