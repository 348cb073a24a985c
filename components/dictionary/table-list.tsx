'use client';

import type { KeyboardEvent } from 'react';
import type { DictionaryList, DictionaryRow } from '../../lib/contract/dictionary.ts';
import type { TableReference } from '../../lib/contract/suggestion.ts';
import { formatCount } from '../../lib/format/number.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { Origin } from '../ui/origin.tsx';
import styles from './dictionary.module.css';

interface TableListProps {
  readonly list: DictionaryList;
  readonly selected: TableReference | undefined;
  onSelect(table: TableReference): void;
  onMore(): void;
}

/** Tables with how much of them is described. Up and Down go from one to the next, Enter shows it. */
export function TableList({ list, selected, onSelect, onMore }: TableListProps) {
  const { byId } = useConnections();
  const rest = list.total - list.rows.length;
  return (
    <>
      <ul className={styles.rows} aria-label="Tables" onKeyDown={moveBetweenRows}>
        {list.rows.map((row) => (
          <li key={keyOf(row.table)}>
            <button
              type="button"
              data-dictionary-row=""
              className={styles.row}
              aria-current={selected !== undefined && keyOf(selected) === keyOf(row.table) ? 'true' : undefined}
              onClick={() => onSelect(row.table)}
            >
              <Origin color={byId(row.table.connection)?.color} />
              <span className={styles.rowName}>{row.sqlName}</span>
              <Coverage row={row} />
              <span className={styles.rowText} data-empty={row.from === 'none' || undefined}>
                {row.from === 'none' ? 'No description' : row.description}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {rest > 0 ? (
        <div className={styles.more}>
          <Button onClick={onMore}>Show more of {formatCount(rest)}</Button>
        </div>
      ) : null}
    </>
  );
}

function Coverage({ row: { described, columns, proposed } }: { readonly row: DictionaryRow }) {
  return (
    <span className={styles.coverage}>
      {proposed === 0 ? null : <span className={styles.waiting}>{formatCount(proposed)} proposed</span>}
      <span title={`${described} of ${columns} columns are described`}>
        {formatCount(described)}/{formatCount(columns)}
      </span>
    </span>
  );
}

export const keyOf = ({ connection, schema, table }: TableReference): string =>
  JSON.stringify([connection, schema, table]);

function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-dictionary-row]')];
  const index = rows.indexOf(document.activeElement as HTMLElement);
  event.preventDefault();
  rows[Math.max(0, Math.min(rows.length - 1, index + step))]?.focus();
}
