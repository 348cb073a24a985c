import { duckdbRules, type LexicalRules } from './dialect.ts';
import { type Token, tokenize } from './tokens.ts';

/** One statement's place in a text: from its first word to its last, without the semicolon and the comments around it. */
export interface StatementRange {
  readonly start: number;
  readonly end: number;
  /** Behind the semicolon, or `end` if there is none. */
  readonly endWithSemicolon: number;
}

/** Statements of a text in order. Pieces of nothing but blanks and comments are none. */
export function splitStatements(text: string, rules: LexicalRules = duckdbRules): StatementRange[] {
  return rangesOf(tokenize(text, rules));
}

function rangesOf(tokens: readonly Token[]): StatementRange[] {
  const ranges: StatementRange[] = [];
  let start: number | undefined;
  let end = 0;
  for (const token of tokens) {
    if (token.kind === 'comment') continue;
    if (token.kind === 'semicolon') {
      if (start !== undefined) ranges.push({ start, end, endWithSemicolon: token.end });
      start = undefined;
      continue;
    }
    start ??= token.start;
    end = token.end;
  }
  if (start !== undefined) ranges.push({ start, end, endWithSemicolon: end });
  return ranges;
}

/**
 * The statement that "run" means with the cursor at `offset`: the one around it; behind a semicolon on the same line the one before (the end of
 * a line belongs to it); between statements the next one, and behind the last the last. Undefined if there is none.
 */
export function statementAt(
  text: string,
  offset: number,
  rules: LexicalRules = duckdbRules,
): StatementRange | undefined {
  const ranges = splitStatements(text, rules);
  const within = ranges.find((range) => range.start <= offset && offset <= range.endWithSemicolon);
  if (within !== undefined) return within;
  const before = ranges.findLast((range) => range.endWithSemicolon < offset);
  const after = ranges.find((range) => range.start > offset);
  if (before === undefined || after === undefined) return before ?? after;
  return text.slice(before.endWithSemicolon, offset).includes('\n') ? after : before;
}
