import { expect, test } from 'vitest';
import { nearCursor } from './near-cursor.ts';

test('a usual text is read whole', () => {
  expect(nearCursor('SELECT 1', 3)).toEqual({ text: 'SELECT 1', offset: 3 });
});

test('of a long text the part around the cursor is read, from the start of a line', () => {
  const line = 'SELECT name FROM shop.orders;\n';
  const text = line.repeat(40_000);
  const offset = 600_012;
  const near = nearCursor(text, offset);
  expect(near.text.length).toBeLessThanOrEqual(40_000);
  expect(near.text.startsWith('SELECT')).toBe(true);
  expect(near.text.slice(near.offset, near.offset + 20)).toBe(text.slice(offset, offset + 20));
});

test('a long text of one line, or a cursor near its start, loses nothing at the cursor', () => {
  const text = 'x'.repeat(100_000);
  expect(nearCursor(text, 90_000)).toEqual({ text: text.slice(60_000), offset: 30_000 });
  expect(nearCursor(text, 5)).toEqual({ text: text.slice(0, 10_005), offset: 5 });
});
