'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type ActionAnswer, ClientError, toErrorShape } from '../../lib/client/answer.ts';
import type { TabState } from '../../lib/client/document-store.ts';
import { type JoinPart, joinCounts, joinPartSql } from '../../lib/client/joins.ts';
import { runStore } from '../../lib/client/run-store.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { JoinDocument } from '../../lib/contract/join.ts';
import { FEDERATED, isEnded, type Run } from '../../lib/contract/run.ts';
import type { PartCounts } from '../join-builder/join-results.tsx';
import { useRun } from './use-run.ts';
import type { WorkbenchActions } from './workbench-actions.ts';

const noCounts: PartCounts = { counts: new Map(), isCounting: false };

/** The rows that match and those of each side that do not: runs of their own beside that of the join. */
export function useJoinParts(tab: TabState, actions: WorkbenchActions) {
  const [shown, setShown] = useState<{ readonly part: JoinPart; readonly runId: string | undefined }>();
  const [error, setError] = useState<ErrorShape>();
  const [exact, setExact] = useState(noCounts);
  const { run, error: readError } = useRun(shown?.runId);
  const newest = useRef({ tab, actions });
  newest.current = { tab, actions };
  const counting = useRef<AbortController>(undefined);
  const { id, lastRunId } = tab;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run has other counts
  useEffect(() => {
    counting.current?.abort();
    setExact(noCounts);
    setShown(undefined);
    setError(undefined);
  }, [id, lastRunId]);

  const start = useCallback(async (document: JoinDocument, text: string, rowLimit: number | null): Promise<Run> => {
    const { tab: current, actions: use } = newest.current;
    const started = unwrap(
      await use.startRun({
        text,
        target: FEDERATED,
        rowLimit,
        pushdown: 'safe',
        documentId: current.id,
        ...(document.parameters === undefined ? {} : { parameters: document.parameters }),
      }),
    );
    runStore.put(started);
    return started;
  }, []);

  const show = useCallback(
    async (document: JoinDocument, step: number, part: JoinPart, rowLimit = newest.current.tab.rowLimit) => {
      setError(undefined);
      setShown({ part, runId: undefined });
      try {
        const { id: runId } = await start(document, await joinPartSql(document, step, part), rowLimit);
        setShown((now) => (now?.part === part ? { part, runId } : now));
      } catch (thrown) {
        setError(toErrorShape(thrown));
        setShown((now) => (now?.part === part && now.runId === undefined ? undefined : now));
      }
    },
    [start],
  );

  const count = useCallback(async (document: JoinDocument, step: number) => {
    const controller = new AbortController();
    counting.current = controller;
    setExact((before) => ({ ...before, isCounting: true }));
    try {
      const { left, right } = await joinCounts(document, step, controller.signal);
      const counts = new Map<JoinPart, number>([
        ['matched', left.matched],
        ['leftOnly', left.only],
        ['rightOnly', right.only],
      ]);
      setExact({ counts, isCounting: false });
    } catch (thrown) {
      if (controller.signal.aborted) return;
      setExact((before) => ({ ...before, isCounting: false }));
      setError(toErrorShape(thrown));
    }
  }, []);
  useEffect(() => () => counting.current?.abort(), []);

  const stop = useCallback(async () => {
    const runId = shown?.runId;
    const known = runStore.get(runId).run;
    if (runId === undefined || (known !== undefined && isEnded(known.status))) return;
    try {
      runStore.put(unwrap(await newest.current.actions.cancelRun(runId)));
    } catch (thrown) {
      setError(toErrorShape(thrown));
    }
  }, [shown]);
  const clear = useCallback(() => setShown(undefined), []);
  const dismissError = useCallback(() => setError(undefined), []);

  return useMemo(
    () => ({ part: shown?.part, run, readError, error, exact, show, count, stop, clear, dismissError }),
    [shown, run, readError, error, exact, show, count, stop, clear, dismissError],
  );
}

function unwrap<T>(answer: ActionAnswer<T>): T {
  if (answer.ok) return answer.value;
  throw new ClientError(answer.error);
}
