import { expect, it } from 'vitest';
import { type GridPlaces, hitAt } from './grid-places.ts';

/** Two pinned columns of 100, then three of 200, scrolled by 250 to the right and ten rows down. */
const places: GridPlaces = {
  headerPx: 40,
  rowPx: 20,
  rowNumberPx: 50,
  rowCount: 1000,
  lefts: [50, 150, 250, 450, 650, 850],
  pinnedCount: 2,
  topPx: 200,
  leftPx: 250,
};

it('finds cells under pinned and scrolled columns', () => {
  expect(hitAt(places, 60, 45)).toEqual({ part: 'cell', point: { row: 10, column: 0 } });
  expect(hitAt(places, 160, 45)).toEqual({ part: 'cell', point: { row: 10, column: 1 } });
  expect(hitAt(places, 260, 61)).toEqual({ part: 'cell', point: { row: 11, column: 3 } });
  expect(hitAt(places, 401, 45)).toEqual({ part: 'cell', point: { row: 10, column: 4 } });
});

it('finds row numbers, headings, the corner and nothing', () => {
  expect(hitAt(places, 10, 45)).toEqual({ part: 'row', row: 10 });
  expect(hitAt(places, 260, 10)).toEqual({ part: 'column', column: 3 });
  expect(hitAt(places, 10, 10)).toEqual({ part: 'corner' });
  expect(hitAt(places, 700, 45)).toEqual({ part: 'none' });
  expect(hitAt({ ...places, rowCount: 5 }, 60, 45)).toEqual({ part: 'none' });
});

it('takes the nearest cell while dragging outside', () => {
  expect(hitAt(places, -50, -500, true)).toEqual({ part: 'cell', point: { row: 0, column: 0 } });
  expect(hitAt(places, 5000, 99_999, true)).toEqual({ part: 'cell', point: { row: 999, column: 4 } });
});
