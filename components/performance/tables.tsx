'use client';

import type { ConnectionSummary } from '../../lib/contract/catalog.ts';
import type { RunFilter } from '../../lib/contract/history.ts';
import type { ConnectionFigures, DayFigures, FingerprintFigures, RunFigures } from '../../lib/contract/performance.ts';
import { formatBytes } from '../../lib/format/bytes.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCount } from '../../lib/format/number.ts';
import { Origin, originColor } from '../ui/origin.tsx';
import { PageLink } from '../ui/page-link.tsx';
import { count, linkedCount, meanTime } from './figure-columns.tsx';
import { type FigureColumn, FiguresTable } from './figures-table.tsx';
import styles from './performance.module.css';
import { timeColumns } from './time-columns.tsx';

interface ConnectionTableProps {
  readonly rows: readonly ConnectionFigures[];
  linkOf(part: RunFilter): string;
  connectionOf(id: string): ConnectionSummary | undefined;
  onConnection(id: string): void;
}

/** What runs read from each connection, and what the sources say of it themselves. */
export function ConnectionTable({ rows, linkOf, connectionOf, onConnection }: ConnectionTableProps) {
  const timeOf = ({ averageMs = 0, runs }: ConnectionFigures): number => averageMs * runs;
  const most = Math.max(1, ...rows.map(timeOf));
  const columns: FigureColumn<ConnectionFigures>[] = [
    {
      label: 'Connection',
      csv: 'connection',
      isText: true,
      value: (row) => row.connection,
      render: ({ connection }) => (
        <button
          type="button"
          className={styles.open}
          title="Show this connection alone"
          onClick={() => onConnection(connection)}
        >
          <Origin color={connectionOf(connection)?.color} />
          {connection}
        </button>
      ),
    },
    {
      label: 'Time in all',
      csv: 'total_ms',
      isText: true,
      value: timeOf,
      render: (row) => (
        <span className={styles.share}>
          <span
            className={styles.bar}
            style={{
              width: `${(timeOf(row) / most) * 130}px`,
              background: originColor(connectionOf(row.connection)?.color),
            }}
            aria-hidden="true"
          />
          <em>{formatDuration(timeOf(row))}</em>
        </span>
      ),
    },
    {
      ...count<ConnectionFigures>('Runs', 'runs', (row) => row.runs),
      render: ({ connection, runs }) => (
        <PageLink href={linkOf({ connection, status: 'succeeded' })}>{formatCount(runs)}</PageLink>
      ),
    },
    ...timeColumns<ConnectionFigures>(),
    meanTime('Waiting', 'wait_ms', 'Average from sending the statement until the first bytes', (row) => row.waitMs),
    meanTime(
      'Transfer',
      'transfer_ms',
      'Average from the first bytes to the last, without the time for which the join took no more',
      (row) => row.transferMs,
    ),
    count('Rows', 'rows', (row) => row.rows),
    { label: 'Bytes', csv: 'bytes', value: (row) => row.bytes, render: (row) => formatBytes(row.bytes) },
    {
      ...meanTime<ConnectionFigures>(
        'Server time',
        'source_server_ms',
        "The source's own figure: average time at its server",
        (row) => row.serverMs,
      ),
      beginsGroup: true,
    },
    meanTime(
      'Its queue',
      'source_queue_ms',
      "The source's own figure: average wait there before it began",
      (row) => row.sourceQueueMs,
    ),
    {
      label: 'Billed',
      csv: 'bytes_billed',
      title: "The source's own figure: bytes that it charges for, all runs together",
      value: (row) => row.bytesBilled,
      render: (row) => (row.bytesBilled === undefined ? '–' : formatBytes(row.bytesBilled)),
    },
  ];
  return (
    <FiguresTable
      title="By connection"
      description="Successful runs; the longest fetch of each. Right of the line: the sources' own figures."
      fileName="joinery-connections"
      columns={columns}
      rows={rows}
      empty="No successful run read from a connection."
      keyOf={(row) => row.connection}
    />
  );
}

interface StatementTableProps {
  readonly rows: readonly FingerprintFigures[];
  readonly isBusy: boolean;
  linkOf(part: RunFilter): string;
  onFingerprint(fingerprint: string): void;
  onOpen(row: FingerprintFigures): void;
}

/** Statements that differ only in literals are one row. */
export function StatementTable({ rows, isBusy, linkOf, onFingerprint, onOpen }: StatementTableProps) {
  const columns: FigureColumn<FingerprintFigures>[] = [
    {
      label: 'Statement',
      csv: 'statement',
      isText: true,
      isWide: true,
      value: (row) => row.text,
      render: ({ fingerprint, text }) => (
        <button
          type="button"
          className={styles.statement}
          title={`Show this kind of statement alone\n\n${text}`}
          onClick={() => onFingerprint(fingerprint)}
        >
          {text}
        </button>
      ),
    },
    linkedCount(
      'Runs',
      'runs',
      (row) => row.runs,
      ({ fingerprint }) => linkOf({ fingerprint }),
    ),
    linkedCount(
      'Failed',
      'failed',
      (row) => row.failed,
      ({ fingerprint }) => linkOf({ fingerprint, status: 'unsuccessful' }),
    ),
    linkedCount(
      'Cancelled',
      'cancelled',
      (row) => row.cancelled,
      ({ fingerprint }) => linkOf({ fingerprint, status: 'cancelled' }),
    ),
    ...timeColumns<FingerprintFigures>(),
    {
      label: 'Time in all',
      csv: 'total_ms',
      value: (row) => row.totalMs,
      render: (row) => (row.succeeded === 0 ? '–' : formatDuration(row.totalMs)),
    },
    count('Rows moved', 'rows_moved', (row) => row.rows),
    {
      label: 'Last run',
      csv: 'last_run',
      isText: true,
      value: (row) => row.lastRunId,
      render: (row) => (
        <button
          type="button"
          className={styles.link}
          disabled={isBusy}
          aria-label={`Open the last run of ${row.text.slice(0, 80)}`}
          onClick={() => onOpen(row)}
        >
          Open
        </button>
      ),
    },
  ];
  return (
    <FiguresTable
      title="By statement"
      description="Those that took the most time, and the most frequent; literals left out."
      fileName="joinery-statements"
      columns={columns}
      rows={rows}
      sortedBy="total_ms"
      empty="No run in this range."
      keyOf={(row) => row.fingerprint}
    />
  );
}

interface RunTableProps {
  readonly title: string;
  readonly fileName: string;
  readonly sortedBy: 'total_ms' | 'rows_moved';
  readonly rows: readonly RunFigures[];
  readonly timeZone: string;
  readonly isBusy: boolean;
  onOpen(row: RunFigures): void;
}

export function RunTable({ title, fileName, sortedBy, rows, timeZone, isBusy, onOpen }: RunTableProps) {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const columns: FigureColumn<RunFigures>[] = [
    {
      label: 'Statement',
      csv: 'statement',
      isText: true,
      isWide: true,
      value: (row) => row.text,
      render: (row) => (
        <button
          type="button"
          className={styles.statement}
          title={`Open in the workbench\n\n${row.text}`}
          disabled={isBusy || row.text === ''}
          onClick={() => onOpen(row)}
        >
          {row.text === '' ? '(no longer in the history)' : row.text.replace(/\s+/g, ' ')}
        </button>
      ),
    },
    {
      label: 'Started',
      csv: 'started_at',
      isText: true,
      value: (row) => row.startedAt,
      render: (row) => format.format(new Date(row.startedAt)),
    },
    {
      label: 'Outcome',
      csv: 'outcome',
      isText: true,
      value: (row) => row.outcome,
      render: ({ outcome }) => <span data-outcome={outcome}>{outcome}</span>,
    },
    { label: 'Time', csv: 'total_ms', value: (row) => row.totalMs, render: (row) => formatDuration(row.totalMs) },
    count('Rows moved', 'rows_moved', (row) => row.fetchedRows),
    {
      label: 'Bytes',
      csv: 'bytes_moved',
      value: (row) => row.fetchedBytes,
      render: (row) => formatBytes(row.fetchedBytes),
    },
  ];
  return (
    <FiguresTable
      title={title}
      fileName={fileName}
      columns={columns}
      rows={rows}
      sortedBy={sortedBy}
      shortRows={8}
      empty="No run in this range."
      keyOf={(row) => row.runId}
    />
  );
}

interface DayTableProps {
  readonly rows: readonly DayFigures[];
  linkOfDay(day: string, part: RunFilter): string;
  onDay(day: string): void;
}

/** The charts in text; a day opens alone. */
export function DayTable({ rows, linkOfDay, onDay }: DayTableProps) {
  const columns: FigureColumn<DayFigures>[] = [
    {
      label: 'Day',
      csv: 'day',
      isText: true,
      value: (row) => row.day,
      render: ({ day }) => (
        <button type="button" className={styles.open} title="Show this day alone" onClick={() => onDay(day)}>
          {day}
        </button>
      ),
    },
    linkedCount(
      'Runs',
      'runs',
      (row) => row.runs,
      ({ day }) => linkOfDay(day, {}),
    ),
    linkedCount(
      'Succeeded',
      'succeeded',
      (row) => row.succeeded,
      ({ day }) => linkOfDay(day, { status: 'succeeded' }),
    ),
    linkedCount(
      'Failed',
      'failed',
      (row) => row.failed,
      ({ day }) => linkOfDay(day, { status: 'unsuccessful' }),
    ),
    linkedCount(
      'Cancelled',
      'cancelled',
      (row) => row.cancelled,
      ({ day }) => linkOfDay(day, { status: 'cancelled' }),
    ),
    ...timeColumns<DayFigures>(),
  ];
  return (
    <FiguresTable
      title="By day"
      fileName="joinery-days"
      columns={columns}
      rows={rows}
      sortedBy="day"
      shortRows={7}
      empty="No day in this range."
      keyOf={(row) => row.day}
    />
  );
}
