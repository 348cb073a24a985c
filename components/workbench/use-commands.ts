'use client';

import type { RefObject } from 'react';
import type { DocumentKind } from '../../lib/contract/document.ts';
import type { JoinHandle } from '../join-builder/builder-props.ts';
import type { Command } from '../palette/commands.ts';
import { screenCommands } from '../palette/screen-commands.ts';
import type { WorkbenchState } from './use-workbench.ts';

interface CommandParts {
  go(href: string): void;
  readonly state: WorkbenchState;
  say(message: string): void;
  openPalette(): void;
  openShortcuts(): void;
  focusResults(): void;
  /** The join builder of the shown tab, if it holds a join. */
  readonly join: RefObject<JoinHandle | null>;
  openInBuilder(): void;
  toggleAssistant(): void;
  suggestJoin(): void;
  saveQuery(): void;
  saveQueryAsNew(): void;
}

/** Everything that can be done from the keyboard, in the order of the sheet. */
export function useCommands(parts: CommandParts): Command[] {
  const { state, say, openPalette, openShortcuts, focusResults, join, openInBuilder } = parts;
  const { toggleAssistant, suggestJoin } = parts;
  const { editor, active, runner, documents, isRunning, select, tabs } = state;
  const isJoin = active?.kind === 'join';
  const cannotRun = active === undefined || (editor === undefined && !isJoin) || isRunning;
  const format = () =>
    void editor?.format().catch(() => say('This statement could not be formatted: check its brackets and quotes.'));
  const create = (kind: DocumentKind) =>
    void state.create(kind).catch(() => say('The tab could not be made: Joinery does not answer.'));

  return [
    {
      id: 'run',
      title: isJoin ? 'Run join' : 'Run selection or statement',
      group: 'Run',
      keys: 'mod+enter',
      isDisabled: cannotRun,
      run: () =>
        isJoin ? join.current?.run() : active && void runner.run(active, editor?.runnable().statements ?? []),
    },
    {
      id: 'run-all',
      title: 'Run all statements',
      group: 'Run',
      keys: 'mod+shift+enter',
      isDisabled: cannotRun || isJoin,
      run: () => active && void runner.run(active, editor?.allStatements() ?? []),
    },
    {
      id: 'stop',
      title: 'Stop',
      group: 'Run',
      isDisabled: !isRunning,
      run: () => active && void runner.stop(active),
    },
    {
      id: 'explain',
      title: 'Explain: what would go to which source',
      group: 'Run',
      keys: 'mod+shift+e',
      isDisabled: active === undefined,
      run: () => {
        if (isJoin) return join.current?.explain();
        const [statement] = editor?.runnable().statements ?? [];
        if (active !== undefined && statement !== undefined) void runner.explain(active, statement);
      },
    },
    {
      id: 'format',
      title: 'Format selection or statement',
      group: 'Editor',
      keys: 'mod+shift+f',
      isDisabled: isJoin,
      run: format,
    },
    {
      id: 'open-in-builder',
      title: 'Open statement in the join builder',
      group: 'Editor',
      isDisabled: isJoin || active === undefined,
      run: openInBuilder,
    },
    {
      id: 'suggest-join',
      title: 'Suggest join between the tables here',
      group: 'Join',
      keys: 'mod+j',
      isDisabled: active === undefined,
      run: suggestJoin,
    },
    { id: 'comment', title: 'Comment lines', group: 'Editor', keys: 'mod+/', isEditors: true, run: () => {} },
    ...(isJoin ? builderKeys : []),
    {
      id: 'save',
      title: active?.queryId === undefined ? 'Save as query' : 'Save query as a new version',
      group: 'Editor',
      keys: 'mod+s',
      isDisabled: active === undefined,
      run: parts.saveQuery,
    },
    {
      id: 'save-as',
      title: 'Save as another query',
      group: 'Editor',
      isDisabled: active?.queryId === undefined,
      run: parts.saveQueryAsNew,
    },
    {
      id: 'switch-pane',
      title: 'Move between editor and results',
      group: 'Go to',
      keys: 'f6',
      run: () => {
        if (isJoin) {
          if (document.activeElement?.closest('[aria-label="Results"]')) join.current?.focus();
          else focusResults();
        } else if (editor?.hasFocus()) focusResults();
        else editor?.focus();
      },
    },
    { id: 'palette', title: 'Go to table or command', group: 'Go to', keys: 'mod+k', run: openPalette },
    { id: 'assistant', title: 'Show or hide the assistant', group: 'Go to', keys: 'mod+i', run: toggleAssistant },
    { id: 'shortcuts', title: 'Keyboard shortcuts', group: 'Go to', keys: '?', run: openShortcuts },
    ...screenCommands(isJoin ? '/join' : '/', parts.go),
    { id: 'new-tab', title: 'New tab', group: 'Tabs', run: () => create('statement') },
    { id: 'new-join', title: 'New join', group: 'Tabs', run: () => create('join') },
    {
      id: 'duplicate-tab',
      title: 'Duplicate tab',
      group: 'Tabs',
      isDisabled: active === undefined,
      run: () => active && void documents.duplicate(active.id).then((id) => id && select(id)),
    },
    {
      id: 'close-tab',
      title: 'Close tab',
      group: 'Tabs',
      isDisabled: active === undefined,
      run: () => active && documents.close(active.id),
    },
    ...tabs
      .filter(({ id }) => id !== active?.id)
      .map(
        ({ id, title }): Command => ({
          id: `tab-${id}`,
          title: `Go to tab: ${title}`,
          group: 'Tabs',
          run: () => select(id),
        }),
      ),
  ];
}

/** What the join builder takes itself, for the sheet. */
const builderKeys: readonly Command[] = [
  { id: 'join-carry', title: 'Pick a column up, or drop it', keys: 'space' },
  { id: 'join-cross', title: 'Go over to the other list', keys: '←/→' },
  { id: 'join-undo', title: 'Undo', keys: 'mod+z' },
  { id: 'join-redo', title: 'Redo', keys: 'mod+shift+z' },
  { id: 'join-move', title: 'Move an output column', keys: 'alt+↑/↓' },
  { id: 'join-rename', title: 'Rename an output column', keys: 'f2' },
].map((command) => ({ ...command, group: 'Join', isEditors: true, run: () => {} }));
