'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DocumentKind } from '../../lib/contract/document.ts';
import { isEnded } from '../../lib/contract/run.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { useSideView } from '../assistant/use-side-view.ts';
import { SchemaBrowser } from '../catalog/schema-browser.tsx';
import type { JoinHandle } from '../join-builder/builder-props.ts';
import { CommandPalette } from '../palette/command-palette.tsx';
import { ShortcutsSheet } from '../palette/shortcuts-sheet.tsx';
import { useShortcuts } from '../palette/use-shortcuts.ts';
import { paletteEvent } from '../shell/palette-event.ts';
import { StatusSlot } from '../shell/status-slot.tsx';
import type { SuggestionSession } from '../suggestions/suggestion-session.ts';
import { Pane, PaneSplit, Panes } from '../ui/panes.tsx';
import { useGo } from '../ui/use-go.ts';
import { BeyondDialog } from './beyond-dialog.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { CursorStatus } from './cursor-status.tsx';
import { JoinTab } from './join-tab.tsx';
import { type BeyondBuilder, openStatementInBuilder } from './open-in-builder.ts';
import { openSavedQuery } from './open-saved-query.ts';
import { QueryStatus } from './query-status.tsx';
import { SaveStatus } from './save-status.tsx';
import { SidePane, SideToggle } from './side-pane.tsx';
import { StatementTab } from './statement-tab.tsx';
import { TabBar } from './tab-bar.tsx';
import { useCatalogActions } from './use-catalog-actions.ts';
import { useChat } from './use-chat.ts';
import { useCommands } from './use-commands.ts';
import { useNotice } from './use-notice.ts';
import { useQuerySave } from './use-query-save.tsx';
import { useSuggestions } from './use-suggestions.ts';
import { useTabActions } from './use-tab-actions.ts';
import { useWorkbench, type WorkbenchState } from './use-workbench.ts';
import styles from './workbench.module.css';
import type { WorkbenchActions } from './workbench-actions.ts';

export interface WorkbenchProps {
  readonly actions: WorkbenchActions;
  /** Document that the URL names. */
  readonly wanted: string | undefined;
  /** What the address names: a join, or statements. */
  readonly screen: DocumentKind;
}

/** The main screen: schema browser, editor with tabs, and the results of the shown tab. */
export function Workbench({ actions, wanted, screen }: WorkbenchProps) {
  const state = useWorkbench(actions, wanted, screen);
  const { documents, active, tabs } = state;
  const [notice, say] = useNotice();
  const { wantedError } = state;
  useEffect(() => {
    if (wantedError !== undefined) say(`The address names a tab that does not open: ${wantedError.message}`);
  }, [wantedError, say]);
  const [sheet, setSheet] = useState<'palette' | 'shortcuts'>();
  const [postponed, setPostponed] = useState<string>();
  const results = useRef<HTMLElement>(null);
  const join = useRef<JoinHandle>(null);
  const [beyond, setBeyond] = useState<BeyondBuilder>();
  const side = useSideView();
  const suggestions = useSuggestions(state, say);
  const chat = useChat(state, suggestions.tablesHere, say);
  const { show } = side;
  const { session } = suggestions;
  const suggestFrom = useCallback<(ask: (session: SuggestionSession) => void) => void>(
    (ask) => {
      show('suggest');
      ask(session);
    },
    [show, session],
  );
  const catalog = useCatalogActions(state, say, suggestFrom);
  const tabActions = useTabActions(state, say);
  const openInBuilder = () => void openStatementInBuilder(state, say, setBeyond);
  const suggestJoin = () => {
    side.show('suggest');
    void suggestions.suggestHere();
  };
  const querySave = useQuerySave(state, actions.queries, say);
  const go = useGo();
  const commands = useCommands({
    state,
    go,
    say,
    join,
    openInBuilder,
    toggleAssistant: side.toggle,
    suggestJoin,
    saveQuery: querySave.save,
    saveQueryAsNew: querySave.saveAsNew,
    openPalette: () => setSheet('palette'),
    openShortcuts: () => setSheet('shortcuts'),
    focusResults: () => {
      const grid = results.current?.querySelector<HTMLElement>('[role="grid"]');
      (grid?.checkVisibility() ? grid : results.current)?.focus();
    },
  });
  useShortcuts(commands);
  const run = (id: string) => commands.find((command) => command.id === id)?.run();

  useEffect(() => {
    const open = () => setSheet('palette');
    window.addEventListener(paletteEvent, open);
    return () => window.removeEventListener(paletteEvent, open);
  }, []);
  useEffect(() => {
    if (active?.saveState !== 'conflict') setPostponed(undefined);
  }, [active?.saveState]);
  const busyIds = useMemo(
    () => new Set([...state.activities].filter(([, { isBusy }]) => isBusy).map(([id]) => id)),
    [state.activities],
  );
  const close = () => setSheet(undefined);
  const tabBar = (
    <TabBar
      tabs={tabs}
      activeId={active?.id}
      busyIds={busyIds}
      isLoading={state.status === 'loading'}
      actions={tabActions}
      end={<SideToggle side={side} />}
    />
  );

  return (
    <>
      <h1 className="visually-hidden">{active?.kind === 'join' ? 'Join' : 'Workbench'}</h1>
      <Panes
        id="joinery.columns"
        direction="columns"
        shown={side.isOpen ? ['browser', 'work', 'assistant'] : ['browser', 'work']}
      >
        <Pane id="browser" size="272px" min="180px" max="50%" isSide>
          <SchemaBrowser
            actions={catalog.actions}
            isRefreshing={catalog.isRefreshing}
            onRefreshAll={catalog.refreshAll}
          />
        </Pane>
        <PaneSplit direction="columns" label="Width of the schema browser" />
        <Pane id="work" min="360px">
          {active?.kind === 'join' ? (
            <div className={styles.main}>
              {tabBar}
              <div className={styles.editor}>
                <JoinTab
                  key={active.id}
                  tab={active}
                  state={state}
                  actions={actions}
                  handle={join}
                  results={results}
                  say={say}
                  onSuggest={suggestJoin}
                />
              </div>
            </div>
          ) : (
            <StatementTab
              state={state}
              actions={actions}
              tabBar={tabBar}
              results={results}
              run={run}
              onBuilder={openInBuilder}
              onSuggest={suggestJoin}
              onRetry={() => void documents.load(wanted)}
            />
          )}
        </Pane>
        {side.isOpen ? (
          <>
            <PaneSplit direction="columns" label="Width of the assistant" />
            <Pane id="assistant" size="360px" min="280px" max="50%" isSide>
              <SidePane side={side} state={state} actions={actions} suggestions={suggestions} chat={chat} />
            </Pane>
          </>
        ) : null}
      </Panes>
      <StatusSlot>
        {notice === undefined ? null : <span role="status">{notice}</span>}
        {active === undefined ? null : <QueryStatus tab={active} />}
        {active === undefined ? null : <SaveStatus tab={active} />}
        {active?.kind === 'join' ? null : <CursorStatus state={state} />}
      </StatusSlot>
      <CommandPalette
        isOpen={sheet === 'palette'}
        commands={commands}
        onClose={close}
        onTable={(table) => catalog.actions.insert(catalog.actions.tableName(table))}
        onQuery={(id) => void openSavedQuery(state, id, say)}
      />
      <BeyondDialog beyond={beyond} onClose={() => setBeyond(undefined)} />
      <ShortcutsSheet
        isOpen={sheet === 'shortcuts'}
        commands={commands}
        description="In the editor, Tab indents: F6 leaves it, and Ctrl M lets Tab move on."
        onClose={close}
      />
      {querySave.dialogs}
      <ConflictDialog
        title={active?.title ?? ''}
        isOpen={active?.saveState === 'conflict' && postponed !== active.id}
        onLater={() => setPostponed(active?.id)}
        onResolve={(keep) =>
          active &&
          void documents.resolveConflict(active.id, keep).then(
            (copyId) => copyId && state.select(copyId),
            () => say('The other version could not be read. Try again.'),
          )
        }
      />
      <output className="visually-hidden" aria-live="polite">
        {announcement(state)}
      </output>
    </>
  );
}

/** What a screen reader hears of the run that is shown. */
function announcement({ run, runner, isRunning }: WorkbenchState): string {
  if (isRunning) return 'Running';
  if (run === undefined || !isEnded(run.status)) return '';
  if (run.status === 'succeeded')
    return `${run.truncated ? 'First ' : ''}${formatCounted(run.rows, 'row')}${run.truncated ? '; there are more' : ''}`;
  return runner === undefined ? '' : `Run ${run.status}`;
}
