'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { Bookmark, Table2 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { CatalogTable } from '../../lib/contract/catalog.ts';
import { useSearch } from '../catalog/use-search.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Origin } from '../ui/origin.tsx';
import { type Command, keysText } from './commands.ts';
import styles from './sheets.module.css';
import { useQueryHits } from './use-query-hits.ts';

interface CommandPaletteProps {
  readonly isOpen: boolean;
  readonly commands: readonly Command[];
  onClose(): void;
  onTable(table: CatalogTable): void;
  /** A saved query, by its id. */
  onQuery(id: string): void;
}

interface Entry {
  readonly key: string;
  readonly label: string;
  readonly icon: ReactNode;
  readonly end: ReactNode;
  run(): void;
}

/** Commands, saved queries and tables by their words. */
export function CommandPalette({ isOpen, ...rest }: CommandPaletteProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && rest.onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles.palette} aria-label="Commands, queries and tables">
          <PaletteBody {...rest} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function PaletteBody({ commands, onClose, onTable, onQuery }: Omit<CommandPaletteProps, 'isOpen'>) {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const { byId } = useConnections();
  const search = useSearch(query, 0, 20);
  const queries = useQueryHits(query);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);

  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const entries: Entry[] = [
    ...commands
      .filter(({ isDisabled, isEditors, title }) => !isDisabled && !isEditors && hasAll(title, words))
      .map(({ id, title, keys, run }) => ({
        key: id,
        label: title,
        icon: null,
        end: keys === undefined ? null : <Kbd>{keysText(keys)}</Kbd>,
        run,
      })),
    ...queries.map(({ id, title, collection }) => ({
      key: `query ${id}`,
      label: title,
      icon: <Bookmark size={14} aria-hidden="true" />,
      end: <span className={styles.where}>{collection === '' ? 'query' : collection}</span>,
      run: () => onQuery(id),
    })),
    ...(search.answer?.hits ?? [])
      .filter(({ column }) => column === undefined)
      .map(({ table }) => ({
        key: `${table.connection}.${table.schema}.${table.name}`,
        label: table.sqlName,
        icon: <Table2 size={14} aria-hidden="true" />,
        end: (
          <span className={styles.where}>
            <Origin color={byId(table.connection)?.color} /> {table.connection}
          </span>
        ),
        run: () => onTable(table),
      })),
  ];
  const shown = Math.min(active, Math.max(0, entries.length - 1));
  useEffect(() => {
    list.current?.querySelector(`[data-index="${shown}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [shown]);

  const choose = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    onClose();
    // The dialog gives the focus back first; what the command focuses then stays.
    setTimeout(() => entry.run(), 0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive(Math.min(shown + 1, entries.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(shown - 1, 0));
    else if (event.key === 'Enter') choose(entries[shown]);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <input
        className={styles.query}
        role="combobox"
        aria-label="Go to table or command"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={entries.length > 0 ? `${listId}-${shown}` : undefined}
        placeholder="Go to table, query or command"
        value={query}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={listId} role="listbox" aria-label="Commands, queries and tables" className={styles.list}>
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
          <div
            key={entry.key}
            id={`${listId}-${index}`}
            data-index={index}
            role="option"
            tabIndex={-1}
            aria-selected={index === shown}
            className={styles.option}
            onMouseMove={() => setActive(index)}
            onClick={() => choose(entry)}
          >
            {entry.icon}
            <span className={styles.label}>{entry.label}</span>
            {entry.end}
          </div>
        ))}
        {entries.length === 0 ? (
          <p className={styles.nothing}>{search.isSearching ? 'Searching…' : 'Nothing of that name.'}</p>
        ) : null}
      </div>
    </>
  );
}

const hasAll = (title: string, words: readonly string[]): boolean =>
  words.every((word) => title.toLowerCase().includes(word));
