import type { ReactNode } from 'react';
import styles from './small.module.css';

interface ChipProps {
  readonly tone?: 'neutral' | 'warn' | 'danger' | 'good';
  readonly title?: string;
  readonly children: ReactNode;
}

/** A short fact beside something: READ-ONLY, n : 1, limited. */
export function Chip({ tone = 'neutral', title, children }: ChipProps) {
  return (
    <span className={`${styles.chip} ${styles[tone]}`} title={title}>
      {children}
    </span>
  );
}
