import Link from 'next/link';
import type { ReactNode } from 'react';
import type { PerformanceAnswer } from '../../lib/contract/performance.ts';
import type { RunStatus } from '../../lib/contract/run.ts';
import { formatBytes } from '../../lib/format/bytes.ts';
import { formatCount } from '../../lib/format/number.ts';
import styles from './performance.module.css';
import { durationOrDash, historyLink, shareWords } from './words.ts';

interface HeadlineProps {
  readonly totals: PerformanceAnswer['totals'];
  readonly connection: string | undefined;
  /** The history cannot be filtered by it: then the figures lead nowhere, and the lists below hold the runs. */
  readonly fingerprint: string | undefined;
}

/** The figures that say most, each with its way to the runs behind it. */
export function Headline({ totals, connection, fingerprint }: HeadlineProps) {
  const { runs, succeeded, failed, cancelled } = totals;
  const linked = (figure: number, status?: RunStatus) =>
    fingerprint === undefined ? (
      <Link href={historyLink({ connection, status })}>{formatCount(figure)}</Link>
    ) : (
      formatCount(figure)
    );
  return (
    <dl className={styles.headline}>
      <Figure name="Runs" note={`${formatCount(succeeded)} succeeded`}>
        {linked(runs)}
      </Figure>
      <Figure name="Average">{durationOrDash(totals.averageMs)}</Figure>
      <Figure name="p50" title="Half of the successful runs took no longer">
        {durationOrDash(totals.p50Ms)}
      </Figure>
      <Figure name="p95" title="95 of 100 successful runs took no longer">
        {durationOrDash(totals.p95Ms)}
      </Figure>
      <Figure name="p99" title="99 of 100 successful runs took no longer">
        {durationOrDash(totals.p99Ms)}
      </Figure>
      <Figure name="Failed" note={shareWords(failed, runs)} tone={failed > 0 ? 'danger' : undefined}>
        {linked(failed, 'failed')}
      </Figure>
      <Figure name="Cancelled" note={shareWords(cancelled, runs)}>
        {linked(cancelled, 'cancelled')}
      </Figure>
      <Figure name="Rows from sources" note={formatBytes(totals.fetchedBytes)}>
        {formatCount(totals.fetchedRows)}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly title?: string;
  readonly note?: string;
  readonly tone?: 'danger' | undefined;
  readonly children: ReactNode;
}

function Figure({ name, title, note, tone, children }: FigureProps) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd data-tone={tone}>
        {children}
        {note === undefined ? null : <small>{note}</small>}
      </dd>
    </div>
  );
}
