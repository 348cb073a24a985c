/** Parts of a sheet as people write them. Pure. */
import type { SheetRow } from './sheet-rows.ts';

/** A part of a sheet, 0-based and inclusive; `Infinity` = to the end. */
export interface SheetRange {
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

const everything: SheetRange = { firstColumn: 0, lastColumn: Infinity, firstRow: 1, lastRow: Infinity };

/** `B3`, `B3:F`, `B3:F100`, `B:F`. */
export const rangePattern = /^([A-Za-z]{1,3})(\d{1,7})?(?::([A-Za-z]{1,3})(\d{1,7})?)?$/;

export function parseRange(range: string | undefined): SheetRange {
  const match = rangePattern.exec(range ?? '');
  if (match === null) return everything;
  const [, firstColumn = 'A', firstRow, lastColumn, lastRow] = match;
  return {
    firstColumn: columnOf(firstColumn),
    lastColumn: lastColumn === undefined ? Infinity : columnOf(lastColumn),
    firstRow: firstRow === undefined ? 1 : Number(firstRow),
    lastRow: lastRow === undefined ? Infinity : Number(lastRow),
  };
}

/** The row's cells that lie in the range. */
export function cellsWithin(row: SheetRow, range: SheetRange): SheetRow['cells'] {
  if (row.number < range.firstRow || row.number > range.lastRow) return [];
  if (range.firstColumn === 0 && range.lastColumn === Infinity) return row.cells;
  return row.cells.filter(({ column }) => column >= range.firstColumn && column <= range.lastColumn);
}

/** `BC12` is in column 54, counted from 0. */
export function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference.toUpperCase()) {
    const code = letter.charCodeAt(0) - 64;
    if (code < 1 || code > 26) break;
    column = column * 26 + code;
  }
  return column - 1;
}

export function columnLetters(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(65 + (column % 26));
}
