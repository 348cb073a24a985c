'use client';

import { Pin, X } from 'lucide-react';
import { formatCounted } from '../../lib/format/number.ts';
import styles from './result-tabs.module.css';
import type { ResultTab } from './result-tabs.ts';
import { useRun } from './use-run.ts';

interface ResultTabBarProps {
  readonly tabs: readonly ResultTab[];
  readonly shownId: string | undefined;
  onChoose(runId: string): void;
  onPin(tab: ResultTab): void;
  onClose(runId: string): void;
}

/** The results of one document beside each other: of statements that ran together, and pinned ones. Nothing for a single one that is not pinned. */
export function ResultTabBar({ tabs, shownId, onChoose, onPin, onClose }: ResultTabBarProps) {
  const [first] = tabs;
  if (first === undefined || (tabs.length === 1 && !first.isPinned)) return null;
  return (
    <nav className={styles.bar} aria-label="Results of this tab">
      {tabs.map((tab, index) => (
        <span key={tab.runId} className={styles.tab} data-shown={tab.runId === shownId || undefined}>
          <button
            type="button"
            className={styles.name}
            title={tab.title}
            aria-current={tab.runId === shownId ? 'true' : undefined}
            onClick={() => onChoose(tab.runId)}
          >
            {index + 1} <Facts runId={tab.runId} /> <span className={styles.words}>{tab.title}</span>
          </button>
          <button
            type="button"
            className={styles.mark}
            aria-pressed={tab.isPinned}
            aria-label={`Keep result ${index + 1} when the tab runs again`}
            title={tab.isPinned ? 'Pinned: stays when the tab runs again' : 'Pin: keep it when the tab runs again'}
            onClick={() => onPin(tab)}
          >
            <Pin size={12} aria-hidden="true" />
          </button>
          <button
            type="button"
            className={styles.mark}
            aria-label={`Close result ${index + 1}`}
            onClick={() => onClose(tab.runId)}
          >
            <X size={12} aria-hidden="true" />
          </button>
        </span>
      ))}
    </nav>
  );
}

function Facts({ runId }: { readonly runId: string }) {
  const { run } = useRun(runId);
  if (run === undefined) return null;
  return (
    <small className={styles.facts}>{run.status === 'succeeded' ? formatCounted(run.rows, 'row') : run.status}</small>
  );
}
