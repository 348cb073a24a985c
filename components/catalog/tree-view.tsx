'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { ContextMenu } from '../ui/menu.tsx';
import styles from './catalog.module.css';
import type { CatalogActions } from './catalog-actions.ts';
import type { PickedTables } from './picked-tables.ts';
import { entriesFor, nameOfRow } from './row-menu.tsx';
import { writeTableDrag } from './table-drag.ts';
import { targetOfKey } from './tree-keys.ts';
import { commentOf, TreeRowView, titleOf } from './tree-row-view.tsx';
import type { TreeRow } from './tree-rows.ts';
import type { TreeStore } from './tree-store.ts';

interface TreeViewProps {
  readonly rows: readonly TreeRow[];
  readonly store: TreeStore;
  readonly actions: CatalogActions;
  readonly picked: PickedTables;
  readonly showsComments: boolean;
}

const lineHeight = 26;
const twoLineHeight = 42;

/** The schema tree: only the rows in view exist. One tab stop; the arrows move inside. */
export function TreeView({ rows, store, actions, picked, showsComments }: TreeViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [activeKey, setActiveKey] = useState<string>();
  const lastIndex = useRef(0);
  const keptIndex = rows.findIndex(({ key }) => key === activeKey);
  // A row that was only a place gets its own key when it is fetched: the active place stays where it was.
  const activeIndex = keptIndex >= 0 ? keptIndex : Math.max(0, Math.min(lastIndex.current, rows.length - 1));
  useEffect(() => {
    lastIndex.current = activeIndex;
  }, [activeIndex]);
  const active = rows[activeIndex];

  const heightOf = (index: number) => {
    const row = rows[index];
    return showsComments && row !== undefined && commentOf(row) !== undefined ? twoLineHeight : lineHeight;
  };
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: heightOf,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights follow the comments switch and the rows
  useEffect(() => virtual.measure(), [showsComments, rows, virtual]);

  const items = virtual.getVirtualItems();
  useEffect(() => {
    for (const { index } of items) {
      const row = rows[index];
      if (row?.kind === 'pending') void store.loadPage(row.connection.id, row.schema, row.page);
    }
  }, [items, rows, store]);

  const goTo = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setActiveKey(row.key);
    virtual.scrollToIndex(index);
  };
  const isPicked = (row: TreeRow): boolean => row.kind === 'table' && picked.has(row.table);
  const toggle = (row: TreeRow) => {
    if (!('isOpen' in row)) return;
    if (row.isOpen) store.close(row);
    else store.open(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || active === undefined) return;
    if (event.key === ' ' && active.kind === 'table') {
      picked.toggle(active.table);
      event.preventDefault();
      return;
    }
    if (event.key === 'Enter') {
      const name = nameOfRow(active, actions);
      if (active.kind === 'problem') actions.refresh(active.connection.id);
      else if (active.kind === 'connection' || active.kind === 'schema') toggle(active);
      else if (active.kind === 'table' && actions.joinsByEnter) actions.joinTable(active.table);
      else if (name !== undefined) actions.insert(name);
    } else {
      const target = targetOfKey(rows, activeIndex, event.key);
      if (target === undefined) return;
      if (target === 'open') store.open(active);
      else if (target === 'close') store.close(active);
      else goTo(target);
    }
    event.preventDefault();
  };
  const onDragStart = (event: DragEvent, row: TreeRow) => {
    const name = nameOfRow(row, actions);
    if (name === undefined) return event.preventDefault();
    event.dataTransfer.setData('text/plain', name);
    if (row.kind === 'table') writeTableDrag(event.dataTransfer, row.table);
    event.dataTransfer.effectAllowed = 'copy';
  };

  return (
    <ContextMenu entries={entriesFor(active, actions, picked)}>
      <div
        ref={scroller}
        className={styles.tree}
        role="tree"
        aria-multiselectable="true"
        tabIndex={0}
        aria-label="Connections and tables"
        aria-activedescendant={active === undefined ? undefined : rowId(active)}
        onFocus={() => setActiveKey((before) => before ?? active?.key)}
        onKeyDown={onKeyDown}
      >
        <div className={styles.canvas} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start, size }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the tree itself takes the keys
              <div
                key={row.key}
                id={rowId(row)}
                role="treeitem"
                tabIndex={-1}
                aria-level={row.level}
                aria-posinset={row.place}
                aria-setsize={row.siblings}
                aria-selected={isPicked(row) || (activeKey !== undefined && index === activeIndex)}
                data-picked={isPicked(row) || undefined}
                aria-expanded={'isOpen' in row ? row.isOpen : undefined}
                title={titleOf(row)}
                className={styles.row}
                style={{ '--level': row.level, height: size, translate: `0 ${start}px` } as CSSProperties}
                draggable={nameOfRow(row, actions) !== undefined}
                onDragStart={(event) => onDragStart(event, row)}
                onContextMenu={() => setActiveKey(row.key)}
                onClick={(event) => {
                  setActiveKey(row.key);
                  scroller.current?.focus({ preventScroll: true });
                  if ((event.ctrlKey || event.metaKey) && row.kind === 'table') picked.toggle(row.table);
                  else toggle(row);
                }}
                onDoubleClick={() => {
                  const name = nameOfRow(row, actions);
                  if (row.kind === 'column' && name !== undefined) actions.insert(name);
                }}
              >
                <TreeRowView
                  row={row}
                  showsComment={showsComments}
                  onRetry={() => actions.refresh(row.connection.id)}
                />
              </div>
            );
          })}
        </div>
      </div>
    </ContextMenu>
  );
}

const rowId = (row: TreeRow): string => `tree-${row.key.replace(/[^\w-]/g, (char) => `_${char.codePointAt(0)}_`)}`;
