/** How likely two words mean the same thing, 0 to 1. */
import { ABBREVIATIONS, areSynonyms } from './lexicon.ts';

const skeleton = (word: string): string => word.slice(0, 1) + word.slice(1).replace(/[aeiouy]/g, '');

const known = new Map<string, number>();
const MAX_KNOWN = 50_000;

/** Abbreviations are taken as they stand and as what they commonly mean. */
export function wordSimilarity(left: string, right: string): number {
  if (left === right) return 1;
  const key = left < right ? `${left} ${right}` : `${right} ${left}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const meanings = (word: string) => [word, ABBREVIATIONS.get(word) ?? word];
  let best = 0;
  for (const one of meanings(left))
    for (const other of meanings(right)) best = Math.max(best, plainSimilarity(one, other));
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(key, best);
  return best;
}

function plainSimilarity(left: string, right: string): number {
  if (left === right) return 1;
  if (areSynonyms(left, right)) return 0.85;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  const abbreviated = abbreviation(short, long);
  const edited = long.length >= 5 ? editSimilarity(short, long) : 0;
  return Math.max(abbreviated, edited >= 0.8 ? edited * 0.95 : 0);
}

/** `trk` for `track` (its consonants), `cust` for `customer` (its beginning), `flght` (letters in order). */
function abbreviation(short: string, long: string): number {
  if (short.length < 2 || short[0] !== long[0] || /\d/.test(short)) return 0;
  if (long.startsWith(short)) return short.length >= 4 ? 0.9 : short.length === 3 ? 0.85 : 0.5;
  const bones = skeleton(long);
  if (
    short.length >= 3 &&
    (bones === short || (skeleton(short) === bones && (bones.length >= 3 || editSimilarity(short, long) >= 0.75)))
  )
    return 0.9;
  if (short.length >= 3 && bones.startsWith(short)) return 0.8;
  return short.length >= 3 && isSubsequence(short, long) && short.length / long.length >= 0.4 ? 0.7 : 0;
}

function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length;
}

/** 1 - edit distance / longer length. */
export function editSimilarity(left: string, right: string): number {
  if (left === right) return 1;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return 1 - (row[right.length] ?? 0) / Math.max(left.length, right.length);
}

/** How well two lists of words say the same: each word meets its best partner; words glued together count too (`mediatype`). */
export function phraseSimilarity(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) return 0;
  const words = (softCover(left, right) + softCover(right, left)) / 2;
  const glued = left.length === 1 && right.length === 1 ? 0 : gluedSimilarity(left.join(''), right.join(''));
  return Math.max(words, glued);
}

function gluedSimilarity(left: string, right: string): number {
  if (left === right) return 1;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (short.length < 4) return 0;
  const bones = skeleton(long);
  if (bones === skeleton(short) && (bones.length >= 3 || editSimilarity(short, long) >= 0.75)) return 0.9;
  // A plural inside of one of them: `sales person` and `salesperson`.
  if (short.length >= 8 && editSimilarity(short, long) >= 0.88) return 0.9;
  return isSubsequence(short, long) && short[0] === long[0] && short.length / long.length >= 0.45 ? 0.7 : 0;
}

/** Share of the words of `left`, by length, that `right` has. */
export function softCover(left: readonly string[], right: readonly string[]): number {
  let sum = 0;
  let weights = 0;
  for (const word of left) {
    const weight = Math.min(word.length, 6);
    weights += weight;
    sum += weight * Math.max(0, ...right.map((other) => wordSimilarity(word, other)));
  }
  return weights === 0 ? 0 : sum / weights;
}
