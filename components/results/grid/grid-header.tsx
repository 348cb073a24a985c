// biome-ignore-all lint/a11y/useSemanticElements: table elements cannot be placed freely, so the roles of a grid stand on plain boxes
// biome-ignore-all lint/a11y/useFocusableInteractive: focus stays on the grid, which names its active cell
import { ChevronDown } from 'lucide-react';
import type { CSSProperties, MouseEvent, PointerEvent } from 'react';
import { isNumericKind } from '../../../lib/format/column-kind.ts';
import { originColor } from '../../ui/origin.tsx';
import styles from './grid.module.css';
import { cellId, type PlacedColumn } from './grid-row.tsx';
import { HEADER_ROW } from './selection.ts';
import type { GridColumn } from './use-grid-columns.ts';

interface GridHeaderProps {
  readonly gridId: string;
  readonly columns: readonly PlacedColumn[];
  readonly rowNumberPx: number;
  readonly firstSelected: number;
  readonly lastSelected: number;
  readonly active: number;
  readonly resizingId: string | false;
  onResizeStart(column: GridColumn, event: unknown): void;
  onFit(column: GridColumn): void;
}

/** Headings: label, type and source, the bar in the colour of the source. Pointer and keys are handled by the grid; here is only resizing. */
export function GridHeader(props: GridHeaderProps) {
  const { gridId, columns, rowNumberPx, firstSelected, lastSelected, active, resizingId } = props;
  return (
    <div role="rowgroup" className={styles.header}>
      <div role="row" aria-rowindex={1} className={styles.headerRow}>
        <div role="columnheader" aria-colindex={1} className={styles.corner} style={{ width: rowNumberPx }}>
          <span className="visually-hidden">Row</span>
        </div>
        {columns.map(({ column, index, left, slot }) => (
          <div
            key={slot}
            id={cellId(gridId, HEADER_ROW, index)}
            role="columnheader"
            aria-colindex={index + 2}
            title={column.title}
            className={isNumericKind(column.kind) ? `${styles.heading} ${styles.right}` : styles.heading}
            data-active={index === active || undefined}
            data-selected={(index >= firstSelected && index <= lastSelected) || undefined}
            data-pinned={column.isPinned || undefined}
            style={headingStyle(column, left)}
          >
            <span className={styles.headingLabel}>{column.label || ' '}</span>
            <small className={styles.headingSource}>{column.source}</small>
            <span
              className={styles.headingMenu}
              data-heading-menu=""
              aria-hidden="true"
              onPointerDown={stop}
              onClick={openMenu}
            >
              <ChevronDown size={13} />
            </span>
            <span
              className={styles.resizer}
              data-resizing={resizingId === column.id || undefined}
              aria-hidden="true"
              onPointerDown={stop}
              onMouseDown={(event) => props.onResizeStart(column, event)}
              onTouchStart={(event) => props.onResizeStart(column, event)}
              onDoubleClick={(event) => {
                event.stopPropagation();
                props.onFit(column);
              }}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

function headingStyle(column: GridColumn, left: number): CSSProperties {
  const color = column.color === undefined ? 'var(--line-strong)' : originColor(column.color);
  return { left, width: column.size, '--c': color } as CSSProperties;
}

const stop = (event: PointerEvent) => event.stopPropagation();

/** The column's menu is the grid's context menu, opened at the mark. */
export function openMenu(event: MouseEvent) {
  const { left, bottom } = event.currentTarget.getBoundingClientRect();
  openMenuAt(event.currentTarget, left, bottom);
}

export function openMenuAt(element: Element, clientX: number, clientY: number) {
  element.dispatchEvent(
    new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX, clientY, button: 2 }),
  );
}
