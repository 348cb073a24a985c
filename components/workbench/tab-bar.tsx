'use client';

import { Bookmark, Combine, History, Plus, X } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { TabState } from '../../lib/client/document-store.ts';
import type { DocumentKind, SqlDocument } from '../../lib/contract/document.ts';
import { Button } from '../ui/button.tsx';
import { ContextMenu, Menu, type MenuEntries } from '../ui/menu.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './tab-bar.module.css';

export interface TabBarActions {
  select(id: string): void;
  create(kind: DocumentKind): void;
  close(id: string): void;
  rename(id: string, title: string): void;
  duplicate(id: string): void;
  move(id: string, position: number): void;
  copyLink(id: string): void;
  reopen(id: string): void;
  listClosed(): Promise<readonly SqlDocument[]>;
}

interface TabBarProps {
  readonly tabs: readonly TabState[];
  readonly activeId: string | undefined;
  readonly busyIds: ReadonlySet<string>;
  /** Nothing can be opened yet: what opens tabs moves to the right when they come. */
  readonly isLoading?: boolean;
  readonly actions: TabBarActions;
  /** Stands at the right end. */
  readonly end?: ReactNode;
}

/** What opens a tab. */
const openers = [
  { kind: 'statement', label: 'New tab', Icon: Plus },
  { kind: 'join', label: 'New join', Icon: Combine },
] as const;

/** Open documents. Arrows move between them, F2 renames, Delete closes; tabs can be dragged. */
export function TabBar({ tabs, activeId, busyIds, isLoading = false, actions, end }: TabBarProps) {
  const [renaming, setRenaming] = useState<string>();
  const [menuFor, setMenuFor] = useState<string>();
  const [closed, setClosed] = useState<readonly SqlDocument[]>([]);
  const list = useRef<HTMLDivElement>(null);

  const activeTitle = tabs.find(({ id }) => id === activeId)?.title;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab, a longer title of this one, or less room for all may leave it out of sight
  useEffect(() => {
    const bar = list.current;
    if (bar === null) return;
    const observer = new ResizeObserver(() =>
      bar.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    );
    observer.observe(bar);
    return () => observer.disconnect();
  }, [activeId, activeTitle]);

  const onKeyDown = (event: KeyboardEvent, tab: TabState, index: number) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = tabs[(index + step + tabs.length) % tabs.length];
    if (step !== 0 && event.shiftKey) actions.move(tab.id, index + step);
    else if (step !== 0 && next !== undefined) {
      actions.select(next.id);
      list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
    } else if (event.key === 'F2') setRenaming(tab.id);
    else if (event.key === 'Delete') actions.close(tab.id);
    else return;
    event.preventDefault();
  };
  const onDrop = (event: DragEvent, index: number) => {
    const id = event.dataTransfer.getData('application/x-joinery-tab');
    if (id === '') return;
    event.preventDefault();
    actions.move(id, index);
  };
  const rename = (id: string, title: string) => {
    setRenaming(undefined);
    if (title.trim() !== '') actions.rename(id, title.trim().slice(0, 200));
  };

  return (
    <div className={styles.bar}>
      <ContextMenu entries={entriesFor(tabs, menuFor ?? activeId, actions, setRenaming)}>
        <div ref={list} className={styles.tabs} role="tablist" aria-label="Open documents">
          {tabs.map((tab, index) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: a frame around tab and close button that takes drops
            <div
              key={tab.id}
              role="presentation"
              className={styles.tab}
              data-active={tab.id === activeId || undefined}
              onDragOver={(event) => event.preventDefault()}
              onDrop={(event) => onDrop(event, index)}
              onContextMenu={() => setMenuFor(tab.id)}
            >
              {renaming === tab.id ? (
                <TextField
                  className={styles.rename ?? ''}
                  aria-label="Name of the tab"
                  defaultValue={tab.title}
                  maxLength={200}
                  ref={(field) => field?.select()}
                  onBlur={(event) => rename(tab.id, event.target.value)}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter') rename(tab.id, event.currentTarget.value);
                    if (event.key === 'Escape') setRenaming(undefined);
                  }}
                />
              ) : (
                <button
                  type="button"
                  role="tab"
                  data-tab={tab.id}
                  aria-selected={tab.id === activeId}
                  tabIndex={tab.id === activeId ? 0 : -1}
                  className={styles.title}
                  draggable
                  onDragStart={(event) => event.dataTransfer.setData('application/x-joinery-tab', tab.id)}
                  onClick={() => actions.select(tab.id)}
                  onDoubleClick={() => setRenaming(tab.id)}
                  onAuxClick={(event) => event.button === 1 && actions.close(tab.id)}
                  onKeyDown={(event) => onKeyDown(event, tab, index)}
                  title={tab.title}
                  aria-keyshortcuts="F2 Delete"
                >
                  {busyIds.has(tab.id) ? (
                    <Spinner label="Running" />
                  ) : tab.kind === 'join' ? (
                    <Combine size={13} aria-label="Join" />
                  ) : null}
                  <span className={styles.text}>{tab.title}</span>
                  {tab.queryId === undefined ? null : <Bookmark size={12} aria-label="Saved query" />}
                </button>
              )}
              {/* For the pointer; Delete and the menu of the tab close it too, and a list of tabs holds nothing but tabs. */}
              <button
                type="button"
                tabIndex={-1}
                aria-hidden="true"
                className={styles.close}
                data-dirty={tab.saveState !== 'saved' || undefined}
                title={`Close ${tab.title}`}
                onClick={() => actions.close(tab.id)}
              >
                <span className={styles.dot} aria-hidden="true" />
                <X size={13} aria-hidden="true" />
              </button>
            </div>
          ))}
        </div>
      </ContextMenu>
      {openers.map(({ kind, label, Icon }) => (
        <Button
          key={kind}
          kind="quiet"
          isIcon
          aria-label={label}
          title={label}
          disabled={isLoading}
          onClick={() => actions.create(kind)}
        >
          <Icon size={15} aria-hidden="true" />
        </Button>
      ))}
      <span className={styles.spacer} />
      <Menu
        trigger={
          <Button
            kind="quiet"
            isIcon
            aria-label="Closed tabs"
            title="Closed tabs"
            onPointerDown={() => void actions.listClosed().then(setClosed, () => setClosed([]))}
            onFocus={() => void actions.listClosed().then(setClosed, () => setClosed([]))}
          >
            <History size={15} aria-hidden="true" />
          </Button>
        }
        entries={
          closed.length === 0
            ? [{ label: 'No closed tabs', isDisabled: true, run: () => {} }]
            : closed.slice(0, 20).map(({ id, title }) => ({ label: title, id, run: () => actions.reopen(id) }))
        }
      />
      {end}
    </div>
  );
}

function entriesFor(
  tabs: readonly TabState[],
  id: string | undefined,
  actions: TabBarActions,
  startRename: (id: string) => void,
): MenuEntries {
  const index = tabs.findIndex((tab) => tab.id === id);
  if (id === undefined || index < 0) return [{ label: 'New tab', run: () => actions.create('statement') }];
  return [
    // After the menu has given the focus back, so that the field keeps it.
    { label: 'Rename', shortcut: 'F2', run: () => setTimeout(() => startRename(id), 50) },
    { label: 'Duplicate', run: () => actions.duplicate(id) },
    { label: 'Copy link', run: () => actions.copyLink(id) },
    null,
    { label: 'Move left', isDisabled: index === 0, run: () => actions.move(id, index - 1) },
    { label: 'Move right', isDisabled: index === tabs.length - 1, run: () => actions.move(id, index + 1) },
    null,
    { label: 'Close', shortcut: 'Del', run: () => actions.close(id) },
    {
      label: 'Close others',
      isDisabled: tabs.length < 2,
      run: () => {
        for (const tab of tabs) if (tab.id !== id) actions.close(tab.id);
      },
    },
  ];
}
