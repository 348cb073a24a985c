'use client';

import { X } from 'lucide-react';
import type { Ref } from 'react';
import { RunPanel } from '../results/run-panel.tsx';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import type { WorkbenchState } from './use-workbench.ts';
import styles from './workbench.module.css';

interface ResultsPaneProps {
  readonly ref: Ref<HTMLElement>;
  readonly state: WorkbenchState;
}

/** Below the editor: what the shown tab's run gave, and why a run could not begin. */
export function ResultsPane({ ref, state }: ResultsPaneProps) {
  const { active, activity, run, readError, runner, documents, editor } = state;
  const { connections } = useConnections();
  const offset =
    run === undefined || active === undefined ? undefined : runner.offsetOf(run, documents.text(active.id));
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
      <RunPanel
        run={run}
        readError={readError}
        connections={connections}
        explanation={activity.explanation}
        onRerun={(options) => {
          if (active === undefined || run === undefined) return;
          const rowLimit = options === undefined ? run.rowLimit : options.rowLimit;
          void runner.run(active, [{ text: run.text, offset: offset ?? 0 }], rowLimit);
        }}
        onShowError={(position) => offset !== undefined && editor?.goTo(offset + position.offset)}
      />
    </section>
  );
}
