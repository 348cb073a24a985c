'use client';

import { Tabs } from '@base-ui/react/tabs';
import { Combine, Pin } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ErrorShape, Position } from '../../lib/contract/errors.ts';
import { type Explanation, isEnded, type Run } from '../../lib/contract/run.ts';
import { formatCount } from '../../lib/format/number.ts';
import { Ledger } from '../plan/ledger.tsx';
import { PlanView } from '../plan/plan-view.tsx';
import { Button } from '../ui/button.tsx';
import tabStyles from '../ui/tabs.module.css';
import { useRemembered } from '../ui/use-remembered.ts';
import { ChartView } from './chart/chart-view.tsx';
import { ExportMenu, ExportNotice } from './export-menu.tsx';
import type { GridStatus } from './grid/result-grid.tsx';
import { ResultView } from './result-view.tsx';
import styles from './run-panel.module.css';
import { RunStrip } from './run-strip.tsx';
import type { Connections } from './sources.ts';
import { useExport } from './use-export.ts';
import { shownPart, sizeWords } from './view/shown-part.ts';
import { useShownRows } from './view/use-shown-rows.ts';

export interface RunPanelProps {
  /** The run whose result the tab shows, in its latest state; undefined if nothing has run. */
  readonly run: Run | undefined;
  /** Why the state of the run cannot be read, if so. */
  readonly readError?: ErrorShape | undefined;
  readonly connections: Connections;
  /** What would go where, if the reader asked for it: shown in the Plan tab instead of the run. */
  readonly explanation?: Explanation | undefined;
  /** Whether this result stays when the tab runs again; undefined where results are not kept beside each other. */
  readonly isPinned?: boolean | undefined;
  onPin?(): void;
  /** Opens the join builder with this result as its input. */
  onJoin?(): void;
  /** Runs the text of this run again, with another row limit if one is given (null = all rows). */
  onRerun(options?: { readonly rowLimit: number | null }): void;
  /** Shows a place of the text that ran. */
  onShowError(position: Position): void;
}

type PanelTab = 'result' | 'chart' | 'plan' | 'ledger';
const noStatus: GridStatus = { columns: undefined, selection: undefined, copy: undefined };

/** Everything below the editor for one tab: the result of its run, the plan, the ledger and the export. */
export function RunPanel({
  run,
  readError,
  connections,
  explanation,
  isPinned,
  onPin,
  onJoin,
  onRerun,
  onShowError,
}: RunPanelProps) {
  const [tab, setTab] = useState<PanelTab>('result');
  const [status, setStatus] = useState<GridStatus>(noStatus);
  const shown = useShownRows(run);
  const [guardsFormulas, setGuardsFormulas] = useRemembered('joinery.guard-formulas', false);
  const exporting = useExport(run, { view: shown.view, columns: status.columns, guardFormulas: guardsFormulas });
  const runId = run?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run is looked at from its result
  useEffect(() => setTab('result'), [runId]);
  useEffect(() => {
    if (explanation !== undefined) setTab('plan');
  }, [explanation]);
  const hasEnded = run !== undefined && isEnded(run.status);
  const canExport = run?.status === 'succeeded' && run.hasResult;
  return (
    <Tabs.Root className={styles.panel} value={tab} onValueChange={(value: PanelTab) => setTab(value)}>
      <div className={styles.bar}>
        <Tabs.List className={styles.tabs} aria-label="Result of the run">
          <Tabs.Tab value="result" className={tabStyles.tab}>
            Result
          </Tabs.Tab>
          <Tabs.Tab value="chart" className={tabStyles.tab} disabled={!canExport}>
            Chart
          </Tabs.Tab>
          <Tabs.Tab value="plan" className={tabStyles.tab}>
            Plan
          </Tabs.Tab>
          <Tabs.Tab value="ledger" className={tabStyles.tab}>
            Ledger
            {run && run.fetches.length > 0 ? (
              <span className={tabStyles.count}>{formatCount(run.fetches.length)}</span>
            ) : null}
          </Tabs.Tab>
        </Tabs.List>
        {canExport && onJoin !== undefined ? (
          <Button
            kind="quiet"
            className={styles.join}
            title="Opens the join builder with this stored result as its first input"
            onClick={onJoin}
          >
            <Combine size={14} aria-hidden="true" /> Join
          </Button>
        ) : null}
        {canExport && onPin !== undefined && isPinned !== undefined ? (
          <Button
            kind="quiet"
            className={styles.pin}
            aria-pressed={isPinned}
            title="Keeps this result beside the next ones when the tab runs again"
            onClick={onPin}
          >
            <Pin size={14} aria-hidden="true" /> {isPinned ? 'Pinned' : 'Pin'}
          </Button>
        ) : null}
        <ExportMenu
          isDisabled={!canExport}
          state={exporting.state}
          whole={run === undefined ? '' : sizeWords(run.rows, run.columns.length)}
          shown={run === undefined ? undefined : shownPart(run, shown, status.columns)}
          guardsFormulas={guardsFormulas}
          onGuardFormulas={setGuardsFormulas}
          onStart={(format, isShown) => void exporting.start(format, isShown)}
        />
      </div>
      <ExportNotice state={exporting.state} onDismiss={exporting.dismiss} />
      <div className={styles.body}>
        <Tabs.Panel value="result" keepMounted className={styles.page} tabIndex={-1}>
          <ResultView
            run={run}
            readError={readError}
            connections={connections}
            shown={shown}
            onRerun={onRerun}
            onShowError={onShowError}
            onStatus={setStatus}
          />
        </Tabs.Panel>
        <Tabs.Panel value="chart" className={styles.page}>
          {canExport ? (
            <ChartView key={run.id} run={run} view={shown.view} rows={shown.rows} connections={connections} />
          ) : null}
        </Tabs.Panel>
        <Tabs.Panel value="plan" className={styles.page}>
          <PlanView run={run} explanation={explanation} connections={connections} />
        </Tabs.Panel>
        <Tabs.Panel value="ledger" className={styles.page}>
          <Ledger run={run} connections={connections} />
        </Tabs.Panel>
      </div>
      {hasEnded && run.status === 'succeeded' ? <RunStrip run={run} connections={connections} status={status} /> : null}
    </Tabs.Root>
  );
}
