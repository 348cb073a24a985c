'use client';

import { type DragEvent, useState } from 'react';
import type { InputSource } from '../../lib/contract/join.ts';
import { readTableDrag, tableDragType } from '../catalog/table-drag.ts';
import { FirstSteps } from './first-steps.tsx';
import { InputPicker } from './input-picker.tsx';
import styles from './inputs.module.css';
import type { KeptInputs } from './kept-inputs.ts';
import type { Explain } from './source-facts.ts';
import { tableSource } from './use-table-choices.tsx';

interface EmptySlotProps {
  readonly title: string;
  readonly takesFocus: boolean;
  /** False for the second place while the first is empty. */
  readonly isOpen: boolean;
  readonly explain: Explain;
  readonly kept: KeptInputs;
  /** Tables that the inputs chosen before refer to, by `connection\0schema.table`. */
  readonly referred?: ReadonlyMap<string, string>;
  onPick(source: InputSource): void;
}

/** The place of an input not chosen yet: search, or drop a table from the schema browser on it. */
export function EmptySlot({ title, takesFocus, isOpen, explain, kept, referred, onPick }: EmptySlotProps) {
  const [isOver, setIsOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    setIsOver(false);
    const table = readTableDrag(event.dataTransfer);
    if (table === undefined) return;
    event.preventDefault();
    onPick(tableSource(table));
  };
  return (
    <section
      className={styles.card}
      data-empty
      data-drop={isOver || undefined}
      aria-label={title}
      onDragOver={(event) => {
        if (!isOpen || !event.dataTransfer.types.includes(tableDragType)) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
    >
      <h2 className={styles.slotTitle}>{title}</h2>
      {isOpen ? (
        <InputPicker
          label={title}
          takesFocus={takesFocus}
          explain={explain}
          kept={kept}
          referred={referred}
          onPick={onPick}
        />
      ) : (
        <FirstSteps />
      )}
    </section>
  );
}
