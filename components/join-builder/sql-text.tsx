import { useMemo } from 'react';
import { duckdbRules } from '../../lib/sql/dialect.ts';
import { duckdbKeywords } from '../../lib/sql/duckdb-words.ts';
import { type TokenKind, tokenize } from '../../lib/sql/tokens.ts';
import styles from './sql-view.module.css';

const keywords = new Set([...duckdbKeywords, 'by', 'anti', 'semi', 'replace', 'date', 'exclude', 'over', 'partition']);

interface Piece {
  readonly at: number;
  readonly text: string;
  readonly kind: TokenKind | 'keyword' | undefined;
}

/** SQL in the editor's colours, to read and to select. */
export function SqlText({ sql }: { readonly sql: string }) {
  const pieces = useMemo(() => piecesOf(sql), [sql]);
  return (
    <code>
      {pieces.map(({ at, text, kind }) => (
        <span key={at} className={kind === undefined ? undefined : styles[kind]}>
          {text}
        </span>
      ))}
    </code>
  );
}

function piecesOf(sql: string): Piece[] {
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
