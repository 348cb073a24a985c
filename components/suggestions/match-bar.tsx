import type { CSSProperties } from 'react';
import { shareText } from '../join-builder/xray-words.ts';
import { originColor } from '../ui/origin.tsx';
import styles from './suggestions.module.css';

interface MatchBarProps {
  /** `orders match`, `accounts used`. */
  readonly label: string;
  /** 0 to 1; undefined = not measured. */
  readonly share: number | undefined;
  readonly color: number | undefined;
  readonly isPending: boolean;
}

/** Share of one side's rows that find a partner, in the colour of its origin. */
export function MatchBar({ label, share, color, isPending }: MatchBarProps) {
  const words = share === undefined ? (isPending ? '…' : 'not measured') : shareText(share);
  return (
    <div className={styles.match}>
      <span className={styles.matchLabel} title={label}>
        {label}
      </span>
      <span
        className={styles.bar}
        data-unknown={share === undefined || undefined}
        style={{ '--p': `${(share ?? 0) * 100}%`, '--c': originColor(color) } as CSSProperties}
        aria-hidden="true"
      >
        <i />
      </span>
      <span className={styles.share} data-unknown={share === undefined || undefined}>
        {words}
      </span>
    </div>
  );
}
