'use client';

import { type CSSProperties, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { Origin } from '../ui/origin.tsx';
import styles from './columns.module.css';
import type { ListedColumn } from './input-view.ts';
import { useSamples } from './use-samples.ts';

interface ColumnTipProps extends ListedColumn {
  readonly anchor: HTMLElement;
}

const delayMs = 400;
const width = 280;

/** What is known of the column under the pointer: type, keys, comment, a few values. Everything that matters is in the row as well. */
export function ColumnTip({ anchor, input, column }: ColumnTipProps) {
  const [isShown, setIsShown] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row waits anew
  useEffect(() => {
    setIsShown(false);
    const timer = setTimeout(() => setIsShown(true), delayMs);
    return () => clearTimeout(timer);
  }, [anchor]);
  const samples = useSamples(isShown ? { input, column: column.name } : undefined);
  if (!isShown || !anchor.isConnected) return null;
  const box = anchor.getBoundingClientRect();
  const hasRoom = box.right + width + 12 < window.innerWidth;
  const facts = [
    column.isPrimaryKey ? 'primary key' : column.isUnique ? 'unique' : undefined,
    column.isNullable ? undefined : 'never NULL',
    column.references === undefined ? undefined : `refers to ${column.references}`,
  ].filter((fact) => fact !== undefined);
  const place = { top: box.top, left: hasRoom ? box.right + 6 : box.left - width - 6, width } satisfies CSSProperties;
  return createPortal(
    <div className={styles.tip} style={place} aria-hidden="true">
      <p className={styles.tipTitle}>
        <Origin color={input.color} /> {input.alias}.{column.name}
      </p>
      <p className={styles.tipFacts}>{[column.sourceType.toLowerCase(), ...facts].join(' · ')}</p>
      {column.comment === undefined ? null : <p>{column.comment}</p>}
      {samples === undefined ? <p className={styles.tipFacts}>Reading values…</p> : null}
      {samples === undefined || samples.length === 0 ? null : (
        <p className={styles.samples}>
          {samples.map((sample) => (
            <span key={sample}>{sample}</span>
          ))}
        </p>
      )}
    </div>,
    document.body,
  );
}
