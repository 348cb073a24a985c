import { duckdbRules, type LexicalRules } from './dialect.ts';

export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'comment' | 'semicolon';

export interface Token {
  readonly kind: TokenKind;
  /** Offsets in UTF-16 units, `end` behind the last. */
  readonly start: number;
  readonly end: number;
}

const wordStart = /[\p{L}_]/u;
const wordRest = /[\p{L}\p{N}_$]/u;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const numberForm = /(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y;

/**
 * Tokens of SQL text, blanks left out. Never fails: a string or comment that is not closed reaches to the end of the text, as the reader of
 * an unfinished statement expects.
 */
export function tokenize(text: string, rules: LexicalRules = duckdbRules): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    // Most of a long text are blanks and commas.
    if (char === ' ' || (char !== ',' && /\s/.test(char))) {
      at += 1;
      continue;
    }
    if (char === ',') {
      tokens.push({ kind: 'symbol', start: at, end: at + 1 });
      at += 1;
      continue;
    }
    const [kind, end] = tokenAt(text, at, char, rules);
    tokens.push({ kind, start: at, end });
    at = end;
  }
  return tokens;
}

function tokenAt(text: string, at: number, char: string, rules: LexicalRules): [TokenKind, number] {
  const next = text.charAt(at + 1);
  if (char === ';') return ['semicolon', at + 1];
  if (isLineComment(text, at, char, next, rules)) return ['comment', endOfLine(text, at)];
  if (char === '/' && next === '*') return ['comment', endOfBlockComment(text, at, rules.hasNestedComments)];
  if (rules.hasTripleQuotes && (text.startsWith("'''", at) || text.startsWith('"""', at)))
    return ['string', endOfTriple(text, at)];
  if (char === "'") return ['string', endOfQuoted(text, at, "'", rules.hasBackslashEscapes)];
  if (char === '"') {
    const isString = rules.hasDoubleQuotedStrings;
    return [isString ? 'string' : 'quoted', endOfQuoted(text, at, '"', isString && rules.hasBackslashEscapes)];
  }
  if (char === '`' && rules.hasBackticks) return ['quoted', endOfQuoted(text, at, '`', false)];
  if (char === '[' && rules.hasBrackets) return ['quoted', endAfter(text, ']', at + 1)];
  if (char === '$' && rules.hasDollarQuotes) {
    const tag = matchAt(dollarTag, text, at);
    if (tag !== '') return ['string', endAfter(text, tag, at + tag.length)];
  }
  if ((char === 'E' || char === 'e') && next === "'" && rules.hasEscapeStrings) {
    return ['string', endOfQuoted(text, at + 1, "'", true)];
  }
  if (/\d/.test(char) || (char === '.' && /\d/.test(next)))
    return ['number', at + matchAt(numberForm, text, at).length];
  if (wordStart.test(charOf(text, at))) return ['word', endOfWord(text, at)];
  return ['symbol', at + charOf(text, at).length];
}

const isLineComment = (text: string, at: number, char: string, next: string, rules: LexicalRules): boolean => {
  if (char === '#') return rules.hasHashComments;
  if (char === '/' && next === '/') return rules.hasSlashComments;
  if (char !== '-' || next !== '-') return false;
  return !rules.hasSpacedDashComments || at + 2 >= text.length || /\s/.test(text.charAt(at + 2));
};

const endOfLine = (text: string, at: number): number => {
  const found = text.indexOf('\n', at);
  return found < 0 ? text.length : found;
};

const endAfter = (text: string, mark: string, from: number): number => {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
};

function endOfBlockComment(text: string, at: number, isNested: boolean): number {
  let depth = 1;
  let place = at + 2;
  while (place < text.length) {
    if (text.startsWith('*/', place)) {
      depth -= 1;
      place += 2;
      if (depth === 0) return place;
    } else if (isNested && text.startsWith('/*', place)) {
      depth += 1;
      place += 2;
    } else place += 1;
  }
  return text.length;
}

function endOfQuoted(text: string, at: number, quote: string, hasBackslash: boolean): number {
  for (let place = at + 1; place < text.length; place += 1) {
    const char = text.charAt(place);
    if (hasBackslash && char === '\\') place += 1;
    else if (char === quote) {
      if (text.charAt(place + 1) !== quote) return place + 1;
      place += 1;
    }
  }
  return text.length;
}

function endOfTriple(text: string, at: number): number {
  const mark = text.slice(at, at + 3);
  for (let place = at + 3; place < text.length; place += 1) {
    if (text.charAt(place) === '\\') place += 1;
    else if (text.startsWith(mark, place)) return place + 3;
  }
  return text.length;
}

function endOfWord(text: string, at: number): number {
  let end = at;
  while (end < text.length) {
    const char = charOf(text, end);
    if (!wordRest.test(char)) break;
    end += char.length;
  }
  return end;
}

const charOf = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 0);

function matchAt(form: RegExp, text: string, at: number): string {
  form.lastIndex = at;
  return form.exec(text)?.[0] ?? '';
}

/** The name that a word or quoted token stands for, quotes taken off. */
export function nameOf(text: string, token: Token): string {
  const raw = text.slice(token.start, token.end);
  if (token.kind !== 'quoted') return raw;
  const quote = raw.charAt(0);
  const close = quote === '[' ? ']' : quote;
  const inner = raw.endsWith(close) && raw.length > 1 ? raw.slice(1, -1) : raw.slice(1);
  return inner.replaceAll(close + close, close);
}
