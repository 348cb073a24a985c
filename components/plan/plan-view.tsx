'use client';

import type { ReactNode } from 'react';
import { type Explanation, type Fetch, isEnded, type Run } from '../../lib/contract/run.ts';
import { formatBytes } from '../../lib/format/bytes.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCounted, formatEstimate } from '../../lib/format/number.ts';
import { type Connections, connectionOf, fetchStates, shortRelation } from '../results/sources.ts';
import { EmptyState } from '../ui/notice.tsx';
import { Origin, originColor } from '../ui/origin.tsx';
import styles from './plan.module.css';
import { PlannedQueries } from './planned-queries.tsx';

interface PlanViewProps {
  readonly run: Run | undefined;
  /** Goes before the run: the reader just asked for it. */
  readonly explanation: Explanation | undefined;
  readonly connections: Connections;
}

/** Height of a source's card and of the gap under it: the wires are drawn by these. */
const CARD_PX = 84;
const GAP_PX = 10;
const WIRE_PX = 72;

/** A picture of where the rows come from and what happens to them. */
export function PlanView({ run, explanation, connections }: PlanViewProps) {
  const fetches = explanation?.fetches ?? run?.fetches ?? [];
  if (run === undefined && explanation === undefined) {
    return <EmptyState title="No plan yet">Explain shows what would go to which source without running it.</EmptyState>;
  }
  const isPlanOnly = explanation !== undefined;
  const heightPx = Math.max(CARD_PX, fetches.length * (CARD_PX + GAP_PX) - GAP_PX);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard
    <section className={styles.scroll} aria-label="Plan" tabIndex={0}>
      {isPlanOnly ? (
        <p className={styles.note}>
          Not run: this is what would be sent. Rows are the sources' own estimates. Planned in{' '}
          {formatDuration(explanation.planMs)}.
        </p>
      ) : null}
      <div className={styles.picture}>
        {fetches.length === 0 ? null : (
          <>
            <ol className={styles.sources} style={{ gap: GAP_PX }}>
              {fetches.map((fetch) => (
                <SourceCard key={fetch.index} fetch={fetch} isPlanOnly={isPlanOnly} connections={connections} />
              ))}
            </ol>
            <Wires fetches={fetches} heightPx={heightPx} connections={connections} />
          </>
        )}
        <Box title={fetches.length > 1 ? 'Join here' : 'Compute here'}>
          {run === undefined || isPlanOnly ? 'DuckDB, in this process' : workWords(run)}
        </Box>
        <span className={styles.arrow} aria-hidden="true" />
        <Box title="Result" isStrong>
          {resultWords(run, explanation)}
        </Box>
      </div>
      {explanation === undefined ? null : <PlannedQueries explanation={explanation} connections={connections} />}
    </section>
  );
}

interface SourceCardProps {
  readonly fetch: Fetch;
  readonly isPlanOnly: boolean;
  readonly connections: Connections;
}

function SourceCard({ fetch, isPlanOnly, connections }: SourceCardProps) {
  const connection = connectionOf(connections, fetch.connection);
  const estimate = fetch.estimatedRows === undefined ? undefined : `${formatEstimate(fetch.estimatedRows)} rows`;
  const wasRead = !isPlanOnly && fetch.status !== 'planned' && fetch.status !== 'waiting';
  return (
    <li className={styles.card} style={{ height: CARD_PX }}>
      <span className={styles.source} title={`${fetch.connection} · ${fetch.relation}`}>
        <Origin color={connection?.color} />
        <b>{shortRelation(fetch.relation)}</b>
        <span className={styles.relation}>
          {fetch.connection}
          {connection ? ` · ${connection.driverLabel}` : ''}
        </span>
      </span>
      <span className={styles.figures}>
        {wasRead ? (
          <>
            {formatCounted(fetch.rows, 'row')}
            {estimate === undefined ? '' : <span className={styles.faint}> of {estimate} expected</span>}
          </>
        ) : (
          (estimate ?? 'rows not estimated')
        )}
      </span>
      <span className={styles.figures}>
        {wasRead ? `${formatBytes(fetch.bytes)} · ${formatDuration(fetch.ms)}` : fetchStates[fetch.status]}
        <span className={styles.faint}>
          {fetch.capped ? ' · stopped early' : ''}
          {filterWords(fetch)}
        </span>
      </span>
    </li>
  );
}

const filterWords = ({ pushed, kept }: Fetch): string => {
  const words = [
    pushed.length > 0 ? `${formatCounted(pushed.length, 'filter')} at the source` : '',
    kept.length > 0 ? `${formatCounted(kept.length, 'filter')} here` : '',
  ].filter(Boolean);
  return words.length === 0 ? '' : ` · ${words.join(', ')}`;
};

interface WiresProps {
  readonly fetches: readonly Fetch[];
  readonly heightPx: number;
  readonly connections: Connections;
}

/** A line from each source to the join, in its colour, the wider the more rows it carries. */
function Wires({ fetches, heightPx, connections }: WiresProps) {
  const middle = heightPx / 2;
  return (
    <svg className={styles.wires} width={WIRE_PX} height={heightPx} aria-hidden="true">
      {fetches.map((fetch, place) => {
        const y = place * (CARD_PX + GAP_PX) + CARD_PX / 2;
        const rows = Math.max(fetch.rows, fetch.estimatedRows ?? 0, 1);
        return (
          <path
            key={fetch.index}
            d={`M0 ${y} C ${WIRE_PX / 2} ${y}, ${WIRE_PX / 2} ${middle}, ${WIRE_PX} ${middle}`}
            fill="none"
            stroke={originColor(connectionOf(connections, fetch.connection)?.color)}
            strokeWidth={1 + Math.min(4, Math.log10(rows) / 1.6)}
            strokeOpacity={0.75}
          />
        );
      })}
    </svg>
  );
}

interface BoxProps {
  readonly title: string;
  readonly isStrong?: boolean;
  readonly children: ReactNode;
}

function Box({ title, isStrong = false, children }: BoxProps) {
  return (
    <div className={styles.box} data-strong={isStrong || undefined}>
      <b>{title}</b>
      <span>{children}</span>
    </div>
  );
}

const workWords = (run: Run): string =>
  isEnded(run.status)
    ? `${formatDuration(run.timings.executeMs)} with reading, planned in ${formatDuration(run.timings.planMs)}`
    : 'going on';

function resultWords(run: Run | undefined, explanation: Explanation | undefined): string {
  if (explanation !== undefined || run === undefined) return formatCounted(explanation?.columns.length ?? 0, 'column');
  if (run.status !== 'succeeded') return isEnded(run.status) ? 'none' : 'not yet';
  const rows = `${run.truncated ? 'first ' : ''}${formatCounted(run.rows, 'row')}`;
  return `${rows} × ${formatCounted(run.columns.length, 'column')}`;
}
