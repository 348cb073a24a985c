import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { HEADER_PX, ROW_PX } from './grid-metrics.ts';
import { MAX_SCROLL_PX, ScaledScroll } from './scaled-scroll.ts';

/** Rows are placed from a base that changes seldom, so that scrolling moves one layer and not each row. */
const BASE_ROWS = 256;
const OVERSCAN_ROWS = 2;
const SETTLE_MS = 150;

interface RowWindow {
  readonly first: number;
  /** Row that the layer's own top stands for. */
  readonly base: number;
}

/**
 * Vertical scrolling over any number of rows. The rows' layer is stuck to the viewport and moved by a transform, so nothing is ever blank
 * while the page is busy, and no position outgrows what the browser can place.
 */
export function useRowScroll(
  scroller: RefObject<HTMLDivElement | null>,
  layer: RefObject<HTMLDivElement | null>,
  rowCount: number,
  initialTopPx: number,
) {
  const [scroll] = useState(() => new ScaledScroll());
  const [viewport, setViewport] = useState({ width: 0, height: 0 });
  const [rows, setRows] = useState<RowWindow>({ first: 0, base: 0 });
  const rowsRef = useRef(rows);
  const wantedTop = useRef<number | undefined>(initialTopPx);
  const bodyPx = Math.max(0, viewport.height - HEADER_PX);
  const contentPx = rowCount * ROW_PX;

  const paint = useCallback(() => {
    const first = Math.max(0, Math.floor(scroll.top / ROW_PX) - OVERSCAN_ROWS);
    const base = Math.floor(first / BASE_ROWS) * BASE_ROWS;
    if (first !== rowsRef.current.first || base !== rowsRef.current.base) {
      rowsRef.current = { first, base };
      flushSync(() => setRows(rowsRef.current));
    }
    if (layer.current) layer.current.style.transform = `translateY(${Math.round(base * ROW_PX - scroll.top)}px)`;
  }, [scroll, layer]);

  const write = useCallback(
    (physicalPx: number) => {
      const element = scroller.current;
      if (!element) return;
      element.scrollTop = physicalPx;
      scroll.written(element.scrollTop);
    },
    [scroller, scroll],
  );

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setViewport({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  useLayoutEffect(() => {
    if (viewport.height === 0) return;
    const physicalPx = scroll.resize(contentPx, bodyPx);
    write(wantedTop.current === undefined ? physicalPx : scroll.scrollTo(wantedTop.current));
    wantedTop.current = undefined;
    const frame = requestAnimationFrame(paint);
    return () => cancelAnimationFrame(frame);
  }, [scroll, viewport.height, contentPx, bodyPx, write, paint]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      const physicalPx = scroll.settle();
      if (physicalPx !== undefined) write(physicalPx);
    };
    const onScroll = () => {
      scroll.moved(element.scrollTop);
      paint();
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLE_MS);
    };
    const onPointerDown = (event: PointerEvent) => {
      scroll.isThumbHeld =
        event.target === element && event.clientX - element.getBoundingClientRect().left >= element.clientWidth;
    };
    const onRelease = (event: Event) => {
      if (!scroll.isThumbHeld || (event instanceof PointerEvent && event.buttons !== 0)) return;
      scroll.isThumbHeld = false;
      settle();
    };
    const releases = ['pointermove', 'pointerup', 'wheel', 'keydown'] as const;
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('pointerdown', onPointerDown);
    for (const name of releases) document.addEventListener(name, onRelease, { passive: true });
    return () => {
      clearTimeout(timer);
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('pointerdown', onPointerDown);
      for (const name of releases) document.removeEventListener(name, onRelease);
    };
  }, [scroller, scroll, paint, write]);

  const scrollTo = useCallback(
    (topPx: number) => {
      write(scroll.scrollTo(topPx));
      paint();
    },
    [scroll, write, paint],
  );

  /** Moves as little as shows the whole row. */
  const showRow = useCallback(
    (row: number) => {
      if (row < 0) return;
      const topPx = row * ROW_PX;
      if (topPx < scroll.top) scrollTo(topPx);
      else if (topPx + ROW_PX > scroll.top + bodyPx) scrollTo(topPx + ROW_PX - bodyPx);
    },
    [scroll, bodyPx, scrollTo],
  );

  const pageRows = Math.max(1, Math.floor(bodyPx / ROW_PX) - 1);
  const count = Math.min(Math.ceil(bodyPx / ROW_PX) + 1 + 2 * OVERSCAN_ROWS, Math.max(0, rowCount - rows.first));
  return {
    viewport,
    /** Height of the element that is scrolled over. */
    spacerPx: viewport.height + Math.min(Math.max(0, contentPx - bodyPx), MAX_SCROLL_PX),
    first: rows.first,
    base: rows.base,
    count,
    pageRows,
    /** Place of the viewport's top in the content. */
    topPx: () => scroll.top,
    scrollTo,
    showRow,
  };
}
