import type { CSSProperties } from 'react';
import styles from './small.module.css';

interface OriginProps {
  /** 1 to 8, as in `ConnectionSummary.color`; undefined for something without an origin. */
  readonly color: number | undefined;
  /** Two letters for readers who do not see the colour; shown when given. */
  readonly mark?: string;
}

/** The colour square of a connection, alone or with its mark. Decorative: the connection's name always stands beside it. */
export function Origin({ color, mark }: OriginProps) {
  return (
    <span
      className={mark === undefined ? styles.dot : styles.mark}
      style={{ '--c': originColor(color) } as CSSProperties}
      aria-hidden="true"
    >
      {mark}
    </span>
  );
}

/** CSS value of an origin's colour. */
export const originColor = (color: number | undefined): string =>
  color === undefined ? 'var(--ink-3)' : `var(--o${color})`;
