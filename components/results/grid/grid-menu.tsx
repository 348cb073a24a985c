import { ClipboardCopy, Eye, EyeOff, Maximize2, MoveHorizontal, Pin, PinOff, Type } from 'lucide-react';
import type { CopyFormat } from '../../../lib/format/copy.ts';
import type { MenuAction, MenuEntries } from '../../ui/menu.tsx';
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
  fit(): void;
  showAll(): void;
}

/** Menu of a column's heading. */
export function columnMenu(options: ColumnMenuOptions): MenuEntries {
  const { column } = options;
  const showAll: MenuAction = {
    label: options.hiddenCount === 1 ? 'Show the hidden column' : `Show ${options.hiddenCount} hidden columns`,
    icon: <Eye size={ICON_PX} />,
    run: options.showAll,
  };
  return [
    { label: 'Copy name', icon: <ClipboardCopy size={ICON_PX} />, run: () => options.copyText(column.label) },
    { label: 'Select column', icon: <Type size={ICON_PX} />, run: options.select },
    null,
    column.isPinned
      ? { label: 'Unpin', icon: <PinOff size={ICON_PX} />, run: () => column.table.pin(false) }
      : { label: 'Pin left', icon: <Pin size={ICON_PX} />, run: () => column.table.pin('start') },
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
}

/** Menu of the selected cells. */
export function cellMenu({ range, copy, open }: CellMenuOptions): MenuEntries {
  const copyAs = (format: CopyFormat, shortcut?: string): MenuAction => ({
    label: format === 'tsv' ? 'Copy' : `Copy as ${copyFormatLabels[format]}`,
    ...(shortcut === undefined ? {} : { shortcut }),
    isDisabled: format === 'in-list' && range.firstColumn !== range.lastColumn,
    run: () => copy(format),
  });
  return [
    { label: 'Open cell', icon: <Maximize2 size={ICON_PX} />, shortcut: 'Enter', run: open },
    null,
    { ...copyAs('tsv', 'Ctrl C'), icon: <ClipboardCopy size={ICON_PX} /> },
    copyAs('tsv-headers'),
    copyAs('csv'),
    copyAs('json'),
    copyAs('markdown'),
    copyAs('in-list'),
  ];
}
