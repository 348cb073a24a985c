import {
  CheckCheck,
  ClipboardCopy,
  Combine,
  Plus,
  RefreshCw,
  Sparkles,
  TextCursorInput,
  Waypoints,
} from 'lucide-react';
import type { MenuEntries } from '../ui/menu.tsx';
import type { CatalogActions } from './catalog-actions.ts';
import type { PickedTables } from './picked-tables.ts';
import type { TreeRow } from './tree-rows.ts';

/** Name that a row stands for in SQL; undefined for rows that are only messages. */
export function nameOfRow(row: TreeRow | undefined, actions: CatalogActions): string | undefined {
  switch (row?.kind) {
    case 'connection':
      return actions.connectionName(row.connection);
    case 'schema':
      return `${actions.connectionName(row.connection)}.${row.schema.name}`;
    case 'table':
      return actions.tableName(row.table);
    case 'column':
      return actions.columnName(row.column, row.table);
    default:
      return undefined;
  }
}

export function entriesFor(row: TreeRow | undefined, actions: CatalogActions, picked: PickedTables): MenuEntries {
  const name = nameOfRow(row, actions);
  const refresh = {
    label: row === undefined ? 'Refresh' : `Refresh ${row.connection.id}`,
    icon: <RefreshCw size={14} aria-hidden="true" />,
    run: () => row !== undefined && actions.refresh(row.connection.id),
  };
  if (row === undefined || name === undefined) return [{ ...refresh, isDisabled: row === undefined }];
  return [
    {
      label: 'Insert name',
      icon: <TextCursorInput size={14} aria-hidden="true" />,
      shortcut: 'Enter',
      run: () => actions.insert(name),
    },
    ...(row.kind === 'table' || row.kind === 'column'
      ? [
          {
            label: 'Insert SELECT',
            icon: <Plus size={14} aria-hidden="true" />,
            run: () => actions.insertSelect(row.table),
          },
        ]
      : []),
    ...(row.kind === 'table'
      ? [
          {
            label: actions.joinLabel,
            icon: <Combine size={14} aria-hidden="true" />,
            run: () => actions.joinTable(row.table),
          },
          {
            label: picked.has(row.table) ? 'Do not pick it' : 'Pick it, to join it with others',
            icon: <CheckCheck size={14} aria-hidden="true" />,
            shortcut: 'Space',
            run: () => picked.toggle(row.table),
          },
          {
            label: 'Suggest joins with it',
            icon: <Sparkles size={14} aria-hidden="true" />,
            run: () => actions.suggestWith(row.table),
          },
          {
            label: 'Which tables join to it?',
            icon: <Waypoints size={14} aria-hidden="true" />,
            run: () => actions.suggestPartners(row.table),
          },
        ]
      : []),
    { label: 'Copy name', icon: <ClipboardCopy size={14} aria-hidden="true" />, run: () => actions.copy(name) },
    null,
    refresh,
  ];
}
