'use client';

import { PanelRight } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DocumentKind } from '../../lib/contract/document.ts';
import { isEnded } from '../../lib/contract/run.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { ChatPanel } from '../assistant/chat-panel.tsx';
import { DescribePanel } from '../assistant/describe-panel.tsx';
import { SidePanel } from '../assistant/side-panel.tsx';
import { useSideView } from '../assistant/use-side-view.ts';
import { SchemaBrowser } from '../catalog/schema-browser.tsx';
import type { JoinHandle } from '../join-builder/join-builder.tsx';
import { CommandPalette } from '../palette/command-palette.tsx';
import { keysText } from '../palette/commands.ts';
import { ShortcutsSheet } from '../palette/shortcuts-sheet.tsx';
import { useShortcuts } from '../palette/use-shortcuts.ts';
import { paletteEvent } from '../shell/palette-event.ts';
import { StatusSlot } from '../shell/status-slot.tsx';
import type { SuggestionSession } from '../suggestions/suggestion-session.ts';
import { SuggestionsPanel } from '../suggestions/suggestions-panel.tsx';
import { Button } from '../ui/button.tsx';
import { Pane, PaneSplit, Panes } from '../ui/panes.tsx';
import { BeyondDialog } from './beyond-dialog.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { CursorStatus } from './cursor-status.tsx';
import { EditorArea } from './editor-area.tsx';
import { JoinTab } from './join-tab.tsx';
import { type BeyondBuilder, openStatementInBuilder } from './open-in-builder.ts';
import { openSavedQuery } from './open-saved-query.ts';
import { ParameterBar } from './parameter-bar.tsx';
import { QueryStatus } from './query-status.tsx';
import { ResultsPane } from './results-pane.tsx';
import { RunBar } from './run-bar.tsx';
import { SaveStatus } from './save-status.tsx';
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
  const { documents, active, activity, tabs } = state;
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
  const sideKeys = keysText('mod+i');
  const sideToggle = (
    <Button
      kind="quiet"
      isIcon
      aria-label="Assistant"
      aria-pressed={side.isOpen}
      title={`Assistant (${sideKeys})`}
      onClick={side.toggle}
    >
      <PanelRight size={15} aria-hidden="true" />
    </Button>
  );
  const querySave = useQuerySave(state, actions.queries, say);
  const router = useRouter();
  const commands = useCommands({
    state,
    go: (href) => router.push(href),
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

  return (
    <>
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
              <TabBar tabs={tabs} activeId={active.id} busyIds={busyIds} actions={tabActions} end={sideToggle} />
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
            <Panes id="joinery.rows" direction="rows">
              <Pane id="editor" size="52%" min="120px">
                <div className={styles.main}>
                  <TabBar
                    tabs={tabs}
                    activeId={active?.id}
                    busyIds={busyIds}
                    isLoading={state.status === 'loading'}
                    actions={tabActions}
                    end={sideToggle}
                  />
                  {active === undefined ? null : (
                    <RunBar
                      tab={active}
                      activity={activity}
                      isRunning={state.isRunning}
                      cursor={state.cursor}
                      onRun={() => run('run')}
                      onStop={() => run('stop')}
                      onExplain={() => run('explain')}
                      onFormat={() => run('format')}
                      onBuilder={openInBuilder}
                      onSuggest={suggestJoin}
                      onTarget={(target) => documents.edit(active.id, { target })}
                      onRowLimit={(rowLimit) => documents.edit(active.id, { rowLimit })}
                    />
                  )}
                  {active === undefined ? null : <ParameterBar documentId={active.id} cursor={state.cursor} />}
                  <div className={styles.editor}>
                    <EditorArea state={state} onRetry={() => void documents.load(wanted)} />
                  </div>
                </div>
              </Pane>
              <PaneSplit direction="rows" label="Height of the results" />
              <Pane id="results" min="80px">
                <ResultsPane ref={results} state={state} onPinRun={actions.pinRun} />
              </Pane>
            </Panes>
          )}
        </Pane>
        {side.isOpen ? (
          <>
            <PaneSplit direction="columns" label="Width of the assistant" />
            <Pane id="assistant" size="360px" min="280px" max="50%" isSide>
              <SidePanel
                view={side.view}
                keys={sideKeys}
                onView={side.show}
                onClose={side.close}
                parts={[
                  {
                    view: 'suggest',
                    label: 'Suggest join',
                    content: (
                      <SuggestionsPanel
                        key={active?.id}
                        session={suggestions.session}
                        actions={suggestions.actions}
                        hereLabel={suggestions.isJoin ? 'Tables of the join' : 'Tables of the statement'}
                        onTakeHere={() => void suggestions.suggestHere()}
                      />
                    ),
                  },
                  {
                    view: 'describe',
                    label: 'Describe',
                    content: <DescribePanel key={state.run?.id} run={state.run} actions={actions.assistant} />,
                  },
                  { view: 'chat', label: 'Ask', content: <ChatPanel key={active?.id} {...chat} /> },
                ]}
              />
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
