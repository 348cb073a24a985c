// biome-ignore-all lint/a11y/useSemanticElements: table elements cannot be placed freely, so the roles of a grid stand on plain boxes
// biome-ignore-all lint/a11y/useFocusableInteractive: focus stays on the grid, which names its active cell
import { ArrowDown, ArrowUp, ChevronDown, Filter } from 'lucide-react';
import type { CSSProperties, MouseEvent, PointerEvent } from 'react';
import type { ResultView } from '../../../lib/contract/result.ts';
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
  readonly view: ResultView;
  /** `add` keeps the other keys. */
  onSort(column: GridColumn, add: boolean): void;
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
            aria-sort={ariaSort(props.view, column.position)}
            title={column.title}
            className={isNumericKind(column.kind) ? `${styles.heading} ${styles.right}` : styles.heading}
            data-active={index === active || undefined}
            data-selected={(index >= firstSelected && index <= lastSelected) || undefined}
            data-pinned={column.isPinned || undefined}
            style={headingStyle(column, left)}
          >
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the grid's S key sorts, and the menu does */}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: the heading itself says how it is sorted */}
            <span
              className={styles.headingLabel}
              onPointerDown={stop}
              onClick={(event) => props.onSort(column, event.shiftKey)}
            >
              <span className={styles.headingName}>{column.label || ' '}</span>
              <SortMark view={props.view} column={column.position} />
            </span>
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

const keyOf = (view: ResultView, column: number) => view.sort.findIndex((sort) => sort.column === column);

function ariaSort(view: ResultView, column: number): 'ascending' | 'descending' | undefined {
  const direction = view.sort[keyOf(view, column)]?.direction;
  return direction && (direction === 'asc' ? 'ascending' : 'descending');
}

/** Direction, and with several keys the place of this one among them; a mark for filters. */
function SortMark({ view, column }: { readonly view: ResultView; readonly column: number }) {
  const at = keyOf(view, column);
  const isFiltered = view.filters.some((filter) => filter.column === column);
  if (at < 0 && !isFiltered) return null;
  return (
    <span className={styles.sortMark} aria-hidden="true">
      {at < 0 ? null : view.sort[at]?.direction === 'asc' ? <ArrowUp size={12} /> : <ArrowDown size={12} />}
      {at >= 0 && view.sort.length > 1 ? at + 1 : null}
      {isFiltered ? <Filter size={11} /> : null}
    </span>
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
