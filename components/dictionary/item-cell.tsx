'use client';

import type { DictionaryItem, DictionaryTexts } from '../../lib/contract/dictionary.ts';
import type { TableReference } from '../../lib/contract/suggestion.ts';
import type { DictionaryActions } from './dictionary-actions.ts';
import { ItemText } from './item-text.tsx';
import { ProposalLine } from './proposal-line.tsx';
import type { TableEditing } from './use-dictionary-table.ts';

/** A table or a column whose texts are edited. */
export interface ItemPlace {
  readonly table: TableReference;
  /** Undefined = the table itself. */
  readonly column?: string | undefined;
  readonly item: DictionaryItem;
  readonly editing: TableEditing;
  readonly actions: Pick<DictionaryActions, 'save' | 'dismiss'>;
}

interface ItemCellProps extends ItemPlace {
  readonly name: string;
  /** Keeps the description. */
  onSave(text: string): Promise<boolean>;
}

/** The description of a table or a column, and what is proposed for it. */
export function ItemCell({ table, column, name, item, editing, actions, onSave }: ItemCellProps) {
  return (
    <>
      <ItemText
        kind="description"
        name={name}
        value={item.description}
        placeholder={item.proposal === undefined ? 'No description' : 'Confirm the proposal, or write'}
        onSave={onSave}
      />
      {item.proposal === undefined ? null : (
        <ProposalLine
          name={name}
          proposal={item.proposal}
          onConfirm={() => {
            if (item.proposal === undefined) return;
            const { by, ...proposed } = item.proposal;
            // A title or unit that somebody wrote stays.
            const texts = { ...proposed, title: item.title ?? proposed.title, unit: item.unit ?? proposed.unit };
            void editing.change(() => actions.save({ table, column, texts, version: item.version, confirms: by }));
          }}
          onDismiss={() => void editing.change(() => actions.dismiss(table, column ?? ''))}
        />
      )}
    </>
  );
}

/** Saves one of an item's texts; the others stay as they are kept. */
export function saver({ table, column, item, editing, actions }: ItemPlace) {
  const kept: DictionaryTexts = {
    description: item.from === 'kept' ? item.description : '',
    title: item.title,
    unit: item.unit,
  };
  return (text: keyof DictionaryTexts) => (value: string) =>
    editing.change(() => actions.save({ table, column, texts: { ...kept, [text]: value }, version: item.version }));
}
