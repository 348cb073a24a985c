import type { JsonCell } from '../contract/result.ts';
import { type ColumnKind, isNumericKind } from './column-kind.ts';
import { groupDigits } from './number.ts';

/** Characters of a cell that the grid draws; the rest is in the cell's view. */
export const MAX_CELL_CHARACTERS = 300;
const MAX_BLOB_DIGITS = 32;

/** Exact text of a value, for copying and for the cell's view. NULL is the empty text: ask for it first. */
export function cellText(value: JsonCell): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return JSON.stringify(value);
}

/** Bytes behind `\x…` text. */
export const blobSizeBytes = (text: string): number => Math.max(0, text.length - 2) / 2;

function cut(text: string): string {
  return text.length > MAX_CELL_CHARACTERS ? `${text.slice(0, MAX_CELL_CHARACTERS)}…` : text;
}

/** One line of text for the grid: numbers grouped, line breaks as marks, long values cut. */
export function formatCell(value: Exclude<JsonCell, null>, kind: ColumnKind): string {
  if (typeof value === 'string') {
    if (isNumericKind(kind)) return groupDigits(value);
    if (kind === 'blob') {
      const digits = value.slice(2, 2 + MAX_BLOB_DIGITS);
      return value.length - 2 > MAX_BLOB_DIGITS ? `${digits}…` : digits;
    }
    return cut(value.slice(0, MAX_CELL_CHARACTERS + 1))
      .replace(/\r\n|\r|\n/g, '↵')
      .replaceAll('\t', '⇥');
  }
  if (typeof value === 'number') return isNumericKind(kind) ? groupDigits(String(value)) : String(value);
  if (typeof value === 'boolean') return String(value);
  return cut(compactNested(value));
}

/** Nested value on one line, cut while it is being written so that a huge list costs little. */
function compactNested(value: JsonCell[] | { [key: string]: JsonCell }): string {
  let left = MAX_CELL_CHARACTERS;
  const write = (part: JsonCell): string => {
    if (left <= 0) return '';
    if (part === null || typeof part !== 'object') {
      const text = part === null ? 'null' : typeof part === 'string' ? JSON.stringify(part) : String(part);
      left -= text.length;
      return text;
    }
    const isList = Array.isArray(part);
    const pieces: string[] = [];
    for (const [key, inner] of Object.entries(part)) {
      if (left <= 0) {
        pieces.push('…');
        break;
      }
      left -= 2;
      if (!isList) left -= key.length;
      pieces.push(isList ? write(inner) : `${key}: ${write(inner)}`);
    }
    return isList ? `[${pieces.join(', ')}]` : `{${pieces.join(', ')}}`;
  };
  return write(value);
}
