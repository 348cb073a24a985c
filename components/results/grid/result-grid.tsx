// biome-ignore-all lint/a11y/useSemanticElements: table elements cannot be placed freely, so the roles of a grid stand on plain boxes
'use client';

import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { toErrorShape } from '../../../lib/client/answer.ts';
import type { ConnectionSummary } from '../../../lib/contract/catalog.ts';
import type { ResultView } from '../../../lib/contract/result.ts';
import type { Run } from '../../../lib/contract/run.ts';
import { formatCell } from '../../../lib/format/cell.ts';
import { Button } from '../../ui/button.tsx';
import { ContextMenu, type MenuEntries } from '../../ui/menu.tsx';
import { ErrorNotice } from '../../ui/notice.tsx';
import { CellView, type OpenCell } from './cell-view.tsx';
import { writeClipboard } from './clipboard.ts';
import { type ColumnActions, isFilterValue } from './column-actions.ts';
import { windowsOf } from './fetch-window.ts';
import styles from './grid.module.css';
import { GridHeader, openMenuAt } from './grid-header.tsx';
import { gridKeys } from './grid-keys.ts';
import { cellMenu, columnMenu } from './grid-menu.tsx';
import { fitWidth, HEADER_PX, ROW_PX, rowNumberWidth } from './grid-metrics.ts';
import type { GridPlaces } from './grid-places.ts';
import { cellId, GridRow } from './grid-row.tsx';
import { ResultWindows } from './result-windows.ts';
import {
  clampSelection,
  followColumns,
  type GridBounds,
  type GridSelection,
  HEADER_ROW,
  rangeOf,
  selectCell,
  selectColumns,
} from './selection.ts';
import { summarize } from './selection-summary.ts';
import { useColumnPlaces } from './use-column-places.ts';
import { type GridColumn, useGridColumns } from './use-grid-columns.ts';
import { type CopyState, useGridCopy } from './use-grid-copy.ts';
import { useGridPointer } from './use-grid-pointer.ts';
import { useRowScroll } from './use-row-scroll.ts';
import { type ColumnArrangement, type GridView, viewOf } from './view-memory.ts';

/** What the grid tells the strip below it. */
export interface GridStatus {
  /** Positions of the columns shown, in their order; undefined while no grid is there. */
  readonly columns: readonly number[] | undefined;
  readonly selection: string | undefined;
  readonly copy: CopyState | undefined;
}

interface ResultGridProps {
  /** An ended run with a result; mount anew for another run or view. */
  readonly run: Run;
  /** Order and filters of its rows, and how many these are. */
  readonly shown: { readonly view: ResultView; readonly rows: number };
  readonly actions: ColumnActions;
  readonly connections: readonly ConnectionSummary[];
  onStatus(status: GridStatus): void;
}

const FITTED_ROWS = 200;
const SUMMARY_DELAY_MS = 80;

function newView(
  run: Run,
  { view, rows }: ResultGridProps['shown'],
  columns: ColumnArrangement,
  before: GridView | undefined,
): GridView {
  const isHeader = rows === 0 || before?.selection.focus.row === HEADER_ROW;
  return {
    windows: new ResultWindows(rows, run.columns.length, windowsOf(run.id, view)),
    topPx: 0,
    leftPx: before?.leftPx ?? 0,
    selection: selectCell({ row: isHeader ? HEADER_ROW : 0, column: before?.selection.focus.column ?? 0 }),
    columns,
  };
}

/** Run whose grid had the focus when another order of its rows took its place. */
let focusedRunId: string | undefined;

/** The stored result of a run as a grid: any number of rows and columns, drawn only where the reader looks. */
export function ResultGrid({ run, shown, actions, connections, onStatus }: ResultGridProps) {
  const gridId = useId();
  const rowCount = shown.rows;
  const [view] = useState(() =>
    viewOf(run.id, JSON.stringify(shown.view), (arrangement, before) => newView(run, shown, arrangement, before)),
  );
  const { windows } = view;
  const [fetchWindow] = useState(() => windowsOf(run.id, shown.view));
  const scroller = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const version = useSyncExternalStore(windows.subscribe, windows.version, windows.version);
  const columns = useGridColumns(run.columns, connections, view.columns);
  const scroll = useRowScroll(scroller, layer, rowCount, view.topPx);
  const copying = useGridCopy(windows, fetchWindow);
  const [openCell, setOpenCell] = useState<OpenCell>();
  const [menu, setMenu] = useState<MenuEntries>([]);

  // Of the whole result, so that the columns stay in their place while filters come and go.
  const rowNumberPx = rowNumberWidth(run.rows);
  const { pinned, center } = columns;
  const visible = useMemo(() => [...pinned, ...center], [pinned, center]);
  const { horizontal, lefts, totalPx, placedPinned, placedCenter, drawn } = useColumnPlaces(
    scroller,
    pinned,
    center,
    rowNumberPx,
    view.leftPx,
  );

  const bounds: GridBounds = { rows: rowCount, columns: visible.length, pageRows: scroll.pageRows };
  const [chosen, setChosen] = useState<GridSelection>(view.selection);
  const selection = clampSelection(chosen, bounds);
  const range = rangeOf(selection);
  const select = (next: GridSelection) => {
    view.selection = next;
    setChosen(next);
  };
  const shownIds = useRef<readonly string[]>([]);
  useLayoutEffect(() => {
    const before = shownIds.current;
    const after = visible.map(({ id }) => id);
    shownIds.current = after;
    if (before.length === 0 || (before.length === after.length && before.every((id, index) => id === after[index])))
      return;
    view.selection = followColumns(view.selection, before, after);
    setChosen(view.selection);
  }, [visible, view]);
  const showColumn = (index: number) => {
    const target = index < pinned.length ? undefined : horizontal.getOffsetForIndex(index - pinned.length, 'auto');
    if (target && scroller.current) scroller.current.scrollLeft = target[0];
  };
  const go = (next: GridSelection) => {
    select(next);
    if (next.focus.row - next.anchor.row + 1 < rowCount || rowCount === 1) {
      scroll.showRow(next.focus.row);
      showColumn(next.focus.column);
    }
  };

  const positions = useMemo(() => drawn.map(({ column }) => column.position), [drawn]);
  const { first, count } = scroll;
  useEffect(() => {
    if (count > 0) windows.want({ firstRow: first - count, lastRow: first + 2 * count, columns: positions });
  }, [windows, first, count, positions]);
  useEffect(() => {
    const element = scroller.current;
    if (element) element.scrollLeft = view.leftPx;
    return () => {
      windows.want({ firstRow: 0, lastRow: -1, columns: [] });
    };
  }, [view, windows]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (focusedRunId === run.id) element?.focus();
    focusedRunId = undefined;
    return () => {
      if (document.activeElement === element) focusedRunId = run.id;
    };
  }, [run.id]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const remember = () => {
      view.topPx = scroll.topPx();
      view.leftPx = element.scrollLeft;
    };
    element.addEventListener('scroll', remember, { passive: true });
    return () => element.removeEventListener('scroll', remember);
  }, [view, scroll.topPx]);

  const contentWidth = (column: GridColumn, firstRow: number, lastRow: number): number => {
    const texts: string[] = [];
    for (let row = firstRow; row <= Math.min(lastRow, rowCount - 1); row += 1) {
      const value = windows.cell(row, column.position);
      if (value === null) texts.push('NULL ');
      else if (value !== undefined) texts.push(formatCell(value, column.kind));
    }
    return fitWidth(scroller.current ?? document.body, column.kind, column.label, column.source, texts);
  };
  const fitNow = (column: GridColumn) =>
    columns.setWidths({
      [column.id]: contentWidth(column, Math.max(0, first - FITTED_ROWS), first + count + FITTED_ROWS),
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the first cells have come
  useEffect(() => {
    if (view.columns.isFitted || version === 0 || windows.cell(first, 0) === undefined) return;
    view.columns.isFitted = true;
    const known = visible.filter(({ position }) => windows.cell(first, position) !== undefined);
    columns.setWidths(
      Object.fromEntries(known.map((column) => [column.id, contentWidth(column, first, first + FITTED_ROWS)])),
    );
  }, [version]);

  const { firstRow, lastRow, firstColumn, lastColumn } = range;
  useEffect(() => {
    const timer = setTimeout(
      () => {
        const text = summarize(
          { firstRow, lastRow, firstColumn, lastColumn },
          visible.slice(firstColumn, lastColumn + 1),
          windows,
        );
        onStatus({ selection: text, copy: copying.state, columns: visible.map(({ position }) => position) });
      },
      version === 0 ? 0 : SUMMARY_DELAY_MS,
    );
    return () => clearTimeout(timer);
  }, [onStatus, copying.state, visible, windows, version, firstRow, lastRow, firstColumn, lastColumn]);
  useEffect(() => () => onStatus({ selection: undefined, copy: undefined, columns: undefined }), [onStatus]);

  const places = (): GridPlaces => ({
    headerPx: HEADER_PX,
    rowPx: ROW_PX,
    rowNumberPx,
    rowCount: rowCount,
    lefts,
    pinnedCount: pinned.length,
    topPx: scroll.topPx(),
    leftPx: scroller.current?.scrollLeft ?? 0,
  });
  const { hit, ...pointer } = useGridPointer({
    scroller,
    bounds,
    selection,
    places,
    select,
    scrollBy: (x, y) => {
      if (x !== 0 && scroller.current) scroller.current.scrollLeft += x;
      if (y !== 0) scroll.scrollTo(scroll.topPx() + y);
    },
  });

  const activeElement = () => document.getElementById(cellId(gridId, selection.focus.row, selection.focus.column));
  const open = () => {
    const { row, column: index } = selection.focus;
    const column = visible[index];
    const value = column && windows.cell(row, column.position);
    const anchor = activeElement();
    if (column && anchor && value !== undefined && row >= 0) setOpenCell({ row, column, value, anchor });
  };
  const onKeyDown = gridKeys({
    bounds,
    selection,
    columns: visible,
    go,
    copy: () => void copying.copy(range, visible, 'tsv'),
    stopCopy: () => {
      const isCopying = copying.isCopying();
      copying.cancel();
      return isCopying;
    },
    openCell: open,
    openMenu: () => {
      const element = activeElement();
      const box = element?.getBoundingClientRect();
      if (element && box) openMenuAt(element, box.left + 8, box.bottom - 2);
    },
    setWidths: columns.setWidths,
    move: columns.move,
    actions,
  });
  /** "Only rows with this value" for the active cell, where its text is what a filter takes. */
  const valueFilter = (): Pick<Parameters<typeof cellMenu>[0], 'onlyValue'> => {
    const { row, column: index } = selection.focus;
    const column = visible[index];
    const value = column && row >= 0 ? windows.cell(row, column.position) : undefined;
    if (column === undefined || value === undefined || !isFilterValue(value, column.kind)) return {};
    return { onlyValue: (without) => actions.onlyValue(column.position, value, without) };
  };
  const prepareMenu = (event: { clientX: number; clientY: number }) => {
    const found = hit(event);
    const column = found.part === 'column' ? visible[found.column] : undefined;
    setMenu(
      found.part === 'column' && column
        ? columnMenu({
            column,
            visibleCount: visible.length,
            hiddenCount: columns.hiddenCount,
            copyText: (text) => void writeClipboard(Promise.resolve(text)),
            select: () => select(selectColumns(selection, found.column, bounds, false)),
            fit: () => fitNow(column),
            actions,
            view: shown.view,
            move: (steps) => columns.move(column, steps),
            showAll: columns.showAll,
          })
        : cellMenu({
            range,
            copy: (format) => void copying.copy(range, visible, format),
            open,
            ...valueFilter(),
          }),
    );
  };

  const isActiveDrawn =
    selection.focus.row === HEADER_ROW || (selection.focus.row >= first && selection.focus.row < first + count);
  const tileColumns = windows.tileColumns(positions);
  const failure = windows.failure();
  return (
    <div className={styles.frame}>
      <ContextMenu entries={menu}>
        <div
          ref={scroller}
          role="grid"
          tabIndex={0}
          aria-label="Result"
          aria-rowcount={rowCount + 1}
          aria-colcount={visible.length + 1}
          aria-multiselectable="true"
          aria-activedescendant={
            isActiveDrawn ? cellId(gridId, selection.focus.row, selection.focus.column) : undefined
          }
          className={styles.grid}
          onKeyDown={onKeyDown}
          onDoubleClick={(event) => hit(event).part === 'cell' && open()}
          onContextMenuCapture={prepareMenu}
          {...pointer}
        >
          <div className={styles.spacer} style={{ height: scroll.spacerPx, width: totalPx }} role="presentation">
            <div className={styles.stage} style={{ height: scroll.viewport.height }} role="presentation">
              <GridHeader
                gridId={gridId}
                columns={drawn}
                rowNumberPx={rowNumberPx}
                firstSelected={firstColumn}
                lastSelected={lastColumn}
                active={selection.focus.row === HEADER_ROW ? selection.focus.column : -1}
                resizingId={columns.resizingId}
                view={shown.view}
                onSort={(column, add) => actions.toggleSort(column.position, add)}
                onResizeStart={columns.startResize}
                onFit={fitNow}
              />
              <div ref={layer} role="rowgroup" className={styles.layer}>
                {Array.from({ length: count }, (_, slot) => {
                  const row = first + slot;
                  const isSelected = row >= firstRow && row <= lastRow && selection.focus.row !== HEADER_ROW;
                  return (
                    <GridRow
                      key={row % count}
                      row={row}
                      top={(row - scroll.base) * ROW_PX}
                      gridId={gridId}
                      windows={windows}
                      state={windows.rowState(row, tileColumns)}
                      pinned={placedPinned}
                      center={placedCenter}
                      rowNumberPx={rowNumberPx}
                      firstSelected={isSelected ? firstColumn : -1}
                      lastSelected={isSelected ? lastColumn : -1}
                      active={row === selection.focus.row ? selection.focus.column : -1}
                    />
                  );
                })}
              </div>
            </div>
          </div>
        </div>
      </ContextMenu>
      {failure === undefined ? null : (
        <div className={styles.failure}>
          <ErrorNotice
            error={toErrorShape(failure)}
            actions={<Button onClick={() => windows.retry()}>Try again</Button>}
          />
        </div>
      )}
      <CellView
        cell={openCell}
        onClose={() => {
          setOpenCell(undefined);
          scroller.current?.focus();
        }}
      />
    </div>
  );
}
