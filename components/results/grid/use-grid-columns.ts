import {
  type Column,
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  type Header,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useEffect, useMemo, useState } from 'react';
import type { ConnectionSummary } from '../../../lib/contract/catalog.ts';
import type { ResultColumn } from '../../../lib/contract/run.ts';
import { type ColumnKind, columnKind, shortType } from '../../../lib/format/column-kind.ts';
import { firstWidth, MAX_COLUMN_PX, MIN_COLUMN_PX } from './grid-metrics.ts';
import { useColumnComments } from './use-column-comments.ts';
import type { ColumnArrangement } from './view-memory.ts';

const features = tableFeatures({
  columnVisibilityFeature,
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnResizingFeature,
});
type Features = typeof features;
type NoRow = Record<string, never>;
/** Rows come as windows from the stored result, so the table model holds columns only. */
const noRows: NoRow[] = [];

/** A column as the grid draws it. */
export interface GridColumn {
  readonly id: string;
  /** Place in the result, from 0. */
  readonly position: number;
  readonly label: string;
  readonly kind: ColumnKind;
  /** Under the label: `numeric(12,2) · orders`. */
  readonly source: string;
  readonly title: string;
  readonly color: number | undefined;
  readonly size: number;
  readonly isPinned: boolean;
  readonly table: Column<Features, NoRow>;
}

interface Described extends Pick<GridColumn, 'position' | 'label' | 'kind' | 'source' | 'title' | 'color'> {}

function describeColumn(
  column: ResultColumn,
  position: number,
  connections: readonly ConnectionSummary[],
  comment: string | undefined,
): Described {
  const { origin, label, type } = column;
  const place = origin && `${origin.connection}.${origin.schema}.${origin.table}.${origin.column}`;
  return {
    position,
    label,
    kind: columnKind(type),
    source: origin ? `${shortType(type)} · ${origin.table}` : shortType(type),
    title: [label, type, place && `from ${place}`, comment].filter(Boolean).join('\n'),
    color: origin && connections.find(({ id }) => id.toLowerCase() === origin.connection.toLowerCase())?.color,
  };
}

/** Column model of a result: order, widths, pinned and hidden columns, kept in `view`. */
export function useGridColumns(
  resultColumns: readonly ResultColumn[],
  connections: readonly ConnectionSummary[],
  view: ColumnArrangement,
) {
  const commentOf = useColumnComments(resultColumns);
  const described = useMemo(
    () =>
      resultColumns.map((column, position) =>
        describeColumn(column, position, connections, column.origin && commentOf(column.origin)),
      ),
    [resultColumns, connections, commentOf],
  );
  const columns = useMemo(
    () =>
      described.map(({ position, kind, label, source }) => ({
        id: String(position),
        size: firstWidth(kind, label, source),
        minSize: MIN_COLUMN_PX,
        maxSize: MAX_COLUMN_PX,
      })),
    [described],
  );
  const [initialState] = useState(() => ({
    columnSizing: view.sizing,
    columnPinning: view.pinning,
    columnVisibility: view.visibility,
    columnOrder: view.order,
  }));
  // Stable, or the table would be another object at every drawing.
  const options = useMemo(
    () => ({ features, columns, data: noRows, columnResizeMode: 'onChange' as const, initialState }),
    [columns, initialState],
  );
  const table = useTable<Features, NoRow>(options);
  const { columnSizing, columnPinning, columnVisibility, columnOrder } = table.state;

  useEffect(() => {
    view.sizing = columnSizing;
    view.pinning = columnPinning;
    view.visibility = columnVisibility;
    view.order = columnOrder;
  }, [view, columnSizing, columnPinning, columnVisibility, columnOrder]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the table is one object whose answers change with these states
  const { pinned, center } = useMemo(() => {
    const draw = (column: Column<Features, NoRow>, isPinned: boolean): GridColumn[] => {
      const about = described[Number(column.id)];
      return about ? [{ ...about, id: column.id, size: column.getSize(), isPinned, table: column }] : [];
    };
    return {
      pinned: table.getStartVisibleLeafColumns().flatMap((column) => draw(column, true)),
      center: table.getCenterVisibleLeafColumns().flatMap((column) => draw(column, false)),
    };
  }, [table, described, columnSizing, columnPinning, columnVisibility, columnOrder]);

  const headers = new Map<string, Header<Features, NoRow>>();
  for (const header of table.getFlatHeaders()) headers.set(header.column.id, header);
  return {
    pinned,
    center,
    hiddenCount: described.length - pinned.length - center.length,
    resizingId: table.state.columnResizing.isResizingColumn,
    startResize: (column: GridColumn, event: unknown) => headers.get(column.id)?.getResizeHandler()(event),
    setWidths: (widths: Record<string, number>) => table.setColumnSizing((before) => ({ ...before, ...widths })),
    /** Moves a column among its neighbours in sight, pinned ones apart. */
    move: (column: GridColumn, steps: number) => {
      const group = (column.isPinned ? pinned : center).map(({ id }) => id);
      const target = group[group.indexOf(column.id) + steps];
      if (target === undefined) return;
      const moved = (ids: readonly string[]): string[] => {
        const without = ids.filter((id) => id !== column.id);
        return without.toSpliced(without.indexOf(target) + (steps > 0 ? 1 : 0), 0, column.id);
      };
      if (column.isPinned) table.setColumnPinning((before) => ({ ...before, start: moved(before.start) }));
      else table.setColumnOrder((before) => moved(before.length > 0 ? before : columns.map(({ id }) => id)));
    },
    showAll: () => table.toggleAllColumnsVisible(true),
  };
}
