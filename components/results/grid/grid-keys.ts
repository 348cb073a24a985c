import type { KeyboardEvent } from 'react';
import type { ColumnActions } from './column-actions.ts';
import { COLUMN_STEP_PX } from './grid-metrics.ts';
import { type GridBounds, type GridSelection, HEADER_ROW, moveSelection, selectAll } from './selection.ts';
import type { GridColumn } from './use-grid-columns.ts';

interface KeyOptions {
  readonly bounds: GridBounds;
  readonly selection: GridSelection;
  readonly columns: readonly GridColumn[];
  /** Selects and brings the active cell into view. */
  go(selection: GridSelection): void;
  copy(): void;
  /** Answers whether there was something to stop. */
  stopCopy(): boolean;
  openCell(): void;
  openMenu(): void;
  setWidths(widths: Record<string, number>): void;
  move(column: GridColumn, steps: number): void;
  readonly actions: ColumnActions;
}

const SHORTCUT_KEYS = new Set(['a', 'c']);

/** Keys of the grid. Answers a handler that takes only the keys it knows, so that Tab and the browser's own keys go their way. */
export function gridKeys(options: KeyOptions) {
  const { bounds, selection, columns } = options;
  const isHeader = selection.focus.row === HEADER_ROW;
  const column = columns[selection.focus.column];

  const headingKey = (event: KeyboardEvent, { position }: GridColumn): boolean => {
    switch (event.key.toLowerCase()) {
      case 's':
        options.actions.toggleSort(position, event.shiftKey);
        return true;
      case 'f':
        options.actions.editFilter(position);
        return true;
      case 'i':
        options.actions.summarize(position);
        return true;
      default:
        return false;
    }
  };

  const act = (event: KeyboardEvent): boolean => {
    const ctrl = event.ctrlKey || event.metaKey;
    if (ctrl && !event.altKey && !event.shiftKey && SHORTCUT_KEYS.has(event.key.toLowerCase())) {
      if (event.key.toLowerCase() === 'c') options.copy();
      else options.go(selectAll(bounds));
      return true;
    }
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      options.openMenu();
      return true;
    }
    if (event.key === 'Escape') return options.stopCopy();
    if (event.altKey && !ctrl && isHeader && column && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      options.move(column, event.key === 'ArrowLeft' ? -1 : 1);
      return true;
    }
    if (event.altKey) return false;
    // From any of its cells, a column is sorted, filtered and summed up.
    if (!ctrl && column && headingKey(event, column)) return true;
    if (!ctrl && (event.key === 'Enter' || event.key === 'F2' || event.key === ' ')) {
      if (isHeader) options.openMenu();
      else options.openCell();
      return true;
    }
    if (!ctrl && isHeader && column && (event.key === '+' || event.key === '-')) {
      options.setWidths({ [column.id]: column.size + (event.key === '+' ? COLUMN_STEP_PX : -COLUMN_STEP_PX) });
      return true;
    }
    const moved = moveSelection(selection, event.key, { shift: event.shiftKey, ctrl }, bounds);
    if (moved) options.go(moved);
    return moved !== undefined;
  };

  return (event: KeyboardEvent) => {
    if (columns.length > 0 && act(event)) event.preventDefault();
  };
}
