import type { TabState } from '../../lib/client/document-store.ts';
import { formatClock } from '../../lib/format/time.ts';
import styles from './workbench.module.css';

/** Whether the tab's text is safe on the server, in words. */
export function SaveStatus({ tab }: { readonly tab: TabState }) {
  const isBad = ['retrying', 'failed', 'conflict'].includes(tab.saveState);
  return (
    <span className={isBad ? styles.bad : undefined} title={tab.saveError?.message} role="status">
      {textOf(tab)}
    </span>
  );
}

function textOf({ saveState, savedAt, saveError }: TabState): string {
  switch (saveState) {
    case 'saved':
      return `Saved ${formatClock(savedAt)}`;
    case 'dirty':
    case 'saving':
      return 'Saving…';
    case 'retrying':
      return `Not saved, trying again: ${saveError?.message ?? 'Joinery does not answer.'}`;
    case 'conflict':
      return 'Not saved: changed elsewhere';
    case 'failed':
      return `Not saved: ${saveError?.message ?? 'refused'}`;
  }
}
