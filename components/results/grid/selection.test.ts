import { expect, it } from 'vitest';
import {
  cellsIn,
  clampSelection,
  followColumns,
  type GridSelection,
  HEADER_ROW,
  isInRange,
  moveSelection,
  rangeOf,
  selectAll,
  selectCell,
  selectColumns,
  selectRows,
} from './selection.ts';

const bounds = { rows: 1000, columns: 20, pageRows: 25 };
const plain = { shift: false, ctrl: false };
const press = (selection: GridSelection, key: string, keys: Partial<typeof plain> = {}) =>
  moveSelection(selection, key, { ...plain, ...keys }, bounds)?.focus;

it('moves by keys and stops at the edges', () => {
  const start = selectCell({ row: 10, column: 5 });
  expect(press(start, 'ArrowDown')).toEqual({ row: 11, column: 5 });
  expect(press(start, 'PageDown')).toEqual({ row: 35, column: 5 });
  expect(press(start, 'PageUp')).toEqual({ row: 0, column: 5 });
  expect(press(start, 'Home')).toEqual({ row: 10, column: 0 });
  expect(press(start, 'End', { ctrl: true })).toEqual({ row: 999, column: 19 });
  expect(press(start, 'Home', { ctrl: true })).toEqual({ row: 0, column: 0 });
  expect(press(selectCell({ row: 999, column: 19 }), 'ArrowRight')).toEqual({ row: 999, column: 19 });
  expect(press(start, 'a')).toBeUndefined();
});

it('reaches the header from the first row and comes back', () => {
  expect(press(selectCell({ row: 0, column: 3 }), 'ArrowUp')).toEqual({ row: HEADER_ROW, column: 3 });
  expect(press(selectCell({ row: HEADER_ROW, column: 3 }), 'ArrowDown')).toEqual({ row: 0, column: 3 });
  expect(press(selectCell({ row: 0, column: 3 }), 'ArrowUp', { shift: true })).toEqual({ row: 0, column: 3 });
});

it('extends a range from its anchor in any direction', () => {
  const start = selectCell({ row: 10, column: 5 });
  const extended = moveSelection(start, 'PageUp', { shift: true, ctrl: false }, bounds);
  expect(extended && rangeOf(extended)).toEqual({ firstRow: 0, lastRow: 10, firstColumn: 5, lastColumn: 5 });
  const left = moveSelection(start, 'ArrowLeft', { shift: true, ctrl: false }, bounds);
  expect(left && cellsIn(rangeOf(left))).toBe(2);
});

it('selects rows, columns and everything', () => {
  const start = selectCell({ row: 4, column: 2 });
  expect(cellsIn(rangeOf(selectAll(bounds)))).toBe(20_000);
  expect(rangeOf(selectRows(start, 7, bounds, true))).toEqual({
    firstRow: 4,
    lastRow: 7,
    firstColumn: 0,
    lastColumn: 19,
  });
  expect(rangeOf(selectColumns(start, 1, bounds, true))).toEqual({
    firstRow: 0,
    lastRow: 999,
    firstColumn: 1,
    lastColumn: 2,
  });
  expect(isInRange(rangeOf(start), { row: 4, column: 2 })).toBe(true);
  expect(isInRange(rangeOf(start), { row: 4, column: 3 })).toBe(false);
});

it('counts no cell while the header is active, and fits a smaller grid', () => {
  expect(cellsIn(rangeOf(selectCell({ row: HEADER_ROW, column: 1 })))).toBe(0);
  expect(clampSelection(selectAll(bounds), { rows: 3, columns: 2, pageRows: 1 }).focus).toEqual({ row: 2, column: 1 });
  expect(clampSelection(selectAll(bounds), { rows: 0, columns: 2, pageRows: 1 }).focus.row).toBe(HEADER_ROW);
});

it('stays with its column when columns move or go', () => {
  const onThree = selectCell({ row: 5, column: 2 });
  expect(followColumns(onThree, ['1', '2', '3'], ['3', '1', '2']).focus).toEqual({ row: 5, column: 0 });
  expect(followColumns(onThree, ['1', '2', '3'], ['1', '2']).focus).toEqual({ row: 5, column: 1 });
});
