import type { ReactNode } from 'react';
import type { RunFilter, StatusFilter } from '../../lib/contract/history.ts';
import type { PerformanceAnswer } from '../../lib/contract/performance.ts';
import { formatBytes } from '../../lib/format/bytes.ts';
import { formatCount } from '../../lib/format/number.ts';
import { PageLink } from '../ui/page-link.tsx';
import styles from './performance.module.css';
import { durationOrDash, shareWords } from './words.ts';

interface HeadlineProps {
  readonly totals: PerformanceAnswer['totals'];
  /** Address of the runs in the history that are meant here, with a further condition. */
  linkOf(part: RunFilter): string;
}

/** The figures that say most, each with its way to the runs behind it. */
export function Headline({ totals, linkOf }: HeadlineProps) {
  const { runs, succeeded, failed, cancelled } = totals;
  const linked = (figure: number, status?: StatusFilter) => (
    <PageLink href={linkOf(status === undefined ? {} : { status })}>{formatCount(figure)}</PageLink>
  );
  /** A percentile leads to the runs that took at least so long. */
  const time = (ms: number | undefined, minMs?: number) =>
    ms === undefined ? (
      durationOrDash(ms)
    ) : (
      <PageLink href={linkOf({ status: 'succeeded', minMs })}>{durationOrDash(ms)}</PageLink>
    );
  return (
    <dl className={styles.headline}>
      <Figure name="Runs" note={`${formatCount(succeeded)} succeeded`}>
        {linked(runs)}
      </Figure>
      <Figure name="Average">{time(totals.averageMs)}</Figure>
      <Figure name="p50" title="Half of the successful runs took no longer">
        {time(totals.p50Ms, totals.p50Ms)}
      </Figure>
      <Figure name="p95" title="95 of 100 successful runs took no longer">
        {time(totals.p95Ms, totals.p95Ms)}
      </Figure>
      <Figure name="p99" title="99 of 100 successful runs took no longer">
        {time(totals.p99Ms, totals.p99Ms)}
      </Figure>
      <Figure name="Failed" note={shareWords(failed, runs)} tone={failed > 0 ? 'danger' : undefined}>
        {linked(failed, 'unsuccessful')}
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
