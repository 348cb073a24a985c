'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { Eye, Table2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { SearchHit } from '../../lib/contract/catalog.ts';
import { formatCount } from '../../lib/format/number.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { Origin } from '../ui/origin.tsx';
import styles from './catalog.module.css';
import type { CatalogActions } from './catalog-actions.ts';
import { Highlight } from './highlight.tsx';
import type { PickedTables } from './picked-tables.ts';
import { writeTableDrag } from './table-drag.ts';
import { TypeIcon } from './type-icon.tsx';
import type { SearchState } from './use-search.ts';

interface SearchResultsProps {
  readonly listId: string;
  readonly query: string;
  readonly search: SearchState;
  readonly active: number;
  readonly actions: CatalogActions;
  readonly picked: PickedTables;
  onActive(index: number): void;
}

export const optionId = (listId: string, index: number): string => `${listId}-${index}`;

export const nameOfHit = ({ table, column }: SearchHit, actions: CatalogActions): string =>
  column === undefined ? actions.tableName(table) : actions.columnName(column, table);

/** What Enter and a double click do with a hit. */
export function takeHit(hit: SearchHit, actions: CatalogActions): void {
  if (hit.column === undefined && actions.joinsByEnter) actions.joinTable(hit.table);
  else actions.insert(nameOfHit(hit, actions));
}

/** Hits of the search, best first. The search field keeps the focus and moves the active one. */
export function SearchResults({ listId, query, search, active, actions, picked, onActive }: SearchResultsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { byId } = useConnections();
  const hits = search.answer?.hits ?? [];
  const virtual = useVirtualizer({
    count: hits.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 40,
    overscan: 8,
  });
  useEffect(() => {
    if (hits.length > 0) virtual.scrollToIndex(active);
  }, [active, hits.length, virtual]);

  if (search.error !== undefined) return <ErrorNotice error={search.error} />;
  if (search.answer !== undefined && hits.length === 0)
    return (
      <EmptyState title="Nothing found">
        No table, column or comment holds all of these words. Try fewer words, or refresh the connection.
      </EmptyState>
    );
  return (
    <>
      <div ref={scroller} className={styles.tree} id={listId} role="listbox" aria-label="Found">
        <div className={styles.canvas} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, size }) => {
            const hit = hits[index];
            if (hit === undefined) return null;
            const { table, column } = hit;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the search field takes the keys
              <div
                key={`${table.sqlName}\0${table.schema}\0${column?.name ?? ''}`}
                id={optionId(listId, index)}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                className={styles.found}
                style={{ height: size, translate: `0 ${start}px` }}
                title={(column ?? table).comment}
                draggable
                onDragStart={(event) => {
                  event.dataTransfer.setData('text/plain', nameOfHit(hit, actions));
                  if (column === undefined) writeTableDrag(event.dataTransfer, table);
                }}
                onMouseDown={(event) => event.detail > 1 && event.preventDefault()}
                data-picked={(column === undefined && picked.has(table)) || undefined}
                onClick={(event) => {
                  onActive(index);
                  if (event.ctrlKey || event.metaKey) picked.toggle(table);
                }}
                onDoubleClick={() => takeHit(hit, actions)}
              >
                <span className={styles.line}>
                  {column !== undefined ? (
                    <TypeIcon type={column.type} />
                  ) : table.kind === 'view' ? (
                    <Eye size={13} aria-hidden="true" />
                  ) : (
                    <Table2 size={13} aria-hidden="true" />
                  )}
                  <span className={styles.name}>
                    <Highlight text={column?.name ?? table.name} query={query} />
                  </span>
                  <span className={styles.end}>{column?.sourceType}</span>
                </span>
                <span className={styles.where}>
                  <Origin color={byId(table.connection)?.color} />
                  <Highlight text={pathOf(hit)} query={query} />
                </span>
              </div>
            );
          })}
        </div>
      </div>
      <p className={styles.count} role="status">
        {search.answer === undefined
          ? 'Searching…'
          : `${formatCount(search.answer.total)} found${search.answer.total > hits.length ? `, the best ${hits.length} shown` : ''} in ${formatCount(search.answer.tableCount)} tables`}
      </p>
    </>
  );
}

const pathOf = ({ table, column }: SearchHit): string =>
  [table.connection, table.schema, ...(column === undefined ? [] : [table.name])].join('.');
