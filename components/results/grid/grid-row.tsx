// biome-ignore-all lint/a11y/useSemanticElements: table elements cannot be placed freely, so the roles of a grid stand on plain boxes
// biome-ignore-all lint/a11y/useFocusableInteractive: focus stays on the grid, which names its active cell
import { memo } from 'react';
import { groupDigits } from '../../../lib/format/number.ts';
import styles from './grid.module.css';
import { CellValue, cellClass } from './grid-cell.tsx';
import type { ResultWindows } from './result-windows.ts';
import type { GridColumn } from './use-grid-columns.ts';

/** A column with its place: `index` among the visible columns, `left` in pixels. */
export interface PlacedColumn {
  readonly column: GridColumn;
  readonly index: number;
  readonly left: number;
  /** Key of the box that draws it. */
  readonly slot: string;
}

interface GridRowProps {
  readonly row: number;
  readonly top: number;
  readonly gridId: string;
  readonly windows: ResultWindows;
  /** What of the row is loaded: only compared, so that a row draws again when its cells arrive. */
  readonly state: string;
  readonly pinned: readonly PlacedColumn[];
  readonly center: readonly PlacedColumn[];
  readonly rowNumberPx: number;
  /** Selected columns of this row, both ends included; -1 for none. */
  readonly firstSelected: number;
  readonly lastSelected: number;
  /** Column of the active cell if it lies in this row, else -1. */
  readonly active: number;
}

export const cellId = (gridId: string, row: number, index: number): string => `${gridId}-${row}-${index}`;

function Row(props: GridRowProps) {
  const { row, gridId, windows, firstSelected, lastSelected, active, rowNumberPx } = props;
  const isSelected = firstSelected >= 0;
  const cell = ({ column, index, left, slot }: PlacedColumn) => {
    const value = windows.cell(row, column.position);
    const isInRange = index >= firstSelected && index <= lastSelected;
    return (
      <div
        key={slot}
        id={cellId(gridId, row, index)}
        role="gridcell"
        aria-colindex={index + 2}
        aria-selected={isInRange}
        aria-busy={value === undefined || undefined}
        data-active={index === active || undefined}
        data-pinned={column.isPinned || undefined}
        className={cellClass(column.kind)}
        style={{ left, width: column.size }}
      >
        <CellValue value={value} kind={column.kind} />
      </div>
    );
  };
  return (
    <div role="row" aria-rowindex={row + 2} className={styles.row} style={{ top: props.top }}>
      <div
        role="rowheader"
        aria-colindex={1}
        className={styles.rowNumber}
        data-selected={isSelected || undefined}
        style={{ width: rowNumberPx }}
      >
        {groupDigits(String(row + 1))}
      </div>
      {props.pinned.map(cell)}
      {props.center.map(cell)}
    </div>
  );
}

export const GridRow = memo(Row);
