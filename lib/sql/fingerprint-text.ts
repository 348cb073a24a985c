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
