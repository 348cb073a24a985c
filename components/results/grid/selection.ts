/** A cell of the grid: row of the result and place among the visible columns, both from 0. Row -1 is the header. */
export interface CellPoint {
  readonly row: number;
  readonly column: number;
}
/** A rectangle from `anchor` to `focus`; `focus` is the active cell. */
export interface GridSelection {
  readonly anchor: CellPoint;
  readonly focus: CellPoint;
}
/** All four ends included. */
export interface CellRange {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}
export interface GridBounds {
  readonly rows: number;
  readonly columns: number;
  /** Whole rows in the viewport: what Page Up and Page Down move by. */
  readonly pageRows: number;
}

export const HEADER_ROW = -1;

export const rangeOf = ({ anchor, focus }: GridSelection): CellRange => ({
  firstRow: Math.max(0, Math.min(anchor.row, focus.row)),
  lastRow: Math.max(anchor.row, focus.row),
  firstColumn: Math.min(anchor.column, focus.column),
  lastColumn: Math.max(anchor.column, focus.column),
});

/** Cells in the range; 0 while only the header is active. */
export const cellsIn = (range: CellRange): number =>
  Math.max(0, range.lastRow - range.firstRow + 1) * (range.lastColumn - range.firstColumn + 1);

export const isInRange = (range: CellRange, { row, column }: CellPoint): boolean =>
  row >= range.firstRow && row <= range.lastRow && column >= range.firstColumn && column <= range.lastColumn;

export const selectCell = (point: CellPoint): GridSelection => ({ anchor: point, focus: point });

export const selectAll = ({ rows, columns }: GridBounds): GridSelection => ({
  anchor: { row: 0, column: 0 },
  focus: { row: Math.max(0, rows - 1), column: Math.max(0, columns - 1) },
});

/** Whole rows between the anchor's and `row`; `extend` keeps the anchor. */
export const selectRows = (before: GridSelection, row: number, bounds: GridBounds, extend: boolean): GridSelection => ({
  anchor: { row: extend ? Math.max(0, before.anchor.row) : row, column: 0 },
  focus: { row, column: Math.max(0, bounds.columns - 1) },
});

export const selectColumns = (
  before: GridSelection,
  column: number,
  bounds: GridBounds,
  extend: boolean,
): GridSelection => ({
  anchor: { row: 0, column: extend ? before.anchor.column : column },
  focus: { row: Math.max(0, bounds.rows - 1), column },
});

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high));

/** Brings a selection back inside a grid that has shrunk. */
export function clampSelection(selection: GridSelection, bounds: GridBounds): GridSelection {
  const within = ({ row, column }: CellPoint): CellPoint => ({
    row: clamp(row, HEADER_ROW, bounds.rows - 1),
    column: clamp(column, 0, Math.max(0, bounds.columns - 1)),
  });
  return { anchor: within(selection.anchor), focus: within(selection.focus) };
}

/** The selection after columns were pinned, shown or hidden: it stays with its columns. A hidden active column hands over to its neighbour. */
export function followColumns(
  selection: GridSelection,
  before: readonly string[],
  after: readonly string[],
): GridSelection {
  const move = ({ row, column }: CellPoint): CellPoint => {
    const found = after.indexOf(before[column] ?? '');
    return { row, column: found >= 0 ? found : clamp(column, 0, Math.max(0, after.length - 1)) };
  };
  return { anchor: move(selection.anchor), focus: move(selection.focus) };
}

function target({ row, column }: CellPoint, key: string, isCtrl: boolean, bounds: GridBounds): CellPoint | undefined {
  const lastRow = bounds.rows - 1;
  const lastColumn = bounds.columns - 1;
  switch (key) {
    case 'ArrowUp':
      return { row: isCtrl ? 0 : row - 1, column };
    case 'ArrowDown':
      return { row: isCtrl ? lastRow : row + 1, column };
    case 'ArrowLeft':
      return { row, column: isCtrl ? 0 : column - 1 };
    case 'ArrowRight':
      return { row, column: isCtrl ? lastColumn : column + 1 };
    case 'PageUp':
      return { row: Math.max(Math.min(row, 0), row - bounds.pageRows), column };
    case 'PageDown':
      return { row: row + bounds.pageRows, column };
    case 'Home':
      return { row: isCtrl ? 0 : row, column: 0 };
    case 'End':
      return { row: isCtrl ? lastRow : row, column: lastColumn };
    default:
      return undefined;
  }
}

/** The selection after a navigation key, or undefined if the key is none. Shift extends the range, which never takes in the header. */
export function moveSelection(
  selection: GridSelection,
  key: string,
  { shift, ctrl }: { readonly shift: boolean; readonly ctrl: boolean },
  bounds: GridBounds,
): GridSelection | undefined {
  const moved = target(selection.focus, key, ctrl, bounds);
  if (moved === undefined) return undefined;
  const isExtending = shift && selection.focus.row !== HEADER_ROW;
  const focus = {
    row: clamp(moved.row, isExtending ? 0 : HEADER_ROW, bounds.rows - 1),
    column: clamp(moved.column, 0, bounds.columns - 1),
  };
  return isExtending ? { anchor: selection.anchor, focus } : selectCell(focus);
}
