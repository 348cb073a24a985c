/** A name as words: `ship_to_customerID` -> ship, to, customer, id. */
import { ABBREVIATIONS, KEY_WORDS, TABLE_AFFIXES } from './lexicon.ts';

/** Key words that may be glued to the end of a word: `custkey`, `stuid`. */
const GLUED_KEYS = ['key', 'code', 'nbr', 'num', 'id', 'nr', 'no'] as const;
/** Words that end like a glued key and are none. */
const NOT_GLUED =
  /^(paid|void|grid|valid|invalid|said|aid|bid|kid|mid|rapid|solid|fluid|hybrid|period|keyno|monkey|turkey|casino|piano|volcano|domino|android|liquid|asteroid|postcode|zipcode|barcode|unicode)$/;

/** What some people write before a name to say its type: `strSurname`, `lngPatientID`. */
const TYPE_PREFIXES: ReadonlySet<string> = new Set(
  'str lng int dtm dte dat cur bln bol bit txt num dbl sng byt vch chr flt dec mem obj fk pk s n i l d c b f'.split(
    ' ',
  ),
);

/** Most columns say their type first, several types among them, so that it belongs to no name. */
export function hasTypePrefixes(columns: readonly string[]): boolean {
  const first = columns.map((column) => splitWords(column)).map((words) => (words.length > 1 ? words[0] : undefined));
  const typed = first.filter((word) => word !== undefined && TYPE_PREFIXES.has(word));
  return typed.length >= 3 && typed.length >= 0.7 * columns.length && new Set(typed).size >= 2;
}

export const withoutTypePrefix = (words: readonly string[]): readonly string[] =>
  words.length > 1 && TYPE_PREFIXES.has(words[0] ?? '') ? words.slice(1) : words;

export function splitWords(name: string): string[] {
  const plain = name
    .normalize('NFKC')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2');
  const parts = plain
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
  return parts.flatMap(splitGlued);
}

function splitGlued(word: string): string[] {
  if (NOT_GLUED.test(word) || KEY_WORDS.has(word)) return [word];
  const key = GLUED_KEYS.find((candidate) => word.endsWith(candidate) && word.length - candidate.length >= 2);
  if (key === undefined) return splitDigits(word);
  const rest = word.slice(0, -key.length);
  // `no` and `id` end many plain words; what is left has to look like a word or an abbreviation.
  if (rest.length === 2 && !ABBREVIATIONS.has(rest) && key !== 'id' && key !== 'key') return [word];
  return [...splitDigits(rest), key];
}

/** `payment200505` -> payment, 200505. Short numbers (`address2`) stay a word of their own as well. */
function splitDigits(word: string): string[] {
  const match = /^(\p{L}{2,})(\d+)$/u.exec(word);
  return match?.[1] === undefined || match[2] === undefined ? [word] : [match[1], match[2]];
}

export function singular(word: string): string {
  if (word.length <= 3 || word.endsWith('ss') || word.endsWith('us') || word.endsWith('is')) return word;
  if (word.endsWith('ies') && word.length > 4 && !/^(series|species|movies)$/.test(word))
    return `${word.slice(0, -3)}y`;
  if (word === 'movies') return 'movie';
  if (/(ch|sh|x|ss|z)es$/.test(word)) return word.slice(0, -2);
  if (word.endsWith('sses')) return word.slice(0, -2);
  return word.endsWith('s') && word !== 'series' && word !== 'species' ? word.slice(0, -1) : word;
}

/** Words in singular form. Abbreviations stay: one may stand for several words. */
export const plainWords = (words: readonly string[]): string[] => words.map(singular);

/** The words written out, for comparing names as a whole. */
export const writtenOut = (words: readonly string[]): string =>
  words.map((word) => ABBREVIATIONS.get(word) ?? word).join(' ');

/** What a table holds: its words without those that say how it is kept. Versions and years go too. */
export function tableStem(table: string): string[] {
  const words = splitWords(table);
  const kept = words.filter((word) => !TABLE_AFFIXES.has(word) && !/^\d+s?$/.test(word));
  return plainWords(kept.length > 0 ? kept : words.filter((word) => !/^\d+s?$/.test(word)));
}

/** The first word that all columns of a table begin with, such as `l` in `l_orderkey`; undefined if there is none. */
export function sharedPrefix(columns: readonly string[]): string | undefined {
  if (columns.length < 2) return undefined;
  const first = columns.map((column) => splitWords(column)).map((words) => (words.length > 1 ? words[0] : undefined));
  const prefix = first[0];
  return prefix !== undefined && first.every((word) => word === prefix) ? prefix : undefined;
}
