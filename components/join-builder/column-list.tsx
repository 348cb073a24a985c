'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { KeyRound, Link2 } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef, useState } from 'react';
import { TypeIcon } from '../catalog/type-icon.tsx';
import { Origin, originColor } from '../ui/origin.tsx';
import { type ColumnRow, namedAs, rowsOf, stepFrom, type Typed, typedWith } from './column-rows.ts';
import { ColumnTip } from './column-tip.tsx';
import styles from './columns.module.css';
import { type ListedColumn, typeText } from './input-view.ts';
import { keyName } from './join-view.ts';
import { type ColumnPlace, isSamePlace, type Side } from './key-drag.ts';
import type { KeyDrag } from './use-key-drag.ts';

export interface ColumnListHandle {
  /** Takes the focus, at a column if one is given. */
  focus(at?: { readonly input: string; readonly column: string }): void;
}

interface ColumnListProps {
  readonly ref?: Ref<ColumnListHandle>;
  readonly label: string;
  readonly side: Side;
  readonly columns: readonly ListedColumn[];
  /** Numbers of the keys that a column is part of, by `input.column`. */
  readonly keyNumbers: ReadonlyMap<string, readonly number[]>;
  readonly drag: KeyDrag;
  /** The reader goes over to the other list. */
  onCross(from: ListedColumn | undefined): void;
}

const rowHeight = 28;

/** Columns of one side: only those in view exist. One tab stop; arrows, Home, End and letters move, Space picks up and drops. */
export function ColumnList({ ref, label, side, columns, keyNumbers, drag, onCross }: ColumnListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const listId = useId();
  const typed = useRef<Typed>(undefined);
  const rows = rowsOf(columns);
  const [active, setActive] = useState<ColumnPlace>();
  const [tip, setTip] = useState<{ readonly row: HTMLElement; readonly listed: ListedColumn }>();
  const found = rows.findIndex((row) => row.kind === 'column' && isSamePlace(active, placeOf(row, side)));
  const activeIndex = found >= 0 ? found : rows.findIndex(({ kind }) => kind === 'column');
  const activeRow = rows[activeIndex];
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const goTo = (index: number) => {
    const row = rows[index];
    if (row?.kind !== 'column') return;
    setActive(placeOf(row, side));
    virtual.scrollToIndex(index);
  };
  useImperativeHandle(ref, () => ({
    focus: (at) => {
      scroller.current?.focus();
      if (at !== undefined)
        goTo(
          rows.findIndex(
            (row) => row.kind === 'column' && row.input.alias === at.input && row.column.name === at.column,
          ),
        );
    },
  }));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Shift') return;
    if (event.key === ' ' || event.key === 'Enter') {
      if (activeRow?.kind === 'column') drag.pickOrDrop(placeOf(activeRow, side));
    } else if (event.key === 'Escape') {
      if (drag.carried === undefined) return;
      drag.cancel();
    } else if (event.key === (side === 'left' ? 'ArrowRight' : 'ArrowLeft')) {
      onCross(activeRow?.kind === 'column' ? activeRow : undefined);
    } else {
      typed.current = typedWith(event.key, event.timeStamp, typed.current);
      const next =
        typed.current === undefined
          ? stepFrom(rows, activeIndex, event.key)
          : namedAs(rows, activeIndex, typed.current.text);
      if (next === undefined) return;
      goTo(next);
    }
    event.preventDefault();
  };
  const optionId = (index: number) => `${listId}-${index}`;

  return (
    <div
      ref={scroller}
      className={styles.list}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={activeRow?.kind === 'column' ? optionId(activeIndex) : undefined}
      data-join-list={side}
      data-carrying={drag.carried !== undefined && drag.carried.side !== side ? true : undefined}
      onKeyDown={onKeyDown}
      onScroll={() => setTip(undefined)}
      onPointerLeave={() => setTip(undefined)}
    >
      <div className={styles.canvas} style={{ height: virtual.getTotalSize() }} role="presentation">
        {virtual.getVirtualItems().map(({ index, start, size }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const style = { height: size, translate: `0 ${start}px` };
          if (row.kind === 'group')
            return (
              <div key={row.input.alias} className={styles.group} style={style} role="presentation">
                <Origin color={row.input.color} />{' '}
                {row.input.source.kind === 'table' ? row.input.source.table : row.input.label}
                <span className={styles.groupAlias}>{row.input.alias}</span>
              </div>
            );
          const place = placeOf(row, side);
          const numbers = keyNumbers.get(keyName(place.input, place.column)) ?? [];
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself takes the keys
            <div
              key={keyName(place.input, place.column)}
              id={optionId(index)}
              role="option"
              tabIndex={-1}
              aria-selected={index === activeIndex}
              aria-description={row.column.comment}
              className={styles.column}
              style={{ ...style, '--c': originColor(row.input.color) } as CSSProperties}
              data-join-column={place.column}
              data-join-input={place.input}
              data-join-side={side}
              data-key={numbers.length > 0 || undefined}
              data-carried={isSamePlace(drag.carried, place) || undefined}
              data-target={isSamePlace(drag.target, place) || undefined}
              onPointerDown={(event) => {
                setTip(undefined);
                drag.press(event, place);
              }}
              // Only under a pointer that moves: a list that appears below a resting one shows no tip over what is done next.
              onPointerMove={(event) => {
                if (event.buttons === 0 && tip?.row !== event.currentTarget)
                  setTip({ row: event.currentTarget, listed: row });
              }}
              onClick={() => {
                setActive(place);
                scroller.current?.focus({ preventScroll: true });
              }}
            >
              <span className={styles.main}>
                <TypeIcon type={row.column.type} />
                <span className={styles.name}>{row.column.name}</span>
                {row.column.isPrimaryKey ? (
                  <KeyRound size={12} className={styles.mark} aria-label="primary key" />
                ) : row.column.references !== undefined ? (
                  <Link2 size={12} className={styles.mark} aria-label={`refers to ${row.column.references}`} />
                ) : null}
                {numbers.map((number) => (
                  <span key={number} className={styles.keyNumber}>
                    <span className="visually-hidden">key </span>
                    {number}
                  </span>
                ))}
              </span>
              <span className={styles.type}>{typeText(row.column)}</span>
            </div>
          );
        })}
      </div>
      {tip === undefined || drag.carried !== undefined ? null : <ColumnTip anchor={tip.row} {...tip.listed} />}
    </div>
  );
}

const placeOf = (row: ColumnRow & { kind: 'column' }, side: Side): ColumnPlace => ({
  side,
  input: row.input.alias,
  column: row.column.name,
});
