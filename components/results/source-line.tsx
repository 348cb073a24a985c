'use client';

import type { ReactNode } from 'react';
import { Origin } from '../ui/origin.tsx';
import styles from './source-line.module.css';

interface SourceLineProps {
  /** Origin colour 1 to 8. */
  readonly color: number | undefined;
  readonly name: string;
  /** Gives way where there is little room. */
  readonly detail: string;
  /** All of it, where that may be more than is shown. */
  readonly title: string;
  readonly children?: ReactNode;
}

/** What a fetch reads, in a line that begins with the colour of its connection. */
export function SourceLine({ color, name, detail, title, children }: SourceLineProps) {
  return (
    <span className={styles.line} title={title}>
      <Origin color={color} />
      <b>{name}</b>
      <span className={styles.detail}>{detail}</span>
      {children}
    </span>
  );
}
