/** Words of a statement as MySQL and MariaDB read them, under the sql_mode that our sessions set (backslash escapes, `"` is a string). Pure. */

export type TokenKind = 'word' | 'quotedName' | 'string' | 'number' | 'symbol' | 'variable';

export interface Token {
  readonly kind: TokenKind;
  /** Words in upper case, quoted names as they are inside the quotes, anything else as written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface LexedStatement {
  readonly tokens: readonly Token[];
  /** The statement with comments as blanks: same length, same lines. */
  readonly withoutComments: string;
  /** First `/*!` or `/*M!`: text that only some servers read. */
  readonly executableComment: number | undefined;
  /** Start of a string, name or comment that never ends. */
  readonly unterminated: number | undefined;
}

const wordStart = /[A-Za-z_$\u0080-\uFFFF]/;
const wordPart = /[A-Za-z0-9_$\u0080-\uFFFF]/;
const digit = /[0-9]/;

export function lex(sql: string): LexedStatement {
  const tokens: Token[] = [];
  const blanks: [number, number][] = [];
  let executableComment: number | undefined;
  let unterminated: number | undefined;
  let at = 0;
  const push = (kind: TokenKind, start: number, end: number, text = sql.slice(start, end)) => {
    tokens.push({ kind, text, start, end });
    at = end;
  };
  while (at < sql.length) {
    const letter = sql.charAt(at);
    if (/\s/.test(letter)) {
      at += 1;
    } else if (letter === '#' || isDashComment(sql, at)) {
      const end = endOfLine(sql, at);
      blanks.push([at, end]);
      at = end;
    } else if (sql.startsWith('/*', at)) {
      if (/^\/\*M?!/i.test(sql.slice(at, at + 4))) executableComment ??= at;
      const close = sql.indexOf('*/', at + 2);
      if (close < 0) unterminated ??= at;
      const end = close < 0 ? sql.length : close + 2;
      blanks.push([at, end]);
      at = end;
    } else if (letter === "'" || letter === '"' || letter === '`') {
      const end = endOfQuoted(sql, at, letter);
      if (end === undefined) unterminated ??= at;
      const stop = end ?? sql.length;
      if (letter === '`') push('quotedName', at, stop, sql.slice(at + 1, stop - 1).replaceAll('``', '`'));
      else push('string', at, stop);
    } else if (letter === '@') {
      let end = at + 1;
      while (end < sql.length && /[@A-Za-z0-9_$.]/.test(sql.charAt(end))) end += 1;
      push('variable', at, end);
    } else if (wordStart.test(letter)) {
      let end = at + 1;
      while (end < sql.length && wordPart.test(sql.charAt(end))) end += 1;
      push('word', at, end, sql.slice(at, end).toUpperCase());
    } else if (digit.test(letter)) {
      let end = at + 1;
      while (end < sql.length && /[0-9A-Za-z_$.]/.test(sql.charAt(end))) end += 1;
      push('number', at, end);
    } else {
      push('symbol', at, sql.startsWith(':=', at) ? at + 2 : at + 1);
    }
  }
  return { tokens, withoutComments: blanked(sql, blanks), executableComment, unterminated };
}

/** `--` begins a comment only before a blank, a control character or the end. */
const isDashComment = (sql: string, at: number) => sql.startsWith('--', at) && !(sql.charAt(at + 2) > ' ');

function endOfLine(sql: string, at: number): number {
  const end = sql.indexOf('\n', at);
  return end < 0 ? sql.length : end;
}

function endOfQuoted(sql: string, at: number, quote: string): number | undefined {
  for (let position = at + 1; position < sql.length; position += 1) {
    const letter = sql.charAt(position);
    if (letter === '\\' && quote !== '`') position += 1;
    else if (letter === quote) {
      if (sql.charAt(position + 1) !== quote) return position + 1;
      position += 1;
    }
  }
  return undefined;
}

function blanked(sql: string, ranges: readonly [number, number][]): string {
  let text = '';
  let from = 0;
  for (const [start, end] of ranges) {
    text += sql.slice(from, start) + sql.slice(start, end).replace(/[^\n]/g, ' ');
    from = end;
  }
  return text + sql.slice(from);
}
