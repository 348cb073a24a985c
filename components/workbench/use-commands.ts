'use client';

import type { Command } from './commands.ts';
import type { WorkbenchState } from './use-workbench.ts';

interface CommandParts {
  readonly state: WorkbenchState;
  say(message: string): void;
  openPalette(): void;
  openShortcuts(): void;
  focusResults(): void;
}

/** Everything that can be done from the keyboard, in the order of the sheet. */
export function useCommands({ state, say, openPalette, openShortcuts, focusResults }: CommandParts): Command[] {
  const { editor, active, runner, documents, isRunning, select, tabs } = state;
  const cannotRun = active === undefined || editor === undefined || isRunning;
  const format = () =>
    void editor?.format().catch(() => say('This statement could not be formatted: check its brackets and quotes.'));
  const create = () => void state.create().catch(() => say('The tab could not be made: Joinery does not answer.'));

  return [
    {
      id: 'run',
      title: 'Run selection or statement',
      group: 'Run',
      keys: 'mod+enter',
      isDisabled: cannotRun,
      run: () => active && void runner.run(active, editor?.runnable().statements ?? []),
    },
    {
      id: 'run-all',
      title: 'Run all statements',
      group: 'Run',
      keys: 'mod+shift+enter',
      isDisabled: cannotRun,
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
        const [statement] = editor?.runnable().statements ?? [];
        if (active !== undefined && statement !== undefined) void runner.explain(active, statement);
      },
    },
    { id: 'format', title: 'Format selection or statement', group: 'Editor', keys: 'mod+shift+f', run: format },
    { id: 'comment', title: 'Comment lines', group: 'Editor', keys: 'mod+/', isEditors: true, run: () => {} },
    {
      id: 'save',
      title: 'Save now',
      group: 'Editor',
      keys: 'mod+s',
      run: () => void documents.flush(active?.id),
    },
    {
      id: 'switch-pane',
      title: 'Move between editor and results',
      group: 'Go to',
      keys: 'f6',
      run: () => (editor?.hasFocus() ? focusResults() : editor?.focus()),
    },
    { id: 'palette', title: 'Go to table or command', group: 'Go to', keys: 'mod+k', run: openPalette },
    { id: 'shortcuts', title: 'Keyboard shortcuts', group: 'Go to', keys: '?', run: openShortcuts },
    { id: 'new-tab', title: 'New tab', group: 'Tabs', run: create },
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
