import {
  ArrowDownWideNarrow,
  ArrowLeft,
  ArrowRight,
  ArrowUpDown,
  ArrowUpNarrowWide,
  ChartColumn,
  ClipboardCopy,
  Eye,
  EyeOff,
  Filter,
  FilterX,
  Maximize2,
  MoveHorizontal,
  Pin,
  PinOff,
  Type,
  X,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { ResultView } from '../../../lib/contract/result.ts';
import type { CopyFormat } from '../../../lib/format/copy.ts';
import type { MenuAction, MenuEntries } from '../../ui/menu.tsx';
import type { ColumnActions } from './column-actions.ts';
import type { CellRange } from './selection.ts';
import type { GridColumn } from './use-grid-columns.ts';
import { copyFormatLabels } from './use-grid-copy.ts';

const ICON_PX = 14;

interface ColumnMenuOptions {
  readonly column: GridColumn;
  readonly visibleCount: number;
  readonly hiddenCount: number;
  copyText(text: string): void;
  select(): void;
  readonly view: ResultView;
  readonly actions: ColumnActions;
  fit(): void;
  showAll(): void;
  move(steps: number): void;
}

/** Menu of a column's heading. */
export function columnMenu(options: ColumnMenuOptions): MenuEntries {
  const { column } = options;
  const showAll: MenuAction = {
    label: options.hiddenCount === 1 ? 'Show the hidden column' : `Show ${options.hiddenCount} hidden columns`,
    icon: <Eye size={ICON_PX} />,
    run: options.showAll,
  };
  const { position } = column;
  const key = options.view.sort.find((sort) => sort.column === position);
  const sort = (label: string, direction: 'asc' | 'desc' | undefined, icon: ReactNode): MenuAction => ({
    label,
    icon,
    isDisabled: direction === key?.direction,
    run: () => options.actions.sort(position, direction),
  });
  return [
    sort('Sort ascending', 'asc', <ArrowUpNarrowWide size={ICON_PX} />),
    sort('Sort descending', 'desc', <ArrowDownWideNarrow size={ICON_PX} />),
    ...(key === undefined
      ? []
      : [
          sort('Do not sort by it', undefined, <X size={ICON_PX} />),
          {
            label: key.nulls === 'first' ? 'NULL last' : 'NULL first',
            icon: <ArrowUpDown size={ICON_PX} />,
            run: () => options.actions.placeNulls(position, key.nulls === 'first' ? 'last' : 'first'),
          },
        ]),
    {
      label: 'Filter…',
      icon: <Filter size={ICON_PX} />,
      shortcut: 'F',
      run: () => options.actions.editFilter(position),
    },
    {
      label: 'Summary',
      icon: <ChartColumn size={ICON_PX} />,
      shortcut: 'I',
      run: () => options.actions.summarize(position),
    },
    null,
    { label: 'Copy name', icon: <ClipboardCopy size={ICON_PX} />, run: () => options.copyText(column.label) },
    { label: 'Select column', icon: <Type size={ICON_PX} />, run: options.select },
    null,
    column.isPinned
      ? { label: 'Unpin', icon: <PinOff size={ICON_PX} />, run: () => column.table.pin(false) }
      : { label: 'Pin left', icon: <Pin size={ICON_PX} />, run: () => column.table.pin('start') },
    { label: 'Move left', icon: <ArrowLeft size={ICON_PX} />, shortcut: 'Alt ←', run: () => options.move(-1) },
    { label: 'Move right', icon: <ArrowRight size={ICON_PX} />, shortcut: 'Alt →', run: () => options.move(1) },
    { label: 'Fit to content', icon: <MoveHorizontal size={ICON_PX} />, run: options.fit },
    {
      label: 'Hide',
      icon: <EyeOff size={ICON_PX} />,
      isDisabled: options.visibleCount === 1,
      run: () => column.table.toggleVisibility(false),
    },
    ...(options.hiddenCount > 0 ? [showAll] : []),
  ];
}

interface CellMenuOptions {
  readonly range: CellRange;
  copy(format: CopyFormat): void;
  open(): void;
  /** There if the active cell's value can be filtered by. */
  onlyValue?(without: boolean): void;
}

/** Menu of the selected cells. */
export function cellMenu({ range, copy, open, onlyValue }: CellMenuOptions): MenuEntries {
  const copyAs = (format: CopyFormat, shortcut?: string): MenuAction => ({
    label: format === 'tsv' ? 'Copy' : `Copy as ${copyFormatLabels[format]}`,
    ...(shortcut === undefined ? {} : { shortcut }),
    isDisabled: format === 'in-list' && range.firstColumn !== range.lastColumn,
    run: () => copy(format),
  });
  return [
    { label: 'Open cell', icon: <Maximize2 size={ICON_PX} />, shortcut: 'Enter', run: open },
    ...(onlyValue === undefined
      ? []
      : [
          { label: 'Only rows with this value', icon: <Filter size={ICON_PX} />, run: () => onlyValue(false) },
          { label: 'Without this value', icon: <FilterX size={ICON_PX} />, run: () => onlyValue(true) },
        ]),
    null,
    { ...copyAs('tsv', 'Ctrl C'), icon: <ClipboardCopy size={ICON_PX} /> },
    copyAs('tsv-headers'),
    copyAs('csv'),
    copyAs('json'),
    copyAs('markdown'),
    copyAs('in-list'),
  ];
}
