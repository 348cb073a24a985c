import type {
  ColumnOrderState,
  ColumnPinningState,
  ColumnSizingState,
  ColumnVisibilityState,
} from '@tanstack/react-table';
import type { ResultWindows } from './result-windows.ts';
import type { GridSelection } from './selection.ts';

/** How the reader arranged the columns of a result; the same for each order and filter of its rows. */
export interface ColumnArrangement {
  sizing: ColumnSizingState;
  pinning: ColumnPinningState;
  visibility: ColumnVisibilityState;
  order: ColumnOrderState;
  /** Columns were fitted to their first rows already. */
  isFitted: boolean;
}

/** How the reader left a result: kept while the page lives, so that switching tabs loses nothing. */
export interface GridView {
  windows: ResultWindows;
  topPx: number;
  leftPx: number;
  selection: GridSelection;
  readonly columns: ColumnArrangement;
}

const KEPT_VIEWS = 12;
const KEPT_ARRANGEMENTS = 100;
const views = new Map<string, GridView>();
const arrangements = new Map<string, ColumnArrangement>();

/** Keeps `value` as the newest of a map. */
function touch<Value>(map: Map<string, Value>, key: string, value: Value): Value {
  map.delete(key);
  map.set(key, value);
  return value;
}

function arrangementOf(runId: string): ColumnArrangement {
  const fresh: ColumnArrangement = {
    sizing: {},
    pinning: { start: [], end: [] },
    visibility: {},
    order: [],
    isFitted: false,
  };
  const found = touch(arrangements, runId, arrangements.get(runId) ?? fresh);
  for (const old of [...arrangements.keys()].slice(0, Math.max(0, arrangements.size - KEPT_ARRANGEMENTS)))
    arrangements.delete(old);
  return found;
}

/** The grid's state for a run's result and what is shown of it; `before` is how the same result was left in another order. */
export function viewOf(
  runId: string,
  shown: string,
  make: (columns: ColumnArrangement, before: GridView | undefined) => GridView,
): GridView {
  const key = `${runId} ${shown}`;
  const before = [...views].findLast(([each]) => each.startsWith(`${runId} `))?.[1];
  const view = touch(views, key, views.get(key) ?? make(arrangementOf(runId), before));
  for (const [old, { windows }] of views) {
    if (views.size <= KEPT_VIEWS) break;
    windows.close();
    views.delete(old);
  }
  return view;
}
