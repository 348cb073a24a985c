'use client';

import type { ReactNode, Ref } from 'react';
import { Pane, PaneSplit, Panes } from '../ui/panes.tsx';
import { EditorArea } from './editor-area.tsx';
import { ParameterBar } from './parameter-bar.tsx';
import { ResultsPane } from './results-pane.tsx';
import { RunBar } from './run-bar.tsx';
import type { WorkbenchState } from './use-workbench.ts';
import styles from './workbench.module.css';
import type { WorkbenchActions } from './workbench-actions.ts';

interface StatementTabProps {
  readonly state: WorkbenchState;
  readonly actions: WorkbenchActions;
  readonly tabBar: ReactNode;
  readonly results: Ref<HTMLElement>;
  /** Does what the command of that name does. */
  run(command: 'run' | 'stop' | 'explain' | 'format'): void;
  onBuilder(): void;
  onSuggest(): void;
  onRetry(): void;
}

/** A tab that holds statements: the editor with its bars, and the results below. While the tabs load, or none could be, it says so. */
export function StatementTab({
  state,
  actions,
  tabBar,
  results,
  run,
  onBuilder,
  onSuggest,
  onRetry,
}: StatementTabProps) {
  const { active, activity, documents } = state;
  return (
    <Panes id="joinery.rows" direction="rows">
      <Pane id="editor" size="52%" min="120px">
        <div className={styles.main}>
          {tabBar}
          {active === undefined ? null : (
            <>
              <RunBar
                tab={active}
                activity={activity}
                isRunning={state.isRunning}
                cursor={state.cursor}
                onRun={() => run('run')}
                onStop={() => run('stop')}
                onExplain={() => run('explain')}
                onFormat={() => run('format')}
                onBuilder={onBuilder}
                onSuggest={onSuggest}
                onTarget={(target) => documents.edit(active.id, { target })}
                onRowLimit={(rowLimit) => documents.edit(active.id, { rowLimit })}
              />
              <ParameterBar documentId={active.id} cursor={state.cursor} />
            </>
          )}
          <div className={styles.editor}>
            <EditorArea state={state} onRetry={onRetry} />
          </div>
        </div>
      </Pane>
      <PaneSplit direction="rows" label="Height of the results" />
      <Pane id="results" min="80px">
        <ResultsPane ref={results} state={state} onPinRun={actions.pinRun} />
      </Pane>
    </Panes>
  );
}
