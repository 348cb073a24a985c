'use client';

import { GripVertical } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, useState } from 'react';
import { Origin } from '../ui/origin.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './output.module.css';
import type { OutputRow } from './output-rows.ts';

interface OutputRowViewProps {
  readonly row: OutputRow;
  readonly style: CSSProperties;
  readonly colors: readonly (number | undefined)[];
  /** The only column that comes out: it cannot be taken away. */
  readonly isLast: boolean;
  readonly isDragged: boolean;
  readonly drop: 'before' | 'after' | undefined;
  onTick(): void;
  onRename(name: string): void;
  onMove(step: number): void;
  onDrag(): void;
  onDragOver(): void;
  onDragEnd(): void;
  onDrop(): void;
}

/** One output column. Alt and the arrows move it, F2 renames it; it can be dragged by any part of its row. */
export function OutputRowView({ row, style, colors, isLast, isDragged, drop, ...on }: OutputRowViewProps) {
  const [isRenaming, setIsRenaming] = useState(false);
  const { state, name, column, inputs, entry, isByRule } = row;
  const isListed = state !== 'off';
  const label = `${inputs.join(' and ')}.${column}`;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (event.altKey && step !== 0) on.onMove(step);
    else if (event.key === 'F2' && name !== undefined) setIsRenaming(true);
    else return;
    event.preventDefault();
  };
  const finish = (name: string) => {
    setIsRenaming(false);
    on.onRename(name);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the list
    <div
      role="listitem"
      className={styles.row}
      style={style}
      data-state={state}
      data-dragged={isDragged || undefined}
      data-drop={isListed ? drop : undefined}
      draggable={isListed && !isRenaming}
      onDragStart={(event) => {
        event.dataTransfer.setData('application/x-joinery-output', row.key);
        event.dataTransfer.effectAllowed = 'move';
        on.onDrag();
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('application/x-joinery-output')) return;
        event.preventDefault();
        on.onDragOver();
      }}
      onDragEnd={on.onDragEnd}
      onDrop={(event) => {
        event.preventDefault();
        on.onDrop();
      }}
      onKeyDown={onKeyDown}
    >
      <GripVertical size={13} className={styles.grip} data-disabled={isListed ? undefined : true} aria-hidden="true" />
      <input
        type="checkbox"
        checked={isListed}
        disabled={isLast}
        aria-label={`${label} comes out`}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown F2"
        onChange={on.onTick}
      />
      {colors.map((color, index) => (
        <Origin key={inputs[index]} color={color} />
      ))}
      <span className={styles.name} title={label}>
        {column}
      </span>
      {name === undefined ? (
        state === 'off' ? null : (
          <span className={styles.why}>{state === 'gone' ? 'no longer there' : 'repeated name, left out'}</span>
        )
      ) : isRenaming ? (
        <TextField
          className={styles.rename ?? ''}
          aria-label={`Output name of ${label}`}
          defaultValue={name}
          maxLength={255}
          ref={(field) => field?.focus()}
          onFocus={(event) => event.target.select()}
          onBlur={(event) => finish(event.target.value)}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === 'Enter') finish(event.currentTarget.value);
            if (event.key === 'Escape') setIsRenaming(false);
          }}
        />
      ) : (
        <button
          type="button"
          className={styles.as}
          data-rule={isByRule || undefined}
          data-chosen={entry.name === undefined ? undefined : true}
          title={isByRule ? `${name}: another column is called ${column} too. Click to rename.` : 'Click to rename'}
          aria-label={`Output name of ${label}: ${name}. Rename`}
          onClick={() => setIsRenaming(true)}
        >
          {name}
        </button>
      )}
    </div>
  );
}
