import { describe, expect, it } from 'vitest';
import { commentAt } from './comment-at.ts';

const text = "-- revenue per owner,\n-- by month\nSELECT '-- no';\n\n/* the ten best */\nSELECT 2";

describe('the comment that a statement is written from', () => {
  it.each([
    [0, 'revenue per owner, by month'],
    [text.indexOf('SELECT'), 'revenue per owner, by month'],
    [text.indexOf('ten'), 'the ten best'],
    [text.length, 'the ten best'],
  ])('at %i is "%s"', (offset, words) => expect(commentAt(text, offset)).toBe(words));

  it('is none where there is none, or it says nothing', () => {
    expect(commentAt('SELECT 1', 3)).toBeUndefined();
    expect(commentAt('--\nSELECT 1', 3)).toBeUndefined();
  });
});
