'use client';

import { createPortal } from 'react-dom';
import styles from './columns.module.css';
import type { DragLine as Line } from './use-key-drag.ts';

interface DragLineProps {
  readonly line: Line;
  /** What a drop here would do. */
  readonly words: string | undefined;
  readonly isWarning: boolean;
}

/** The line from the column that is dragged to the pointer, or to the column that it would be dropped on. */
export function DragLine({ line: { from, to }, words, isWarning }: DragLineProps) {
  const bend = Math.max(24, Math.abs(to.x - from.x) / 2) * Math.sign(to.x - from.x || 1);
  return createPortal(
    <div className={styles.drag} aria-hidden="true">
      <svg className={styles.dragLine} aria-hidden="true">
        <path d={`M${from.x},${from.y} C${from.x + bend},${from.y} ${to.x - bend},${to.y} ${to.x},${to.y}`} />
        <circle cx={from.x} cy={from.y} r="4" />
        <circle cx={to.x} cy={to.y} r="4" />
      </svg>
      {words === undefined ? null : (
        <span
          className={styles.dragWords}
          data-tone={isWarning ? 'warn' : undefined}
          style={{ left: (from.x + to.x) / 2, top: (from.y + to.y) / 2 }}
        >
          {words}
        </span>
      )}
    </div>,
    document.body,
  );
}
