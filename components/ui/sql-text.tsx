import { type CSSProperties, useMemo } from 'react';
import { duckdbRules } from '../../lib/sql/dialect.ts';
import { duckdbKeywords } from '../../lib/sql/duckdb-words.ts';
import { type TokenKind, tokenize } from '../../lib/sql/tokens.ts';
import styles from './sql-text.module.css';

const keywords = new Set([...duckdbKeywords, 'by', 'anti', 'semi', 'replace', 'date', 'exclude', 'over', 'partition']);

interface Piece {
  readonly at: number;
  readonly text: string;
  readonly kind: TokenKind | 'keyword' | undefined;
}

/** SQL in the editor's colours, to read and to select. A line too long for its place goes on under its own beginning. */
export function SqlText({ sql }: { readonly sql: string }) {
  const lines = useMemo(() => linesOf(piecesOf(sql)), [sql]);
  return (
    <code className={styles.sql}>
      {lines.map(({ at, indent, pieces }) => (
        <span key={at} className={styles.line} style={{ '--indent': `${indent}ch` } as CSSProperties}>
          {pieces.map((piece) => (
            <span key={piece.at} className={piece.kind === undefined ? undefined : styles[piece.kind]}>
              {piece.text}
            </span>
          ))}
          {'\n'}
        </span>
      ))}
    </code>
  );
}

interface Line {
  readonly at: number;
  /** Where the line goes on if it is too long. */
  readonly indent: number;
  readonly pieces: readonly Piece[];
}

const LIST_INDENT = 'SELECT '.length;
/** A line that goes on stands this much further in. */
const CONTINUED = 2;

function linesOf(pieces: readonly Piece[]): Line[] {
  const lines: Piece[][] = [[]];
  for (const { at, text, kind } of pieces) {
    let place = at;
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push({ at: place, text: part, kind });
      place += part.length + 1;
    }
  }
  return lines.map((line, index) => {
    const [first] = line;
    const isSelect = first?.text.toUpperCase() === 'SELECT';
    const blanks = /^ */.exec(first?.text ?? '')?.[0].length ?? 0;
    // Columns stand behind SELECT, on the further lines too: a list broken within its place is the same list.
    const isList = isSelect || blanks === LIST_INDENT;
    return { at: first?.at ?? -index - 1, indent: isList ? LIST_INDENT : blanks + CONTINUED, pieces: line };
  });
}

/** Beyond this the statement is shown in one colour: hundreds of columns would be thousands of coloured pieces. */
const mostColoured = 20_000;

function piecesOf(sql: string): Piece[] {
  if (sql.length > mostColoured) return [{ at: 0, text: sql, kind: undefined }];
  const pieces: Piece[] = [];
  let place = 0;
  for (const { kind, start, end } of tokenize(sql, duckdbRules)) {
    if (start > place) pieces.push({ at: place, text: sql.slice(place, start), kind: undefined });
    const text = sql.slice(start, end);
    pieces.push({ at: start, text, kind: kind === 'word' && keywords.has(text.toLowerCase()) ? 'keyword' : kind });
    place = end;
  }
  if (place < sql.length) pieces.push({ at: place, text: sql.slice(place), kind: undefined });
  return pieces;
}
