/**
 * Lists of integer keys as DuckDB writes them: plain digits, ascending, none twice. There may be two million, and each rule that a constant has to pass, each literal and each cut of the list would
 * look at every one of them again: of 57,000 keys that took 70 ms. Of a list made here it is known without looking.
 */
import type { Constant } from './predicate.ts';

const known = new WeakMap<readonly Constant[], readonly string[]>();

/** `texts` are integers of `type` in ascending order, none of them twice. */
export function integerKeys(type: string, texts: readonly string[]): readonly Constant[] {
  const values = texts.map((value) => ({ type, value }));
  known.set(values, texts);
  return values;
}

/** Texts of a list made here, in its order, to stand in SQL as they are; undefined for others. */
export const integerTexts = (values: readonly Constant[]): readonly string[] | undefined => known.get(values);

/** Of a list made here its ends, of others all: what integers at both ends obey, all between them obey too. */
export function tellingOf(values: readonly Constant[]): readonly Constant[] {
  const [first, last] = [values[0], values.at(-1)];
  return known.has(values) && first !== undefined && last !== undefined ? [first, last] : values;
}

/** A list made here in `count` parts, each of which is one too; undefined for others. */
export function cutKeys(values: readonly Constant[], count: number): Constant[][] | undefined {
  const texts = known.get(values);
  if (texts === undefined) return undefined;
  const start = (part: number) => Math.floor((values.length * part) / count);
  return Array.from({ length: count }, (_, part) => {
    const keys = values.slice(start(part), start(part + 1));
    known.set(keys, texts.slice(start(part), start(part + 1)));
    return keys;
  });
}
