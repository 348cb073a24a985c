import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import type { PlacedColumn } from './grid-row.tsx';
import type { GridColumn } from './use-grid-columns.ts';

const OVERSCAN_COLUMNS = 2;

/** Where the columns lie, and which of them are drawn: all pinned ones, and those in sight. */
export function useColumnPlaces(
  scroller: RefObject<HTMLDivElement | null>,
  pinned: readonly GridColumn[],
  center: readonly GridColumn[],
  rowNumberPx: number,
  initialLeftPx: number,
) {
  const lefts = useMemo(() => {
    const edges = [rowNumberPx];
    for (const column of [...pinned, ...center]) edges.push((edges.at(-1) ?? 0) + column.size);
    return edges;
  }, [pinned, center, rowNumberPx]);
  const pinnedEndPx = lefts[pinned.length] ?? rowNumberPx;
  const totalPx = lefts.at(-1) ?? 0;

  const horizontal = useVirtualizer({
    horizontal: true,
    count: center.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => center[index]?.size ?? 0,
    paddingStart: pinnedEndPx,
    scrollPaddingStart: pinnedEndPx,
    overscan: OVERSCAN_COLUMNS,
    initialOffset: initialLeftPx,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: widths changed, so the places have to be worked out again
  useEffect(() => horizontal.measure(), [horizontal, center]);
  const items = horizontal.getVirtualItems();
  const placedPinned = useMemo<readonly PlacedColumn[]>(
    () => pinned.map((column, index) => ({ column, index, left: lefts[index] ?? 0, slot: `p${column.id}` })),
    [pinned, lefts],
  );
  // Boxes are used again for columns that come into sight: making new ones costs more than filling them anew.
  const slots = useRef(1);
  slots.current = Math.max(slots.current, items.length);
  const placedCenter = useMemo<readonly PlacedColumn[]>(
    () =>
      items.flatMap(({ index }) => {
        const column = center[index];
        const place = pinned.length + index;
        const slot = `c${index % slots.current}`;
        return column ? [{ column, index: place, left: lefts[place] ?? 0, slot }] : [];
      }),
    [items, center, pinned.length, lefts],
  );
  const drawn = useMemo(() => [...placedPinned, ...placedCenter], [placedPinned, placedCenter]);
  return {
    horizontal,
    /** Left edges of the visible columns, pinned first, and behind the last one its right edge. */
    lefts,
    totalPx,
    placedPinned,
    placedCenter,
    drawn,
  };
}
