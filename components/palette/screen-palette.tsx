'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import type { ActionAnswer } from '../../lib/client/answer.ts';
import type { NewDocument } from '../../lib/client/document-actions.ts';
import type { CatalogTable } from '../../lib/contract/catalog.ts';
import type { SqlDocument } from '../../lib/contract/document.ts';
import { DEFAULT_ROW_LIMIT, FEDERATED } from '../../lib/contract/run.ts';
import { paletteEvent } from '../shell/palette-event.ts';
import { useGo } from '../ui/use-go.ts';
import { CommandPalette } from './command-palette.tsx';
import type { Command } from './commands.ts';
import { screenCommands } from './screen-commands.ts';
import { ShortcutsSheet } from './shortcuts-sheet.tsx';
import { useShortcuts } from './use-shortcuts.ts';

/** Keys that lists and tables take themselves, for the sheet. */
const listKeys: readonly Command[] = [
  { id: 'list-move', title: 'Move from entry to entry', keys: '↑/↓' },
  { id: 'list-open', title: 'Show or unfold the entry', keys: 'enter' },
  { id: 'list-choose', title: 'Tick a run of the history', keys: 'space' },
  { id: 'dialog-close', title: 'Close a dialog or menu', keys: 'escape' },
].map((command) => ({ ...command, group: 'Lists', isEditors: true, run: () => {} }));

interface ScreenPaletteProps {
  create(document: NewDocument): Promise<ActionAnswer<SqlDocument>>;
}

/** Palette and sheet of all screens but the workbench, which has its own with more in it. */
export function ScreenPalette({ create }: ScreenPaletteProps) {
  const go = useGo();
  const pathname = usePathname();
  const [sheet, setSheet] = useState<'palette' | 'shortcuts'>();
  const commands: Command[] = [
    {
      id: 'palette',
      title: 'Go to table, query or command',
      group: 'Go to',
      keys: 'mod+k',
      run: () => setSheet('palette'),
    },
    { id: 'shortcuts', title: 'Keyboard shortcuts', group: 'Go to', keys: '?', run: () => setSheet('shortcuts') },
    ...screenCommands(pathname, go),
    ...listKeys,
  ];
  useShortcuts(commands);
  useEffect(() => {
    const open = () => setSheet('palette');
    window.addEventListener(paletteEvent, open);
    return () => window.removeEventListener(paletteEvent, open);
  }, []);
  const close = () => setSheet(undefined);
  const openTable = async ({ name, sqlName }: CatalogTable) => {
    const content = {
      title: name,
      text: `SELECT *\nFROM ${sqlName}\n`,
      target: FEDERATED,
      rowLimit: DEFAULT_ROW_LIMIT,
    };
    const answer = await create(content);
    go(answer.ok ? `/?doc=${encodeURIComponent(answer.value.id)}` : '/');
  };
  return (
    <>
      <CommandPalette
        isOpen={sheet === 'palette'}
        commands={commands}
        onClose={close}
        onTable={(table) => void openTable(table)}
        onQuery={(id) => go(`/queries?id=${encodeURIComponent(id)}`)}
      />
      <ShortcutsSheet
        isOpen={sheet === 'shortcuts'}
        commands={commands}
        description="The workbench and the join builder have more: their own sheets list them."
        onClose={close}
      />
    </>
  );
}
