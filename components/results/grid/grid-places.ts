import type { CellPoint } from './selection.ts';

/** What lies under a point of the grid. */
export type GridHit =
  | { readonly part: 'cell'; readonly point: CellPoint }
  | { readonly part: 'row'; readonly row: number }
  | { readonly part: 'column'; readonly column: number }
  | { readonly part: 'corner' }
  | { readonly part: 'none' };

/** Where things lie, in pixels of the viewport unless said otherwise. */
export interface GridPlaces {
  readonly headerPx: number;
  readonly rowPx: number;
  readonly rowNumberPx: number;
  readonly rowCount: number;
  /** Left edges of the visible columns in the content, pinned first, and behind the last one its right edge. */
  readonly lefts: readonly number[];
  readonly pinnedCount: number;
  /** Place of the viewport in the content. */
  readonly topPx: number;
  readonly leftPx: number;
}

/** Last index whose left edge is at or before `x`, within `first` and `last`. */
function columnAt(lefts: readonly number[], x: number, first: number, last: number): number {
  let low = first;
  let high = last;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lefts[middle] ?? Number.POSITIVE_INFINITY) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** `clamp`: points outside count as the nearest cell, as dragging a range wants it. */
export function hitAt(places: GridPlaces, x: number, y: number, clamp = false): GridHit {
  const { lefts, pinnedCount, rowCount } = places;
  const columnCount = lefts.length - 1;
  const rowAt = Math.floor((y - places.headerPx + places.topPx) / places.rowPx);
  const pinnedEndPx = lefts[pinnedCount] ?? places.rowNumberPx;
  const isPinned = x < pinnedEndPx;
  const contentX = isPinned ? x : x + places.leftPx;
  const column = isPinned
    ? columnAt(lefts, contentX, 0, Math.max(0, pinnedCount - 1))
    : columnAt(lefts, contentX, pinnedCount, Math.max(pinnedCount, columnCount - 1));
  if (clamp) {
    if (columnCount === 0 || rowCount === 0) return { part: 'none' };
    const leftmost = x < places.rowNumberPx ? 0 : column;
    return { part: 'cell', point: { row: Math.max(0, Math.min(rowAt, rowCount - 1)), column: leftmost } };
  }
  const isHeader = y < places.headerPx;
  if (x < places.rowNumberPx) {
    if (isHeader) return { part: 'corner' };
    return rowAt < rowCount ? { part: 'row', row: rowAt } : { part: 'none' };
  }
  if (columnCount === 0 || contentX >= (lefts[columnCount] ?? 0)) return { part: 'none' };
  if (isHeader) return { part: 'column', column };
  return rowAt < rowCount ? { part: 'cell', point: { row: rowAt, column } } : { part: 'none' };
}
