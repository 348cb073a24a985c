'use client';

import type { RunFilter } from '../../lib/contract/history.ts';
import type { PersonFigures } from '../../lib/contract/performance.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { count, linkedCount } from './figure-columns.tsx';
import { type FigureColumn, FiguresTable } from './figures-table.tsx';
import styles from './performance.module.css';
import { timeColumns } from './time-columns.tsx';

interface PersonTableProps {
  readonly rows: readonly PersonFigures[];
  linkOf(part: RunFilter): string;
  onPerson(personId: string): void;
}

/** Whose runs took the time. */
export function PersonTable({ rows, linkOf, onPerson }: PersonTableProps) {
  const columns: FigureColumn<PersonFigures>[] = [
    {
      label: 'Person',
      csv: 'person',
      isText: true,
      value: ({ name, personId }) => name || personId,
      render: ({ name, personId }) => (
        <button
          type="button"
          className={styles.open}
          title="Show the runs of this person alone"
          onClick={() => onPerson(personId)}
        >
          {name || personId}
        </button>
      ),
    },
    linkedCount(
      'Runs',
      'runs',
      (row) => row.runs,
      ({ personId: person }) => linkOf({ person }),
    ),
    linkedCount(
      'Failed',
      'failed',
      (row) => row.failed,
      ({ personId: person }) => linkOf({ person, status: 'unsuccessful' }),
    ),
    linkedCount(
      'Cancelled',
      'cancelled',
      (row) => row.cancelled,
      ({ personId: person }) => linkOf({ person, status: 'cancelled' }),
    ),
    ...timeColumns<PersonFigures>(),
    {
      label: 'Time in all',
      csv: 'total_ms',
      value: (row) => row.totalMs,
      render: (row) => formatDuration(row.totalMs),
    },
    count('Rows moved', 'rows_moved', (row) => row.rows),
  ];
  return (
    <FiguresTable
      title="By person"
      fileName="joinery-people"
      columns={columns}
      rows={rows}
      sortedBy="total_ms"
      shortRows={8}
      empty="No run in this range."
      keyOf={(row) => row.personId}
    />
  );
}
