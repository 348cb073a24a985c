/**
 * Words of a native statement, for the proof that it only reads: strings, names and comments are told apart, nothing more. Shared by the drivers
 * whose sources have no parser here; each brings the rules of its dialect. Pure.
 */

import type { Placeholder } from '../../lib/sql/parameters.ts';

export interface NativeRules {
  /** What begins a comment up to the end of the line. */
  readonly lineComments: readonly string[];
  /** `"` begins a string, else a name. */
  readonly hasDoubleQuotedStrings: boolean;
  /** `` ` `` begins a name. */
  readonly hasBackticks: boolean;
  /** `'''...'''` and `"""..."""` are strings. */
  readonly hasTripleQuotes: boolean;
  /** `$$...$$` is a string, without escapes. */
  readonly hasDollarQuotes: boolean;
  /** Letters that may follow the first one of a word. */
  readonly wordPart: RegExp;
}

type NativeTokenKind = 'word' | 'quotedName' | 'string' | 'number' | 'symbol';

export interface NativeToken {
  readonly kind: NativeTokenKind;
  /** Words in upper case, quoted names without their quotes, all else as it stands. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface LexedNative {
  readonly tokens: readonly NativeToken[];
  /** Where a string, name or comment begins that never ends. */
  readonly unterminated: number | undefined;
}

const wordStart = /[\p{L}_]/u;

export function lexNative(sql: string, rules: NativeRules): LexedNative {
  const tokens: NativeToken[] = [];
  let unterminated: number | undefined;
  let at = 0;
  const push = (kind: NativeTokenKind, end: number, text: string) => {
    tokens.push({ kind, text, start: at, end });
    at = end;
  };
  while (at < sql.length) {
    const letter = sql.charAt(at);
    const quote = quoteAt(sql, at, rules);
    if (/\s/.test(letter)) at += 1;
    else if (rules.lineComments.some((mark) => sql.startsWith(mark, at))) at = endOfLine(sql, at);
    else if (sql.startsWith('/*', at)) {
      const close = sql.indexOf('*/', at + 2);
      if (close < 0) unterminated ??= at;
      at = close < 0 ? sql.length : close + 2;
    } else if (quote !== undefined) {
      const end = endOfQuoted(sql, at + quote.text.length, quote);
      if (end === undefined) unterminated ??= at;
      const inner = sql.slice(at + quote.text.length, (end ?? sql.length + 1) - quote.text.length);
      if (quote.isName) push('quotedName', end ?? sql.length, inner.replaceAll(quote.text + quote.text, quote.text));
      else push('string', end ?? sql.length, sql.slice(at, end ?? sql.length));
    } else if (wordStart.test(letter)) {
      let end = at + 1;
      while (end < sql.length && rules.wordPart.test(sql.charAt(end))) end += 1;
      push('word', end, sql.slice(at, end).toUpperCase());
    } else if (/\d/.test(letter)) {
      let end = at + 1;
      while (end < sql.length && /[0-9A-Za-z_.]/.test(sql.charAt(end))) end += 1;
      push('number', end, sql.slice(at, end));
    } else push('symbol', at + 1, letter);
  }
  return { tokens, unterminated };
}

interface Quote {
  readonly text: string;
  readonly isName: boolean;
  readonly hasEscapes: boolean;
  /** A doubled quote inside is one quote. */
  readonly doubles: boolean;
}

function quoteAt(sql: string, at: number, rules: NativeRules): Quote | undefined {
  const letter = sql.charAt(at);
  if (letter === '$') {
    const isQuote = rules.hasDollarQuotes && sql.startsWith('$$', at);
    return isQuote ? { text: '$$', isName: false, hasEscapes: false, doubles: false } : undefined;
  }
  if (letter === '`')
    return rules.hasBackticks ? { text: '`', isName: true, hasEscapes: true, doubles: false } : undefined;
  if (letter !== "'" && letter !== '"') return undefined;
  if (letter === '"' && !rules.hasDoubleQuotedStrings)
    return { text: '"', isName: true, hasEscapes: false, doubles: true };
  if (rules.hasTripleQuotes) {
    const triple = letter.repeat(3);
    const text = sql.startsWith(triple, at) ? triple : letter;
    return { text, isName: false, hasEscapes: true, doubles: false };
  }
  return { text: letter, isName: false, hasEscapes: true, doubles: true };
}

function endOfQuoted(sql: string, from: number, quote: Quote): number | undefined {
  for (let at = from; at < sql.length; at += 1) {
    if (quote.hasEscapes && sql.charAt(at) === '\\') at += 1;
    else if (sql.startsWith(quote.text, at)) {
      const end = at + quote.text.length;
      if (!quote.doubles || !sql.startsWith(quote.text, end)) return end;
      at = end;
    }
  }
  return undefined;
}

function endOfLine(sql: string, at: number): number {
  const end = sql.indexOf('\n', at);
  return end < 0 ? sql.length : end;
}

const placeholderForm = /\{\{\s*([A-Za-z_][A-Za-z0-9_]{0,62})\s*\}\}/y;

/**
 * The statement with each placeholder `{{name}}` outside of strings, names and comments replaced by what `write` gives for it, with
 * blanks behind it up to the placeholder's length: places that the source names are then those of the statement as it was written.
 */
export function bindPlaceholders(sql: string, rules: NativeRules, write: (placeholder: Placeholder) => string): string {
  let text = '';
  let copied = 0;
  for (const token of lexNative(sql, rules).tokens) {
    if (token.text !== '{' || token.kind !== 'symbol' || token.start < copied) continue;
    placeholderForm.lastIndex = token.start;
    const name = placeholderForm.exec(sql)?.[1];
    if (name === undefined) continue;
    const end = placeholderForm.lastIndex;
    text += sql.slice(copied, token.start) + write({ name, start: token.start, end }).padEnd(end - token.start);
    copied = end;
  }
  return text + sql.slice(copied);
}
