'use client';

import { PanelRight } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { DocumentKind } from '../../lib/contract/document.ts';
import { isEnded } from '../../lib/contract/run.ts';
import { ChatPanel } from '../assistant/chat-panel.tsx';
import { DescribePanel } from '../assistant/describe-panel.tsx';
import { SidePanel } from '../assistant/side-panel.tsx';
import { useSideView } from '../assistant/use-side-view.ts';
import { SchemaBrowser } from '../catalog/schema-browser.tsx';
import { SqlEditor } from '../editor/sql-editor.tsx';
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
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { BeyondDialog } from './beyond-dialog.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { JoinTab } from './join-tab.tsx';
import { type BeyondBuilder, openStatementInBuilder } from './open-in-builder.ts';
import { openSavedQuery } from './open-saved-query.ts';
import { ParameterBar } from './parameter-bar.tsx';
import { QueryStatus } from './query-status.tsx';
import { ResultsPane } from './results-pane.tsx';
import { RunBar } from './run-bar.tsx';
import { SaveStatus } from './save-status.tsx';
import { TabBar, type TabBarActions } from './tab-bar.tsx';
import { tabUrl } from './use-active-tab.ts';
import { useCatalogActions } from './use-catalog-actions.ts';
import { useChat } from './use-chat.ts';
import { useCommands } from './use-commands.ts';
import { useNotice } from './use-notice.ts';
import { useQuerySave } from './use-query-save.tsx';
import { useSuggestions } from './use-suggestions.ts';
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
  const { documents, runner, active, activity, tabs } = state;
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
  const columns = useDefaultLayout({
    id: 'joinery.columns',
    storage: localStorage,
    panelIds: side.isOpen ? ['browser', 'work', 'assistant'] : ['browser', 'work'],
  });
  const rows = useDefaultLayout({ id: 'joinery.rows', storage: localStorage });
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
      <Group
        className={styles.group ?? ''}
        orientation="horizontal"
        defaultLayout={columns.defaultLayout}
        onLayoutChanged={columns.onLayoutChanged}
      >
        <Panel
          id="browser"
          className={styles.pane ?? ''}
          defaultSize="272px"
          minSize="180px"
          maxSize="50%"
          groupResizeBehavior="preserve-pixel-size"
        >
          <SchemaBrowser
            actions={catalog.actions}
            isRefreshing={catalog.isRefreshing}
            onRefreshAll={catalog.refreshAll}
          />
        </Panel>
        <Separator className={`${styles.split} ${styles.columns}`} aria-label="Width of the schema browser" />
        <Panel id="work" className={styles.pane ?? ''} minSize="360px">
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
            <Group
              className={styles.group ?? ''}
              orientation="vertical"
              defaultLayout={rows.defaultLayout}
              onLayoutChanged={rows.onLayoutChanged}
            >
              <Panel id="editor" className={styles.pane ?? ''} defaultSize="52%" minSize="120px">
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
              </Panel>
              <Separator className={`${styles.split} ${styles.rows}`} aria-label="Height of the results" />
              <Panel id="results" className={styles.pane ?? ''} minSize="80px">
                <ResultsPane ref={results} state={state} onPinRun={actions.pinRun} />
              </Panel>
            </Group>
          )}
        </Panel>
        {side.isOpen ? (
          <>
            <Separator className={`${styles.split} ${styles.columns}`} aria-label="Width of the assistant" />
            <Panel
              id="assistant"
              className={styles.pane ?? ''}
              defaultSize="360px"
              minSize="280px"
              maxSize="50%"
              groupResizeBehavior="preserve-pixel-size"
            >
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
            </Panel>
          </>
        ) : null}
      </Group>
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

  function announcement({ run: shown, isRunning }: WorkbenchState): string {
    if (isRunning) return 'Running';
    if (shown === undefined || !isEnded(shown.status)) return '';
    if (shown.status === 'succeeded') return `${shown.rows} rows`;
    return runner === undefined ? '' : `Run ${shown.status}`;
  }
}

function EditorArea({ state, onRetry }: { readonly state: WorkbenchState; onRetry(): void }) {
  const { status, error, tabs, create, setEditor, events } = state;
  if (status === 'failed' && error !== undefined)
    return <ErrorNotice error={error} actions={<Button onClick={onRetry}>Try again</Button>} />;
  if (status === 'loading')
    return (
      <div className={styles.loading}>
        <p>
          <Spinner /> Opening your tabs…
        </p>
      </div>
    );
  if (tabs.length === 0)
    return (
      <EmptyState
        title="No open tabs"
        actions={
          <Button kind="primary" onClick={() => void create()}>
            New tab
          </Button>
        }
      >
        Start a new one, or open a closed one from the clock at the right of the tab bar.
      </EmptyState>
    );
  return <SqlEditor events={events} onReady={setEditor} />;
}

function CursorStatus({ state: { cursor } }: { readonly state: WorkbenchState }) {
  const { line, column, selected } = useSyncExternalStore(cursor.subscribe, cursor.get, cursor.get);
  return (
    <span>
      Ln {line}, Col {column}
      {selected > 0 ? ` (${selected} selected)` : ''}
    </span>
  );
}

function useTabActions({ documents, select, create }: WorkbenchState, say: (message: string) => void): TabBarActions {
  return useMemo<TabBarActions>(() => {
    const failed = (thrown: unknown) => say(toErrorShape(thrown).message);
    const kindOf = (id: string) => documents.getState().tabs.find((tab) => tab.id === id)?.kind ?? 'statement';
    return {
      select,
      create: (kind) => void create(kind).catch(failed),
      close: (id) => documents.close(id),
      rename: (id, title) => documents.edit(id, { title }),
      duplicate: (id) => void documents.duplicate(id).then((copy) => copy && select(copy), failed),
      move: (id, position) => documents.move(id, position),
      copyLink: (id) =>
        void navigator.clipboard.writeText(tabUrl(id, kindOf(id))).then(
          () => say('Link copied'),
          () => say('The browser did not allow copying.'),
        ),
      reopen: (id) => void documents.open(id).then(() => select(id), failed),
      listClosed: () => documents.listClosed(),
    };
  }, [documents, select, create, say]);
}
