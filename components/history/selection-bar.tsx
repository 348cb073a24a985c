'use client';

import { GitCompareArrows, Pin, Trash2, X } from 'lucide-react';
import { formatCounted } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import styles from './history.module.css';

interface SelectionBarProps {
  readonly count: number;
  readonly isBusy: boolean;
  onCompare(): void;
  onPin(): void;
  onRemove(): void;
  onClear(): void;
}

/** What can be done with the runs that are ticked. */
export function SelectionBar({ count, isBusy, onCompare, onPin, onRemove, onClear }: SelectionBarProps) {
  return (
    <section className={styles.selection} aria-label="Chosen runs">
      <span role="status">{formatCounted(count, 'run')} chosen</span>
      <Button
        disabled={isBusy || count !== 2}
        title={count === 2 ? 'Texts, rows, timings and fetches side by side' : 'Choose two runs'}
        onClick={onCompare}
      >
        <GitCompareArrows size={14} aria-hidden="true" /> Compare
      </Button>
      <Button disabled={isBusy} onClick={onPin}>
        <Pin size={14} aria-hidden="true" /> Pin
      </Button>
      <Button disabled={isBusy} onClick={onRemove}>
        <Trash2 size={14} aria-hidden="true" /> Delete…
      </Button>
      <Button kind="quiet" onClick={onClear}>
        <X size={14} aria-hidden="true" /> Choose none
      </Button>
    </section>
  );
}
