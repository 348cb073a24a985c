'use client';

import { SqlEditor } from '../editor/sql-editor.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import type { WorkbenchState } from './use-workbench.ts';
import styles from './workbench.module.css';

/** The editor, or why there is none. */
export function EditorArea({ state, onRetry }: { readonly state: WorkbenchState; onRetry(): void }) {
  const { status, error, tabs, create, setEditor, events } = state;
  if (status === 'failed' && error !== undefined)
    return <ErrorNotice error={error} actions={<Button onClick={onRetry}>Try again</Button>} />;
  if (status === 'loading')
    return (
      <div className={styles.loading}>
        <p>
          <Spinner /> Opening your tabs…
        </p>
      </div>
    );
  if (tabs.length === 0)
    return (
      <EmptyState
        title="No open tabs"
        actions={
          <Button kind="primary" onClick={() => void create()}>
            New tab
          </Button>
        }
      >
        Start a new one, or open a closed one from the clock at the right of the tab bar.
      </EmptyState>
    );
  return <SqlEditor events={events} onReady={setEditor} />;
}
