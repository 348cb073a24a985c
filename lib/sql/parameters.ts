import { duckdbRules, type LexicalRules } from './dialect.ts';
import { tokenize } from './tokens.ts';

/** `{{name}}` in a text: from the first brace to behind the last one. */
export interface Placeholder {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const form = /\{\{\s*([A-Za-z_][A-Za-z0-9_]{0,62})\s*\}\}/y;

/** Placeholders of a statement in order, those within strings, quoted names and comments left out: there they are only text. */
export function placeholdersIn(text: string, rules: LexicalRules = duckdbRules): Placeholder[] {
  const placeholders: Placeholder[] = [];
  if (!text.includes('{{')) return placeholders;
  for (const token of tokenize(text, rules)) {
    if (token.kind !== 'symbol' || text.charAt(token.start) !== '{') continue;
    form.lastIndex = token.start;
    const match = form.exec(text);
    if (match?.[1] !== undefined) placeholders.push({ name: match[1], start: token.start, end: form.lastIndex });
  }
  return placeholders;
}

/** The text with each placeholder replaced by what `write` gives for its name. */
export function replacePlaceholders(
  text: string,
  write: (name: string) => string,
  rules: LexicalRules = duckdbRules,
): string {
  let written = '';
  let at = 0;
  for (const { name, start, end } of placeholdersIn(text, rules)) {
    written += text.slice(at, start) + write(name);
    at = end;
  }
  return written + text.slice(at);
}
