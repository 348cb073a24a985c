'use client';

import { Combine, Route, Sparkles, WandSparkles } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import type { TabState } from '../../lib/client/document-store.ts';
import type { ValueStore } from '../../lib/client/value-store.ts';
import { FEDERATED } from '../../lib/contract/run.ts';
import type { CursorState } from '../editor/editor-controller.ts';
import { keysText } from '../palette/commands.ts';
import { RowLimit, RunControls } from '../results/run-controls.tsx';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { Origin } from '../ui/origin.tsx';
import { Select } from '../ui/select.tsx';
import { Spinner } from '../ui/spinner.tsx';
import type { TabActivity } from './runner.ts';
import styles from './workbench.module.css';

interface RunBarProps {
  readonly tab: TabState;
  readonly activity: TabActivity;
  readonly isRunning: boolean;
  readonly cursor: ValueStore<CursorState>;
  onRun(): void;
  onStop(): void;
  onExplain(): void;
  onFormat(): void;
  /** Shows the statement in the join builder. */
  onBuilder(): void;
  /** Proposes joins between the tables of the statement. */
  onSuggest(): void;
  onTarget(target: string): void;
  onRowLimit(rowLimit: number | null): void;
}

/** What will run, where, how much of it; and Stop, always in the same place. */
export function RunBar(props: RunBarProps) {
  const { tab, activity, isRunning, cursor } = props;
  const { connections } = useConnections();
  const { runs } = useSyncExternalStore(cursor.subscribe, cursor.get, cursor.get);
  const targets = connections
    .filter(({ id, isFederatedOnly }) => isFederatedOnly !== true || id === tab.target)
    .map(({ id, color }) => ({ value: id, label: `${id} only`, icon: <Origin color={color} /> }));
  const isGone = tab.target !== FEDERATED && !connections.some(({ id }) => id === tab.target);
  return (
    <div className={styles.bar} role="toolbar" aria-label="Run">
      <RunControls
        words={
          activity.sequence !== undefined
            ? `Running ${activity.sequence.current} of ${activity.sequence.total}`
            : isRunning
              ? 'Running'
              : runs === 'selection'
                ? 'Run selection'
                : 'Run statement'
        }
        keys={
          <span className={styles.hint} aria-hidden="true">
            {keysText('mod+enter')}
          </span>
        }
        canRun={runs !== 'nothing'}
        cannotRun="There is no statement at the cursor"
        isBusy={isRunning}
        onRun={props.onRun}
        onStop={props.onStop}
      />
      <Select
        label="Run target"
        value={tab.target}
        options={[
          { value: FEDERATED, label: 'All connections' },
          ...targets,
          ...(isGone ? [{ value: tab.target, label: `${tab.target} (no longer configured)` }] : []),
        ]}
        onChange={props.onTarget}
      />
      <RowLimit rowLimit={tab.rowLimit} onRowLimit={props.onRowLimit} />
      <span className={styles.spacer} />
      <Button
        kind="quiet"
        disabled={runs === 'nothing'}
        onClick={props.onFormat}
        title={`Format (${keysText('mod+shift+f')})`}
      >
        <WandSparkles size={14} aria-hidden="true" />
        <span className={styles.wide}>Format</span>
      </Button>
      {tab.target !== FEDERATED ? null : (
        <Button
          kind="quiet"
          disabled={runs === 'nothing'}
          onClick={props.onBuilder}
          title="Show this statement in the join builder, in a tab of its own"
        >
          <Combine size={14} aria-hidden="true" />
          <span className={styles.wide}>Open in builder</span>
        </Button>
      )}
      <Button
        kind="quiet"
        disabled={runs === 'nothing' || activity.isExplaining}
        onClick={props.onExplain}
        title={`What would go to which source, without running it (${keysText('mod+shift+e')})`}
      >
        {activity.isExplaining ? <Spinner /> : <Route size={14} aria-hidden="true" />}
        <span className={styles.wide}>Explain</span>
      </Button>
      <Button
        disabled={runs === 'nothing'}
        onClick={props.onSuggest}
        title={`Which columns join the tables of this statement (${keysText('mod+j')})`}
      >
        <Sparkles size={14} aria-hidden="true" />
        <span className={styles.wide}>Suggest join</span>
      </Button>
    </div>
  );
}
