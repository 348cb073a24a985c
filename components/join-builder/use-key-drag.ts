'use client';

import { type PointerEvent as ReactPointerEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  anchorOf,
  type CarriedColumn,
  type ColumnPlace,
  isSamePlace,
  otherSide,
  type Point,
  placeAt,
  type Side,
} from './key-drag.ts';

export interface DragLine {
  readonly from: Point;
  readonly to: Point;
}

export interface KeyDrag {
  readonly carried: CarriedColumn | undefined;
  /** Column under the pointer on which a drop would make a key. */
  readonly target: ColumnPlace | undefined;
  readonly line: DragLine | undefined;
  /** Pointer down on a row: becomes a drag when it moves. */
  press(event: ReactPointerEvent<HTMLElement>, place: ColumnPlace): void;
  /** The keyboard picks a column up, or drops the carried one on it. */
  pickOrDrop(place: ColumnPlace): void;
  cancel(): void;
}

interface DragParts {
  onPair(left: ColumnPlace, right: ColumnPlace): void;
  announce(words: string): void;
}

const threshold = 4;
const edge = 26;

/** A key is made by carrying a column onto a column of the other list, with the pointer or with the keyboard. */
export function useKeyDrag({ onPair, announce }: DragParts): KeyDrag {
  const [carried, setCarried] = useState<CarriedColumn>();
  const [target, setTarget] = useState<ColumnPlace>();
  const [line, setLine] = useState<DragLine>();
  const parts = useRef({ onPair, announce });
  parts.current = { onPair, announce };
  const stop = useRef<() => void>(() => undefined);

  const clear = useCallback(() => {
    stop.current();
    setCarried(undefined);
    setTarget(undefined);
    setLine(undefined);
  }, []);
  useEffect(() => () => stop.current(), []);

  const pair = useCallback((one: ColumnPlace, other: ColumnPlace) => {
    if (one.side === 'left') parts.current.onPair(one, other);
    else parts.current.onPair(other, one);
  }, []);

  const press = useCallback(
    (event: ReactPointerEvent<HTMLElement>, place: ColumnPlace) => {
      if (event.button !== 0 || event.pointerType === 'touch') return;
      const start = { x: event.clientX, y: event.clientY };
      const from = anchorOf(event.currentTarget, place.side);
      let isDragging = false;
      let pointer: Point = start;
      let frame = 0;
      const follow = () => {
        scrollAtEdge(pointer, otherSide(place.side));
        const found = placeAt(pointer);
        const isTarget = found !== undefined && found.place.side !== place.side;
        setTarget((before) => {
          const next = isTarget ? found.place : undefined;
          return isSamePlace(before, next) ? before : next;
        });
        const to = isTarget ? anchorOf(found.row, found.place.side) : pointer;
        setLine((before) => (before?.to.x === to.x && before.to.y === to.y ? before : { from, to }));
        frame = requestAnimationFrame(follow);
      };
      const onMove = (moved: PointerEvent) => {
        pointer = { x: moved.clientX, y: moved.clientY };
        if (isDragging || Math.hypot(pointer.x - start.x, pointer.y - start.y) < threshold) return;
        isDragging = true;
        setCarried({ ...place, by: 'pointer' });
        follow();
      };
      const onUp = (ended: PointerEvent) => {
        const found = placeAt({ x: ended.clientX, y: ended.clientY });
        clear();
        if (isDragging && found !== undefined && found.place.side !== place.side) pair(place, found.place);
      };
      const onKey = (pressed: KeyboardEvent) => pressed.key === 'Escape' && clear();
      stop.current();
      stop.current = () => {
        cancelAnimationFrame(frame);
        window.removeEventListener('pointermove', onMove);
        window.removeEventListener('pointerup', onUp);
        window.removeEventListener('pointercancel', clear);
        window.removeEventListener('keydown', onKey);
      };
      window.addEventListener('pointermove', onMove);
      window.addEventListener('pointerup', onUp);
      window.addEventListener('pointercancel', clear);
      window.addEventListener('keydown', onKey);
    },
    [clear, pair],
  );

  const pickOrDrop = useCallback(
    (place: ColumnPlace) => {
      if (carried !== undefined && carried.side !== place.side) {
        clear();
        pair(carried, place);
      } else if (isSamePlace(carried, place)) {
        clear();
        parts.current.announce(`${place.column} put back.`);
      } else {
        setCarried({ ...place, by: 'keyboard' });
        const way = place.side === 'left' ? 'Right' : 'Left';
        parts.current.announce(
          `${place.column} picked up. ${way} arrow goes to the other list, Space drops it on a column, Escape puts it back.`,
        );
      }
    },
    [carried, clear, pair],
  );

  const cancel = useCallback(() => {
    if (carried !== undefined) parts.current.announce(`${carried.column} put back.`);
    clear();
  }, [carried, clear]);

  return useMemo(
    () => ({ carried, target, line, press, pickOrDrop, cancel }),
    [carried, target, line, press, pickOrDrop, cancel],
  );
}

/** A list scrolls while a column is held near its end. */
function scrollAtEdge({ x, y }: Point, side: Side): void {
  const list = document.querySelector<HTMLElement>(`[data-join-list="${side}"]`);
  const box = list?.getBoundingClientRect();
  if (list === null || box === undefined || x < box.left || x > box.right) return;
  if (y > box.top && y < box.top + edge) list.scrollTop -= 6;
  else if (y < box.bottom && y > box.bottom - edge) list.scrollTop += 6;
}
