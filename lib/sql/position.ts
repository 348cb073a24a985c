import type { Position } from '../contract/errors.ts';

/** A position in a part of `text` that begins at `start`, as a position in the whole text. */
export function shiftPosition(text: string, start: number, { offset, length }: Position): Position {
  const whole = Math.min(start + offset, text.length);
  const lineStart = text.lastIndexOf('\n', whole - 1) + 1;
  return { offset: whole, line: text.slice(0, whole).split('\n').length, column: whole - lineStart + 1, length };
}
