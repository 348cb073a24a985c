import type { JsonCell } from '../../../lib/contract/result.ts';
import { formatBytes } from '../../../lib/format/bytes.ts';
import { blobSizeBytes, formatCell } from '../../../lib/format/cell.ts';
import { type ColumnKind, isNumericKind, isTabularKind } from '../../../lib/format/column-kind.ts';
import styles from './grid.module.css';

/** Class of a cell by its column's kind: numbers to the right, tabular figures, mono for code-like values. */
export function cellClass(kind: ColumnKind): string {
  const names = [styles.cell];
  if (isNumericKind(kind)) names.push(styles.right);
  if (isTabularKind(kind)) names.push(styles.tabular);
  if (kind === 'blob' || kind === 'uuid' || kind === 'json' || kind === 'nested') names.push(styles.mono);
  return names.join(' ');
}

interface CellValueProps {
  /** undefined while the row is being loaded. */
  readonly value: JsonCell | undefined;
  readonly kind: ColumnKind;
}

/** What a cell shows. NULL, the empty string and a value still loading never look alike. */
export function CellValue({ value, kind }: CellValueProps) {
  if (value === undefined) return <span className={styles.loading} />;
  if (value === null) return <span className={styles.null}>NULL</span>;
  if (value === '') {
    return (
      <span className={styles.emptyText} role="img" aria-label="empty text">
        ''
      </span>
    );
  }
  if (typeof value === 'boolean') return <span className={value ? undefined : styles.false}>{String(value)}</span>;
  if (kind === 'blob' && typeof value === 'string') {
    return (
      <>
        {formatCell(value, kind)} <span className={styles.faint}>{formatBytes(blobSizeBytes(value))}</span>
      </>
    );
  }
  return formatCell(value, kind);
}
