import type { ConnectionSummary } from '../../lib/contract/catalog.ts';
import { formatCount } from '../../lib/format/number.ts';
import { Origin } from '../ui/origin.tsx';
import { agoWords } from './connection-words.ts';
import styles from './connections.module.css';
import { StatusMark } from './status-mark.tsx';

/** Headings of `ConnectionName` and `SummaryCells`. */
export function SummaryHeadings() {
  return (
    <>
      <th scope="col">Connection</th>
      <th scope="col">Source</th>
      <th scope="col">Status</th>
      <th scope="col" className="num">
        Tables
      </th>
      <th scope="col">Refreshed</th>
    </>
  );
}

export function ConnectionName({ summary }: { readonly summary: ConnectionSummary }) {
  return (
    <>
      <Origin color={summary.color} mark={summary.mark} />
      <span className={styles.rowName}>{summary.id}</span>
    </>
  );
}

/** What a connection is and how it stands. */
export function SummaryCells({ summary, now }: { readonly summary: ConnectionSummary; readonly now: number }) {
  return (
    <>
      <td className={styles.clip}>{summary.driverLabel}</td>
      <td className={styles.clip} title={summary.error?.message}>
        <StatusMark status={summary.status} />
      </td>
      <td className="num">{summary.introspectedAt === undefined ? '' : formatCount(summary.tableCount)}</td>
      <td className={styles.faint} title={summary.introspectedAt}>
        {agoWords(summary, now)}
      </td>
    </>
  );
}
