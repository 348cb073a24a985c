import type { InputColumn } from './input-view.ts';
import { compareTypes } from './type-classes.ts';

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

const generic = new Set(['id', 'key', 'code', 'no', 'nr', 'number', 'ref']);

/**
 * Place of the column where the keyboard lands when a picked column is carried over to the other list: the same name, else most words in
 * common. Only a place to begin at; nothing is joined by it.
 */
export function likelyPartner(picked: InputColumn, columns: readonly InputColumn[]): number {
  const wanted = wordsOf(picked.name);
  let best = { place: 0, score: 0 };
  for (const [place, column] of columns.entries()) {
    const words = wordsOf(column.name);
    const shared = words.filter((word) => wanted.includes(word));
    const weight = shared.reduce((sum, word) => sum + (generic.has(word) ? 0.3 : 1), 0);
    const sameName = column.name.toLowerCase() === picked.name.toLowerCase() ? 2 : 0;
    const score =
      (weight / Math.max(words.length, wanted.length, 1) + sameName) *
      (compareTypes(picked.type, column.type) === 'impossible' ? 0 : 1);
    if (score > best.score) best = { place, score };
  }
  return best.place;
}
