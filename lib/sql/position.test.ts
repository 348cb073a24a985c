import { expect, it } from 'vitest';
import { shiftPosition } from './position.ts';

it('finds the place of a statement’s error in the whole document', () => {
  const text = 'SELECT 1;\n\nSELECT x\nFROM t';
  expect(shiftPosition(text, 11, { offset: 7, line: 1, column: 8, length: 1 })).toEqual({
    offset: 18,
    line: 3,
    column: 8,
    length: 1,
  });
  expect(shiftPosition(text, 11, { offset: 14, line: 2, column: 6, length: 1 })).toMatchObject({ line: 4, column: 6 });
  expect(shiftPosition(text, 0, { offset: 0, line: 1, column: 1, length: 0 })).toMatchObject({ line: 1, column: 1 });
});
