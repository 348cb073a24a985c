'use client';

import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { catalogCache } from '../../lib/client/catalog-cache.ts';
import { DocumentStore, type TabState } from '../../lib/client/document-store.ts';
import { runStore } from '../../lib/client/run-store.ts';
import { ValueStore } from '../../lib/client/value-store.ts';
import { FEDERATED, isEnded } from '../../lib/contract/run.ts';
import type { CursorState, EditorController, EditorEvents } from '../editor/editor-controller.ts';
import type { SqlContext } from '../editor/sql-context.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { idle, Runner } from './runner.ts';
import { useActiveTab } from './use-active-tab.ts';
import { useErrorMark } from './use-error-mark.ts';
import { useRun } from './use-run.ts';
import type { WorkbenchActions } from './workbench-actions.ts';

const noCursor: CursorState = { line: 1, column: 1, selected: 0, runs: 'nothing' };

/** The workbench's parts joined: documents, the active tab, its run, the editor. */
export function useWorkbench(actions: WorkbenchActions, wanted: string | undefined) {
  const { connections, generation } = useConnections();
  const [documents] = useState(() => new DocumentStore(actions.documents));
  const [runner] = useState(() => new Runner({ actions, documents, runs: runStore }));
  const [cursor] = useState(() => new ValueStore(noCursor));
  const [editor, setEditor] = useState<EditorController>();
  const { status, tabs, error } = useSyncExternalStore(documents.subscribe, documents.getState, documents.getState);
  const activities = useSyncExternalStore(runner.subscribe, runner.getActivities, runner.getActivities);
  const [activeId, select] = useActiveTab(tabs, wanted);
  const active = tabs.find(({ id }) => id === activeId);
  const { run, error: readError } = useRun(active?.lastRunId);
  const activity = (activeId === undefined ? undefined : activities.get(activeId)) ?? idle;
  const isRunning = activity.isBusy || (run !== undefined && !isEnded(run.status));

  const hasLoaded = useRef(false);
  useEffect(() => {
    if (hasLoaded.current) return;
    hasLoaded.current = true;
    void documents.load(wanted);
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
  const create = useCallback(async () => {
    const id = await documents.create({});
    wantsFocus.current = true;
    select(id);
  }, [documents, select]);
  useEffect(() => {
    if (editor === undefined || activeId === undefined) return;
    editor.show(activeId, documents.text(activeId));
    if (wantsFocus.current) editor.focus();
    wantsFocus.current = false;
  }, [editor, activeId, documents]);
  useEffect(() => editor?.keepOnly(tabs.map(({ id }) => id)), [editor, tabs]);
  useEffect(() => documents.onText((id, text) => editor?.setText(id, text)), [editor, documents]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new metadata makes what the editor asked before old
  useEffect(() => catalogCache.clear(), [generation]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor reads connections and target when told to
  useEffect(() => editor?.refresh(), [editor, connections, active?.target]);
  useErrorMark({ editor, id: activeId, run, activity, runner, documents });

  return {
    documents,
    runner,
    cursor,
    editor,
    setEditor,
    status,
    error,
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
