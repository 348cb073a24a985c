import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { type GridHit, type GridPlaces, hitAt } from './grid-places.ts';
import {
  type GridBounds,
  type GridSelection,
  isInRange,
  rangeOf,
  selectAll,
  selectCell,
  selectColumns,
  selectRows,
} from './selection.ts';

interface PointerOptions {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly bounds: GridBounds;
  readonly selection: GridSelection;
  places(): GridPlaces;
  select(selection: GridSelection): void;
  scrollBy(x: number, y: number): void;
}

/** Scrolled per frame for each pixel that the pointer is outside. */
const PULL = 0.35;

/** Selection of ranges with the mouse: cells, whole rows, whole columns; dragging past an edge scrolls on. */
export function useGridPointer(options: PointerOptions) {
  const latest = useRef(options);
  latest.current = options;
  const drag = useRef<{ part: GridHit['part']; x: number; y: number; frame: number } | undefined>(undefined);

  const local = (event: { clientX: number; clientY: number }): { x: number; y: number } => {
    const box = latest.current.scroller.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const hit = (event: { clientX: number; clientY: number }, clamp = false): GridHit => {
    const { x, y } = local(event);
    return hitAt(latest.current.places(), x, y, clamp);
  };

  const begin = (found: GridHit, extend: boolean): GridSelection | undefined => {
    const { selection, bounds } = latest.current;
    switch (found.part) {
      case 'cell':
        return extend
          ? { anchor: selection.anchor.row < 0 ? found.point : selection.anchor, focus: found.point }
          : selectCell(found.point);
      case 'row':
        return selectRows(selection, found.row, bounds, extend);
      case 'column':
        return selectColumns(selection, found.column, bounds, extend);
      case 'corner':
        return selectAll(bounds);
      case 'none':
        return undefined;
    }
  };

  const follow = () => {
    const going = drag.current;
    if (!going) return;
    const { selection, bounds, select } = latest.current;
    const found = hit({ clientX: going.x, clientY: going.y }, true);
    if (found.part !== 'cell') return;
    const next =
      going.part === 'row'
        ? selectRows(selection, found.point.row, bounds, true)
        : going.part === 'column'
          ? selectColumns(selection, found.point.column, bounds, true)
          : { anchor: selection.anchor, focus: found.point };
    const { focus } = selection;
    if (next.focus.row !== focus.row || next.focus.column !== focus.column) select(next);
  };

  const pull = () => {
    const going = drag.current;
    const box = latest.current.scroller.current?.getBoundingClientRect();
    if (!going || !box) return;
    const beyond = (at: number, low: number, high: number) => (at < low ? at - low : at > high ? at - high : 0);
    const { headerPx, rowNumberPx } = latest.current.places();
    const x = going.part === 'row' ? 0 : beyond(going.x, box.left + rowNumberPx, box.right) * PULL;
    const y = going.part === 'column' ? 0 : beyond(going.y, box.top + headerPx, box.bottom) * PULL;
    if (x !== 0 || y !== 0) {
      latest.current.scrollBy(x, y);
      follow();
    }
    going.frame = requestAnimationFrame(pull);
  };

  const end = () => {
    if (drag.current) cancelAnimationFrame(drag.current.frame);
    drag.current = undefined;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only to stop a drag when the grid goes
  useEffect(() => end, []);

  return {
    hit,
    onPointerDown(event: PointerEvent<HTMLDivElement>) {
      const element = event.currentTarget;
      const { x, y } = local(event);
      if (x >= element.clientWidth || y >= element.clientHeight) return;
      const found = hit(event);
      if (event.button === 2) {
        const isInside = found.part === 'cell' && isInRange(rangeOf(latest.current.selection), found.point);
        const next = isInside || found.part === 'column' ? undefined : begin(found, false);
        if (next) latest.current.select(next);
        return;
      }
      if (event.button !== 0) return;
      const next = begin(found, event.shiftKey);
      if (!next) return;
      latest.current.select(next);
      if (found.part === 'corner' || event.pointerType === 'touch') return;
      element.setPointerCapture(event.pointerId);
      drag.current = { part: found.part, x: event.clientX, y: event.clientY, frame: requestAnimationFrame(pull) };
    },
    onPointerMove(event: PointerEvent<HTMLDivElement>) {
      if (!drag.current) return;
      drag.current.x = event.clientX;
      drag.current.y = event.clientY;
      follow();
    },
    onPointerUp: end,
    onPointerCancel: end,
    onLostPointerCapture: end,
  };
}
