/** Where a side has too many values to fetch, it is asked for some keys of the other side: what is known is known of these alone. */
import type { ColumnValues } from '../profile/column-profile.ts';

/** The keys that the other side was asked for, or all where it was read whole. Figures of the whole column stay. */
export function askedOnly(values: ColumnValues, other: ColumnValues): ColumnValues {
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

/** Other spellings that a key may have at the other side, judged by the values known there: the probe asks for all of them. */
export function spellings(key: string, known: readonly string[]): string[] {
  const found = new Set([key]);
  if (known.length < 5) return [key];
  const every = (test: (value: string) => boolean) => known.every(test);
  const length = new Set(known.map((value) => value.length)).size === 1 ? known[0]?.length : undefined;
  const plain = key.replace(/[^\p{L}\p{N}]/gu, '');
  const add = (text: string) => {
    if (every((value) => value === value.toLowerCase())) found.add(text.toLowerCase());
    else if (every((value) => value === value.toUpperCase())) found.add(text.toUpperCase());
    else found.add(text);
  };
  add(key);
  add(key.trim());
  if (length !== undefined && /^\d+$/.test(key) && key.length < length) add(key.padStart(length, '0'));
  if (/^0+\d/.test(key)) add(key.replace(/^0+(?=\d)/, ''));
  if (/^[0-9a-f]{32}$/i.test(plain)) {
    const dashed = plain.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    for (const text of [plain, dashed, `{${dashed}}`]) add(text);
  } else add(plain);
  const prefix = sharedStart(known);
  if (prefix !== '') {
    const rest = /^\d+$/.test(key) && length !== undefined ? key.padStart(length - prefix.length, '0') : key;
    found.add(`${prefix}${rest}`);
  }
  return [...found];
}

/** What all values begin with, up to the first digit. */
function sharedStart(values: readonly string[]): string {
  const first = values[0] ?? '';
  let length = first.length;
  for (const value of values) while (length > 0 && !value.startsWith(first.slice(0, length))) length -= 1;
  return /^\D*/.exec(first.slice(0, length))?.[0] ?? '';
}
