'use client';

import { Combine, FileCode2, Star } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { Query } from '../../lib/contract/query.ts';
import { formatClock, formatDayName } from '../../lib/format/time.ts';
import styles from './queries.module.css';

interface QueryListProps {
  readonly queries: readonly Query[];
  readonly selected: string | undefined;
  readonly now: Date;
  onSelect(id: string): void;
}

/** Saved queries, last changed first. Up and Down go from one to the next, Enter shows it. */
export function QueryList({ queries, selected, now, onSelect }: QueryListProps) {
  return (
    <ul className={styles.list} aria-label="Queries" onKeyDown={moveBetweenRows}>
      {queries.map((query) => (
        <li key={query.id}>
          <button
            type="button"
            data-query-row=""
            className={styles.row}
            aria-current={query.id === selected ? 'true' : undefined}
            onClick={() => onSelect(query.id)}
          >
            <span className={styles.rowHead}>
              {query.kind === 'join' ? (
                <Combine size={13} aria-label="Join" />
              ) : (
                <FileCode2 size={13} aria-hidden="true" />
              )}
              <span className={styles.rowTitle}>{query.title}</span>
              {query.isFavourite ? <Star size={12} className={styles.starred} aria-label="Favourite" /> : null}
              <time className={styles.when} dateTime={query.updatedAt} title={query.updatedAt}>
                {whenWords(query.updatedAt, now)}
              </time>
            </span>
            <span className={styles.rowText}>{lineOf(query)}</span>
            {query.tags.length === 0 && query.collection === '' ? null : (
              <span className={styles.rowTags}>
                {query.collection === '' ? null : <b>{query.collection}</b>}
                {query.tags.map((tag) => (
                  <span key={tag}>#{tag}</span>
                ))}
              </span>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Its description, or else how it begins. */
function lineOf({ kind, description, text }: Query): string {
  const [first = ''] = description.trim().split('\n');
  if (first !== '') return first;
  return kind === 'join' ? 'A join of the builder' : text.replace(/\s+/g, ' ').trim();
}

/** The clock today, else the day. */
export function whenWords(iso: string, now: Date): string {
  const day = formatDayName(iso, now);
  return day === 'Today' ? formatClock(iso).slice(0, 5) : day;
}

function moveBetweenRows(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-query-row]')];
  const at = event.target instanceof HTMLElement ? rows.indexOf(event.target) : -1;
  const next = rows[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
}
