'use client';

import { Popover } from '@base-ui/react/popover';
import { X } from 'lucide-react';
import type { JsonCell } from '../../../lib/contract/result.ts';
import { formatBytes } from '../../../lib/format/bytes.ts';
import { blobSizeBytes, cellText } from '../../../lib/format/cell.ts';
import { formatCounted } from '../../../lib/format/number.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../copy-button.tsx';
import styles from './cell-view.module.css';
import { TextLines } from './text-lines.tsx';
import type { GridColumn } from './use-grid-columns.ts';
import { treeOf } from './value-nodes.ts';
import { ValueTree } from './value-tree.tsx';

export interface OpenCell {
  readonly row: number;
  readonly column: GridColumn;
  readonly value: JsonCell;
  readonly anchor: Element;
}

interface CellViewProps {
  readonly cell: OpenCell | undefined;
  onClose(): void;
}

/** The whole of one cell: a tree for JSON, lists and structs, all of a long text, every digit of a number. */
export function CellView({ cell, onClose }: CellViewProps) {
  return (
    <Popover.Root open={cell !== undefined} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Popover.Portal>
        <Popover.Positioner anchor={cell?.anchor ?? null} align="start" sideOffset={4} className={styles.positioner}>
          <Popover.Popup className={styles.popup}>{cell ? <Content cell={cell} /> : null}</Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Content({ cell: { row, column, value } }: { readonly cell: OpenCell }) {
  const text = cellText(value);
  const tree = treeOf(value);
  return (
    <>
      <div className={styles.header}>
        <Popover.Title className={styles.title}>{column.label}</Popover.Title>
        <span className={styles.about}>
          row {row + 1} · {sizeOf(column, value, text)}
        </span>
        {value === null ? null : <CopyButton text={text} />}
        <Popover.Close
          render={
            <Button kind="quiet" isIcon aria-label="Close">
              <X size={14} aria-hidden="true" />
            </Button>
          }
        />
      </div>
      {value === null ? (
        <p className={styles.note}>NULL: no value.</p>
      ) : text === '' ? (
        <p className={styles.note}>An empty text, which is not NULL.</p>
      ) : tree === undefined ? (
        <TextLines text={text} />
      ) : (
        <ValueTree value={tree} />
      )}
    </>
  );
}

function sizeOf(column: GridColumn, value: JsonCell, text: string): string {
  if (value !== null && column.kind === 'blob') return formatBytes(blobSizeBytes(text));
  if (Array.isArray(value)) return formatCounted(value.length, 'item');
  if (column.kind === 'text' && typeof value === 'string') return formatCounted(value.length, 'character');
  return column.source;
}
