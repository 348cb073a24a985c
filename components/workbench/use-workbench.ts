'use client';

import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { catalogCache } from '../../lib/client/catalog-cache.ts';
import { DocumentStore, type TabState } from '../../lib/client/document-store.ts';
import { runStore } from '../../lib/client/run-store.ts';
import { ValueStore } from '../../lib/client/value-store.ts';
import type { DocumentKind } from '../../lib/contract/document.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { FEDERATED, isEnded } from '../../lib/contract/run.ts';
import type { CursorState, EditorController, EditorEvents } from '../editor/editor-controller.ts';
import type { SqlContext } from '../editor/sql-context.ts';
import { JoinSessions } from '../join-builder/join-sessions.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { resultTabs } from './result-tabs.ts';
import { idle, Runner } from './runner.ts';
import { useActiveTab } from './use-active-tab.ts';
import { useErrorMark } from './use-error-mark.ts';
import { useRun } from './use-run.ts';
import { useScreen } from './use-screen.ts';
import type { WorkbenchActions } from './workbench-actions.ts';

const noCursor: CursorState = { line: 1, column: 1, selected: 0, runs: 'nothing', parameters: '' };

/** The workbench's parts joined: documents, the active tab, its run, the editor. */
export function useWorkbench(actions: WorkbenchActions, wanted: string | undefined, screen: DocumentKind) {
  const { connections, generation } = useConnections();
  const [documents] = useState(() => new DocumentStore(actions.documents));
  const [runner] = useState(() => new Runner({ actions, documents, runs: runStore, results: resultTabs }));
  const [joins] = useState(() => new JoinSessions(documents));
  const [cursor] = useState(() => new ValueStore(noCursor));
  const [editor, setEditor] = useState<EditorController>();
  const { status, tabs, error } = useSyncExternalStore(documents.subscribe, documents.getState, documents.getState);
  const activities = useSyncExternalStore(runner.subscribe, runner.getActivities, runner.getActivities);
  const [activeId, select] = useActiveTab(tabs, wanted);
  const active = tabs.find(({ id }) => id === activeId);
  const { run, error: readError } = useRun(active?.lastRunId);
  const activity = (activeId === undefined ? undefined : activities.get(activeId)) ?? idle;
  const isRunning = activity.isBusy || (run !== undefined && !isEnded(run.status));

  const [wantedError, setWantedError] = useState<ErrorShape>();
  const hasLoaded = useRef(false);
  useEffect(() => {
    if (hasLoaded.current) return;
    hasLoaded.current = true;
    void documents.load(wanted).then(setWantedError);
  }, [documents, wanted]);

  useEffect(() => {
    const leave = () => documents.flushBeforeLeaving();
    const onVisibility = () => document.visibilityState === 'hidden' && leave();
    const onBlur = () => void documents.flush();
    window.addEventListener('pagehide', leave);
    window.addEventListener('blur', onBlur);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      leave();
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('blur', onBlur);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [documents]);

  const newest = useRef<{ tabs: readonly TabState[]; context: Omit<SqlContext, 'target'> }>(null);
  newest.current = { tabs, context: { connections, catalog: catalogCache } };
  const events = useMemo<EditorEvents>(
    () => ({
      onText: (id, text) => documents.edit(id, { text }),
      onCursor: cursor.set,
      contextOf: (id) => ({
        target: newest.current?.tabs.find((tab) => tab.id === id)?.target ?? FEDERATED,
        connections: newest.current?.context.connections ?? [],
        catalog: catalogCache,
      }),
    }),
    [documents, cursor],
  );

  const wantsFocus = useRef(false);
  const create = useCallback(
    async (kind: DocumentKind = 'statement') => {
      const id = await documents.create({ kind });
      wantsFocus.current = kind === 'statement';
      select(id);
    },
    [documents, select],
  );
  const isStatement = active?.kind === 'statement';
  useEffect(() => {
    if (editor === undefined || activeId === undefined || !isStatement) return;
    editor.show(activeId, documents.text(activeId));
    if (wantsFocus.current) editor.focus();
    wantsFocus.current = false;
  }, [editor, activeId, isStatement, documents]);
  useScreen({ screen, isLoaded: status === 'ready', tabs, active, wanted, select, create });
  useEffect(() => {
    const ids = tabs.map(({ id }) => id);
    editor?.keepOnly(ids);
    joins.keepOnly(ids);
  }, [editor, joins, tabs]);
  useEffect(
    () =>
      documents.onText((id, text) => {
        editor?.setText(id, text);
        joins.load(id, text);
      }),
    [editor, joins, documents],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: new metadata makes what the editor asked before old
  useEffect(() => catalogCache.clear(), [generation]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor reads connections and target when told to
  useEffect(() => editor?.refresh(), [editor, connections, active?.target]);
  useErrorMark({ editor, id: activeId, run, activity, runner, documents });

  return {
    documents,
    runner,
    joins,
    cursor,
    editor,
    setEditor,
    status,
    error,
    wantedError,
    tabs,
    activities,
    active,
    select,
    create,
    run,
    readError,
    activity,
    isRunning,
    events,
  };
}

export type WorkbenchState = ReturnType<typeof useWorkbench>;
