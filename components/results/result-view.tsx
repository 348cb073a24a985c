'use client';

import { CircleAlert } from 'lucide-react';
import type { ErrorShape, Position } from '../../lib/contract/errors.ts';
import { isEnded, type Run } from '../../lib/contract/run.ts';
import { formatCount, formatCounted } from '../../lib/format/number.ts';
import { keysText } from '../palette/commands.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import type { GridStatus } from './grid/result-grid.tsx';
import { higherLimits } from './row-limit.ts';
import { RunOutcome } from './run-outcome.tsx';
import styles from './run-panel.module.css';
import { RunProgress } from './run-progress.tsx';
import type { Connections } from './sources.ts';
import { StoredRows } from './view/stored-rows.tsx';
import type { ShownRowsState } from './view/use-shown-rows.ts';

interface ResultViewProps {
  readonly run: Run | undefined;
  readonly readError: ErrorShape | undefined;
  readonly connections: Connections;
  readonly shown: ShownRowsState;
  onRerun(options?: { readonly rowLimit: number | null }): void;
  onShowError(position: Position): void;
  onStatus(status: GridStatus): void;
}

/** What the Result tab shows in each state of a run. */
export function ResultView({ run, readError, connections, shown, onRerun, onShowError, onStatus }: ResultViewProps) {
  if (run === undefined) {
    if (readError !== undefined) return <ErrorNotice error={readError} />;
    return (
      <EmptyState title="No result yet">
        <Kbd>{keysText('mod+enter')}</Kbd> runs what the button above names: statement, selection or join. Its rows
        appear here.
      </EmptyState>
    );
  }
  if (!isEnded(run.status)) return <RunProgress run={run} connections={connections} />;
  if (run.status !== 'succeeded' || !run.hasResult || run.resultExpiredAt !== undefined) {
    return <RunOutcome run={run} connections={connections} onRerun={() => onRerun()} onShowError={onShowError} />;
  }
  return (
    <div className={styles.result}>
      {run.truncated ? <MoreRows run={run} onRerun={onRerun} /> : null}
      <StoredRows key={run.id} run={run} shown={shown} connections={connections} onStatus={onStatus} />
      {shown.rows > 0 ? null : (
        <p className={styles.noRows}>
          {run.rows === 0
            ? 'The statement ran and found no rows.'
            : `None of the ${formatCounted(run.rows, 'stored row')} passes the filters.`}
        </p>
      )}
    </div>
  );
}

function MoreRows({ run, onRerun }: { readonly run: Run; onRerun(options: { rowLimit: number | null }): void }) {
  return (
    <div className={styles.banner} data-tone="warn" role="status">
      <CircleAlert size={14} aria-hidden="true" />
      <span>First {formatCount(run.rows)} rows; there are more. Sums, copies and exports cover these rows only.</span>
      {higherLimits(run.rowLimit).map(({ rowLimit, label }) => (
        <Button key={label} kind="quiet" className={styles.bannerButton} onClick={() => onRerun({ rowLimit })}>
          {label}
        </Button>
      ))}
    </div>
  );
}
