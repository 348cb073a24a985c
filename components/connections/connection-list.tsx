'use client';

import { FileText } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { ConnectionDetail } from '../../lib/contract/connection.ts';
import { limitWords } from './connection-words.ts';
import styles from './connections.module.css';
import { ConnectionName, SummaryCells, SummaryHeadings } from './summary-cells.tsx';

interface ConnectionListProps {
  readonly details: readonly ConnectionDetail[];
  readonly selected: string | undefined;
  /** The table stands beside an open connection and shows what fits. */
  readonly isNarrow: boolean;
  readonly now: number;
  onSelect(id: string): void;
}

/** All connections, config.yaml's first. Up and Down go from row to row, Enter opens one. */
export function ConnectionList({ details, selected, isNarrow, now, onSelect }: ConnectionListProps) {
  return (
    <table className={styles.table} data-narrow={isNarrow || undefined} onKeyDown={moveBetweenRows}>
      <thead>
        <tr>
          <SummaryHeadings />
          <th scope="col">Limits of a fetch</th>
        </tr>
      </thead>
      <tbody>
        {details.map(({ summary, origin, policy }) => (
          <tr
            key={summary.id}
            data-selected={summary.id === selected || undefined}
            onClick={() => onSelect(summary.id)}
          >
            <th scope="row">
              <button
                type="button"
                data-connection-row=""
                className={styles.rowButton}
                aria-current={summary.id === selected ? 'true' : undefined}
              >
                <ConnectionName summary={summary} />
                {origin === 'config' ? (
                  <span className={styles.fromFile} title="From config.yaml: changed only there">
                    <FileText size={12} aria-hidden="true" />
                    <span className="visually-hidden">from config.yaml</span>
                  </span>
                ) : null}
              </button>
            </th>
            <SummaryCells summary={summary} now={now} />
            <td className={styles.faint}>{limitWords(policy) || 'None'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function moveBetweenRows(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-connection-row]')];
  const at = event.target instanceof HTMLElement ? rows.indexOf(event.target) : -1;
  const next = rows[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
}
