/** Where a side has too many values to fetch, it is asked for some keys of the other side: what is known is known of these alone. */
import type { ColumnValues } from '../profile/column-profile.ts';

/** The keys that the other side was asked for, or all where it was read whole. Figures of the whole column stay. The same values give the same answer. */
export function askedOnly(values: ColumnValues, other: ColumnValues): ColumnValues {
  const byOther = known.get(values) ?? new WeakMap<ColumnValues, ColumnValues>();
  known.set(values, byOther);
  const asked = byOther.get(other) ?? onlyAsked(values, other);
  byOther.set(other, asked);
  return asked;
}
const known = new WeakMap<ColumnValues, WeakMap<ColumnValues, ColumnValues>>();

function onlyAsked(values: ColumnValues, other: ColumnValues): ColumnValues {
  if (other.isWhole || other.asked === undefined) return values;
  const counts = new Map(
    [...values.counts].filter(([value]) => other.asked?.has(value) === true || other.counts.has(value)),
  );
  if (counts.size === 0 || counts.size === values.counts.size) return values;
  let nonNull = 0;
  for (const count of counts.values()) nonNull += count;
  const rows = values.nonNull === 0 ? 0 : Math.round((nonNull * values.rows) / values.nonNull);
  return { ...values, counts, nonNull, rows, distinct: counts.size, isWhole: false };
}

/** Share of the known values that a way of writing has to have. */
const MOST = 0.7;

/** Other spellings that a key may have at the other side, judged by the values known there: the probe asks for all of them. */
export function spellingsAt(known: readonly string[]): (key: string) => readonly string[] {
  if (known.length < 5) return (key) => [key];
  const most = (test: (value: string) => boolean) => known.filter(test).length >= known.length * MOST;
  const length = commonLength(known);
  const prefix = commonPrefix(known);
  const isLower = most((value) => value === value.toLowerCase());
  const isUpper = most((value) => value === value.toUpperCase());
  const areDigits = most((value) => /^\d+$/.test(value));
  return (key) => {
    const found = new Set([key]);
    const add = (text: string) => {
      if (text === '') return;
      if (isLower) found.add(text.toLowerCase());
      if (isUpper) found.add(text.toUpperCase());
      found.add(text);
    };
    add(key.trim());
    const plain = key.replace(/[^\p{L}\p{N}]/gu, '');
    if (/^[0-9a-f]{32}$/i.test(plain)) {
      const dashed = plain.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      for (const text of [plain, dashed, `{${dashed}}`]) add(text);
      return [...found];
    }
    add(plain);
    const digits = key.replace(/\D/g, '');
    const number = digits.replace(/^0+(?=\d)/, '');
    if (areDigits) for (const text of [digits, number]) add(text);
    if (digits === '') return [...found];
    if (length !== undefined) add(number.padStart(length, '0'));
    if (prefix === '') return [...found];
    add(`${prefix}${number}`);
    if (length !== undefined) add(`${prefix}${number.padStart(length - prefix.length, '0')}`);
    return [...found];
  };
}

const commonLength = (values: readonly string[]): number | undefined => common(values.map((value) => value.length));

/** What most values begin with, up to the first digit. */
export const commonPrefix = (values: readonly string[]): string =>
  common(values.map((value) => /^\D*/.exec(value)?.[0] ?? '')) ?? '';

function common<Value>(values: readonly Value[]): Value | undefined {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].find(([, count]) => count >= values.length * MOST)?.[0];
}
