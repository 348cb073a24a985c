import { ChevronDown, ChevronRight, Database, Eye, KeyRound, Link2, Table2 } from 'lucide-react';
import { formatCounted, formatEstimate } from '../../lib/format/number.ts';
import { Origin } from '../ui/origin.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './catalog.module.css';
import type { TreeRow } from './tree-rows.ts';
import { TypeIcon } from './type-icon.tsx';

interface TreeRowViewProps {
  readonly row: TreeRow;
  readonly showsComment: boolean;
  onRetry(): void;
}

/** Contents of one row; its frame, indentation and events belong to the tree. */
export function TreeRowView({ row, showsComment, onRetry }: TreeRowViewProps) {
  const comment = showsComment ? commentOf(row) : undefined;
  return (
    <>
      <span className={styles.line}>
        <Line row={row} onRetry={onRetry} />
      </span>
      {comment === undefined ? null : <span className={styles.comment}>{comment}</span>}
    </>
  );
}

function Line({ row, onRetry }: { readonly row: TreeRow; onRetry(): void }) {
  switch (row.kind) {
    case 'connection':
      return (
        <>
          <Twisty isOpen={row.isOpen} />
          <Origin color={row.connection.color} />
          <span className={`${styles.name} ${styles.strong}`}>{row.connection.id}</span>
          <ConnectionEnd row={row} />
        </>
      );
    case 'schema':
      return (
        <>
          <Twisty isOpen={row.isOpen} />
          <Database size={13} aria-hidden="true" />
          <span className={styles.name}>{row.schema.name}</span>
          <span className={styles.end}>{formatCounted(row.schema.tableCount, 'table')}</span>
        </>
      );
    case 'table':
      return (
        <>
          <Twisty isOpen={row.isOpen} />
          {row.table.kind === 'view' ? <Eye size={13} aria-hidden="true" /> : <Table2 size={13} aria-hidden="true" />}
          <span className={styles.name}>{row.table.name}</span>
          <span className={styles.end}>
            {row.table.rowEstimate === undefined
              ? row.table.kind === 'view'
                ? 'view'
                : ''
              : formatEstimate(row.table.rowEstimate)}
          </span>
        </>
      );
    case 'column':
      return (
        <>
          <TypeIcon type={row.column.type} />
          <span className={styles.name}>{row.column.name}</span>
          {row.column.isPrimaryKey ? (
            <KeyRound size={12} className={styles.key} aria-label="primary key" />
          ) : row.column.references !== undefined ? (
            <Link2 size={12} className={styles.key} aria-label={`refers to ${row.column.references}`} />
          ) : null}
          <span className={styles.end}>{row.column.sourceType}</span>
        </>
      );
    case 'pending':
      return <span className={styles.placeholder} />;
    case 'loading':
      return (
        <span className={styles.note}>
          <Spinner /> Loading…
        </span>
      );
    case 'empty':
      return <span className={styles.note}>{row.text}</span>;
    case 'problem':
      return (
        <span className={styles.problem} title={[row.error.message, row.error.hint].filter(Boolean).join('\n')}>
          <span className={styles.name}>{row.error.message}</span>
          {row.canRetry ? (
            <button type="button" tabIndex={-1} className={styles.retry} onClick={onRetry}>
              retry
            </button>
          ) : null}
        </span>
      );
  }
}

function Twisty({ isOpen }: { readonly isOpen: boolean }) {
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return <Icon size={13} className={styles.twisty} aria-hidden="true" />;
}

function ConnectionEnd({ row }: { readonly row: TreeRow }) {
  const { status, driverLabel } = row.connection;
  if (status === 'loading') return <Spinner label="Reading metadata" />;
  if (status === 'unreachable') return <span className={`${styles.end} ${styles.bad}`}>not reachable</span>;
  if (status === 'misconfigured') return <span className={`${styles.end} ${styles.bad}`}>misconfigured</span>;
  return <span className={styles.end}>{driverLabel}</span>;
}

export const commentOf = (row: TreeRow): string | undefined =>
  row.kind === 'table' ? row.table.comment : row.kind === 'column' ? row.column.comment : undefined;

/** All that is known of a row, for the tooltip. */
export function titleOf(row: TreeRow): string | undefined {
  const lines: Array<string | undefined> = [];
  if (row.kind === 'connection')
    lines.push(`${row.connection.id} · ${row.connection.driverLabel}`, row.connection.error?.message);
  if (row.kind === 'table')
    lines.push(`${row.table.schema}.${row.table.name} · ${formatCounted(row.table.columnCount, 'column')}`);
  if (row.kind === 'column') {
    const { name, sourceType, nullable, isUnique, references } = row.column;
    const facts = [isUnique ? 'unique' : undefined, nullable ? undefined : 'not null'];
    lines.push([`${name} ${sourceType}`, ...facts.filter(Boolean)].join(' · '));
    if (references !== undefined) lines.push(`refers to ${references}`);
  }
  lines.push(commentOf(row));
  const text = lines.filter(Boolean).join('\n');
  return text === '' ? undefined : text;
}
