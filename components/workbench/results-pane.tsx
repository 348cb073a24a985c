'use client';

import { X } from 'lucide-react';
import { type Ref, useMemo, useState, useSyncExternalStore } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { Run } from '../../lib/contract/run.ts';
import { newJoin } from '../../lib/join/edit-inputs.ts';
import { shiftPosition } from '../../lib/sql/position.ts';
import { RunPanel } from '../results/run-panel.tsx';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { ResultTabBar } from './result-tab-bar.tsx';
import { resultTabs } from './result-tabs.ts';
import { titleAs } from './title-as.ts';
import { useRun } from './use-run.ts';
import type { WorkbenchState } from './use-workbench.ts';
import styles from './workbench.module.css';
import type { WorkbenchActions } from './workbench-actions.ts';

interface ResultsPaneProps {
  readonly ref: Ref<HTMLElement>;
  readonly state: WorkbenchState;
  readonly onPinRun: WorkbenchActions['pinRun'];
}

/** Below the editor: what the shown tab's run gave, and why a run could not begin. */
export function ResultsPane({ ref, state, onPinRun }: ResultsPaneProps) {
  const { active, activity, runner, documents, editor, select } = state;
  const [paneError, setPaneError] = useState<ErrorShape>();
  const { connections } = useConnections();
  const { tabs, chosen } = useSyncExternalStore(
    resultTabs.subscribe,
    () => resultTabs.of(active?.id),
    () => resultTabs.of(undefined),
  );
  const shownId = chosen ?? active?.lastRunId;
  const { run, error: readError } = useRun(shownId);
  const text = active === undefined ? '' : documents.text(active.id);
  const offset = run === undefined ? undefined : runner.offsetOf(run, text);
  const shown = useMemo(() => inDocument(run, offset, text), [run, offset, text]);
  /** A pinned result stays beside the next ones, and beyond retention. */
  const pin = (documentId: string, tab: Parameters<typeof resultTabs.togglePin>[1]) => {
    resultTabs.togglePin(documentId, tab);
    const isPinned = resultTabs.of(documentId).tabs.some((one) => one.runId === tab.runId && one.isPinned);
    onPinRun(tab.runId, isPinned).then(
      (answer) => 'error' in answer && setPaneError(answer.error),
      (thrown: unknown) => setPaneError(toErrorShape(thrown)),
    );
  };
  return (
    <section ref={ref} className={styles.results} aria-label="Results" tabIndex={-1}>
      {activity.startError === undefined || active === undefined ? null : (
        <ErrorNotice
          error={activity.startError}
          actions={
            <Button onClick={() => runner.dismissError(active.id)}>
              <X size={13} aria-hidden="true" /> Dismiss
            </Button>
          }
        />
      )}
      {paneError === undefined ? null : (
        <ErrorNotice error={paneError} actions={<Button onClick={() => setPaneError(undefined)}>Dismiss</Button>} />
      )}
      {active === undefined ? null : (
        <ResultTabBar
          tabs={tabs}
          shownId={shownId}
          onChoose={(runId) => resultTabs.choose(active.id, runId)}
          onPin={(tab) => pin(active.id, tab)}
          onClose={(runId) => resultTabs.close(active.id, runId)}
        />
      )}
      <RunPanel
        run={shown}
        isPinned={run === undefined ? undefined : tabs.some((tab) => tab.runId === run.id && tab.isPinned)}
        onJoin={() => {
          if (active === undefined || run === undefined) return;
          const text = JSON.stringify(newJoin({ kind: 'result', runId: run.id }), undefined, 2);
          void documents
            .create({ kind: 'join', title: titleAs(active.title, 'join'), text })
            .then(select, (thrown: unknown) => setPaneError(toErrorShape(thrown)));
        }}
        onPin={() => {
          if (active === undefined || run === undefined) return;
          pin(active.id, { runId: run.id, title: run.text.trim().replace(/\s+/g, ' ').slice(0, 48) });
        }}
        readError={readError}
        connections={connections}
        explanation={activity.explanation}
        onRerun={(options) => {
          if (active === undefined || run === undefined) return;
          const rowLimit = options === undefined ? run.rowLimit : options.rowLimit;
          void runner.run(active, [{ text: run.text, offset: offset ?? 0 }], rowLimit);
        }}
        onShowError={({ offset: place }) => editor?.goTo(place)}
      />
    </section>
  );
}

/** The run with its error's position counted in the document, where the reader looks for it; without one if its text is no longer there. */
function inDocument(run: Run | undefined, offset: number | undefined, text: string): Run | undefined {
  if (run?.error?.position === undefined) return run;
  const { position, ...error } = run.error;
  return {
    ...run,
    error: offset === undefined ? error : { ...error, position: shiftPosition(text, offset, position) },
  };
}
