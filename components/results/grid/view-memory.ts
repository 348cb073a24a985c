import type { ColumnPinningState, ColumnSizingState, ColumnVisibilityState } from '@tanstack/react-table';
import type { ResultWindows } from './result-windows.ts';
import type { GridSelection } from './selection.ts';

/** How the reader left a result: kept while the page lives, so that switching tabs loses nothing. */
export interface GridView {
  windows: ResultWindows;
  topPx: number;
  leftPx: number;
  selection: GridSelection;
  sizing: ColumnSizingState;
  pinning: ColumnPinningState;
  visibility: ColumnVisibilityState;
  /** Columns were fitted to their first rows already. */
  isFitted: boolean;
}

const KEPT_VIEWS = 12;
const views = new Map<string, GridView>();

/** The view of a run's result; made anew for a run not seen lately. */
export function viewOf(runId: string, make: () => GridView): GridView {
  const view = views.get(runId) ?? make();
  views.delete(runId);
  views.set(runId, view);
  for (const [old, { windows }] of views) {
    if (views.size <= KEPT_VIEWS) break;
    windows.close();
    views.delete(old);
  }
  return view;
}
