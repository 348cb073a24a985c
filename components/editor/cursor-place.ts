import type { LexicalRules } from '../../lib/sql/dialect.ts';
import { nameOf, type Token, tokenize } from '../../lib/sql/tokens.ts';

/** What stands before the cursor, as far as completion cares. */
export interface CursorPlace {
  /** False inside a string or a comment. */
  readonly isCode: boolean;
  /** Names before the word, each followed by a dot: `shop.orders.` gives two. */
  readonly qualifier: readonly string[];
  /** Begin of the word at the cursor. */
  readonly prefix: string;
  readonly expects: 'table' | 'condition' | 'expression';
}

const clauseWords = new Set(
  'SELECT FROM JOIN ON WHERE GROUP HAVING ORDER LIMIT QUALIFY USING WITH UNION BY SET'.split(' '),
);

/** Reads the statement's text up to the cursor. */
export function placeAt(before: string, rules: LexicalRules): CursorPlace {
  const tokens = tokenize(before, rules);
  const last = tokens.at(-1);
  const isCode = last === undefined || !isOpen(before, last);
  const code = tokens.filter((token) => token.kind !== 'comment');
  const textOf = (token: Token | undefined): string =>
    token === undefined ? '' : before.slice(token.start, token.end);

  let index = code.length - 1;
  let prefix = '';
  const word = code[index];
  if (word !== undefined && word.end === before.length && (word.kind === 'word' || word.kind === 'quoted')) {
    prefix = nameOf(before, word);
    index -= 1;
  }
  const qualifier: string[] = [];
  while (textOf(code[index]) === '.' && /word|quoted/.test(code[index - 1]?.kind ?? '')) {
    const name = code[index - 1];
    if (name !== undefined) qualifier.unshift(nameOf(before, name));
    index -= 2;
  }
  return { isCode, qualifier, prefix, expects: expectation(code.slice(0, index + 1), textOf) };
}

/** True for a comment or string that the cursor is still in. */
function isOpen(before: string, token: Token): boolean {
  if (token.end !== before.length) return false;
  const text = before.slice(token.start);
  if (token.kind === 'comment') return !text.startsWith('/*') || !text.endsWith('*/') || text.length < 4;
  if (token.kind !== 'string') return false;
  return !/^(?:[eE]?'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$)[\s\S]*\1)$/.test(text);
}

function expectation(code: readonly Token[], textOf: (token: Token | undefined) => string): CursorPlace['expects'] {
  const lastWord = textOf(code.at(-1)).toUpperCase();
  if (lastWord === 'FROM' || lastWord === 'JOIN') return 'table';
  let depth = 0;
  let clause = '';
  for (const token of [...code].reverse()) {
    const text = textOf(token).toUpperCase();
    if (text === ')') depth += 1;
    else if (text === '(') depth -= 1;
    if (depth < 0) break;
    if (depth === 0 && token.kind === 'word' && clauseWords.has(text)) {
      clause = text;
      break;
    }
  }
  if (lastWord === ',' && (clause === 'FROM' || clause === 'JOIN')) return 'table';
  return clause === 'ON' && (lastWord === 'ON' || lastWord === 'AND') ? 'condition' : 'expression';
}
