import { duckdbRules, type LexicalRules } from './dialect.ts';
import { tokenize } from './tokens.ts';

/**
 * A statement without what changes from run to run: comments and blanks go, strings and numbers become `?`, a list of them one `?`, words are in
 * lower case. Statements with the same text are the same query.
 */
export function fingerprintText(text: string, rules: LexicalRules = duckdbRules): string {
  const parts: string[] = [];
  for (const { kind, start, end } of tokenize(text, rules)) {
    if (kind === 'comment' || kind === 'semicolon') continue;
    const raw = text.slice(start, end);
    const part = kind === 'string' || kind === 'number' ? '?' : kind === 'word' ? raw.toLowerCase() : raw;
    if (part === '?' && parts.at(-1) === ',' && parts.at(-2) === '?') parts.pop();
    else parts.push(part);
  }
  return parts
    .join(' ')
    .replaceAll(/([<>!|:=-]) (?=[>=|:])/g, '$1')
    .replaceAll(/ ([,.)\]])/g, '$1')
    .replaceAll(/([(.[]) /g, '$1');
}

/** Words before a bracket that are no function's name. */
const keywords = new Set(
  'all and any as between by case cross distinct else except exists filter from full group having ilike in inner intersect into is join lateral left like limit not on or order outer over partition recursive right select set similar some then to union using values when where with within'.split(
    ' ',
  ),
);

/** A statement of `fingerprintText` as people write it: `count(*)`, `{{last}}`. Texts that are kept stay as they are, since what they stand for is found by them. */
export const readableFingerprint = (text: string): string =>
  text
    .replaceAll(/\{ \{ (\S+) \} \}/g, '{{$1}}')
    .replaceAll(/([\p{L}\d_]+) \(/gu, (whole, word: string) => (keywords.has(word) ? whole : `${word}(`));
