import { isNumericKind } from '../../../lib/format/column-kind.ts';
import { SumOfDigits } from '../../../lib/format/exact-sum.ts';
import { formatCount, formatCounted, groupDigits } from '../../../lib/format/number.ts';
import type { ResultWindows } from './result-windows.ts';
import { type CellRange, cellsIn } from './selection.ts';
import type { GridColumn } from './use-grid-columns.ts';

const MAX_SUMMED_CELLS = 100_000;

/** What the strip says of a selection of more than one cell: how many, and sum and mean of the numbers in it, exact or said not to be. */
export function summarize(
  range: CellRange,
  columns: readonly GridColumn[],
  windows: ResultWindows,
): string | undefined {
  const cells = cellsIn(range);
  if (cells < 2) return undefined;
  const rows = range.lastRow - range.firstRow + 1;
  const size = `${formatCount(rows)} × ${formatCounted(columns.length, 'column')}`;
  const numeric = columns.filter((column) => isNumericKind(column.kind));
  if (numeric.length === 0) return size;
  if (rows * numeric.length > MAX_SUMMED_CELLS) return `${size} · too many cells to add up here`;
  const total = new SumOfDigits();
  for (let row = range.firstRow; row <= range.lastRow; row += 1) {
    for (const { position, kind } of numeric) {
      const value = windows.cell(row, position);
      if (value === undefined) return `${size} · sum: not all cells are loaded`;
      if (typeof value === 'number' || typeof value === 'string') total.add(value, kind === 'float');
    }
  }
  const result = total.result();
  if (!result) return size;
  const about = result.isExact ? '' : '≈ ';
  return `${size} · ${formatCounted(result.count, 'number')} · sum ${about}${groupDigits(result.sum)} · avg ${about}${groupDigits(result.average)}`;
}
