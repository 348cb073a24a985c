'use client';

import type { ReactNode } from 'react';
import { type Explanation, isEnded, type Run } from '../../lib/contract/run.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCounted } from '../../lib/format/number.ts';
import type { Connections } from '../results/sources.ts';
import { EmptyState } from '../ui/notice.tsx';
import styles from './plan.module.css';
import { layOutPlan } from './plan-layout.ts';
import { KeyArcs, RowWires } from './plan-wires.tsx';
import { PlannedQueries } from './planned-queries.tsx';
import { SourceCard } from './source-card.tsx';

interface PlanViewProps {
  readonly run: Run | undefined;
  /** Goes before the run: the reader just asked for it. */
  readonly explanation: Explanation | undefined;
  readonly connections: Connections;
  /** Where two plans stand on one page. */
  readonly label?: string;
}

/** A picture of where the rows come from and what happens to them. */
export function PlanView({ run, explanation, connections, label = 'Plan' }: PlanViewProps) {
  const fetches = explanation?.fetches ?? run?.fetches ?? [];
  if (run === undefined && explanation === undefined) {
    return <EmptyState title="No plan yet">Explain shows what would go to which source without running it.</EmptyState>;
  }
  const isPlanOnly = explanation !== undefined;
  const layout = layOutPlan(fetches);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard
    <section className={styles.scroll} aria-label={label} tabIndex={0}>
      {isPlanOnly ? (
        <p className={styles.note}>
          Not run: this is what would be sent. Rows are the sources' own estimates. Planned in{' '}
          {formatDuration(explanation.planMs)}.
        </p>
      ) : null}
      <div className={styles.picture}>
        {fetches.length === 0 ? null : (
          <>
            <KeyArcs layout={layout} connections={connections} />
            <ol className={styles.sources}>
              {layout.cards.map((card) => (
                <SourceCard
                  key={card.fetch.index}
                  card={card}
                  fetches={fetches}
                  isPlanOnly={isPlanOnly}
                  connections={connections}
                />
              ))}
            </ol>
            <RowWires layout={layout} connections={connections} />
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
