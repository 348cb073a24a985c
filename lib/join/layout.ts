/** Layout of written SQL: lines that are easy to read and to compare. */
import { tokenize } from '../sql/tokens.ts';

const WIDTH = 100;

/** `SELECT a, b,` with further columns packed below the first. */
export function selectList(items: readonly string[]): string {
  const indent = ' '.repeat('SELECT '.length);
  const lines: string[] = [];
  let line = '';
  for (const [index, item] of items.entries()) {
    const piece = index === items.length - 1 ? item : `${item},`;
    if (line === '') line = piece;
    else if (indent.length + line.length + 1 + piece.length <= WIDTH) line += ` ${piece}`;
    else {
      lines.push(line);
      line = piece;
    }
  }
  lines.push(line);
  return `SELECT ${lines.join(`\n${indent}`)}`;
}

/** Moves the lines of a statement in, except those that begin within a literal, a quoted name or a comment. */
export function indented(text: string, by: number): string {
  const fixed = tokenize(text).filter(({ kind }) => kind === 'string' || kind === 'quoted' || kind === 'comment');
  const blanks = ' '.repeat(by);
  let written = blanks;
  let at = 0;
  for (const { start, end } of fixed) {
    written += text.slice(at, start).replaceAll('\n', `\n${blanks}`) + text.slice(start, end);
    at = end;
  }
  return written + text.slice(at).replaceAll('\n', `\n${blanks}`);
}

/** Conditions below each other: the first behind the word, the others in line with it. */
export function conditions(word: string, parts: readonly string[], indent: string): string {
  return parts.map((part, index) => `${indent}${index === 0 ? word : 'AND'.padStart(word.length)} ${part}`).join('\n');
}
