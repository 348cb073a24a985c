import { useCallback, useEffect, useRef, useState } from 'react';
import { toErrorShape } from '../../../lib/client/answer.ts';
import { fetchJson, query } from '../../../lib/client/fetch-json.ts';
import type { ErrorShape } from '../../../lib/contract/errors.ts';
import { isWhole, preparedViewSchema, type ResultView, wholeResult } from '../../../lib/contract/result.ts';
import type { Run } from '../../../lib/contract/run.ts';

/** What of a stored result is shown. */
export interface ShownRows {
  readonly view: ResultView;
  readonly rows: number;
}

export interface ShownRowsState extends ShownRows {
  /** A view on its way; the one before is shown until then. */
  readonly pending: ResultView | undefined;
  readonly error: ErrorShape | undefined;
  change(view: ResultView): void;
  /** Gives up what is on its way. */
  stop(): void;
  dismissError(): void;
}

const KEPT = 24;
/** Views by run id, kept while the page lives, so that switching tabs loses nothing. */
const remembered = new Map<string, ShownRows>();

function remember(runId: string, shown: ShownRows): void {
  remembered.delete(runId);
  remembered.set(runId, shown);
  for (const old of [...remembered.keys()].slice(0, Math.max(0, remembered.size - KEPT))) remembered.delete(old);
}

interface Work {
  readonly runId: string | undefined;
  readonly pending: ResultView | undefined;
  readonly error: ErrorShape | undefined;
}

/** Sorting and filtering of a run's stored result: prepared by the server, then shown. The statement is never run again. */
export function useShownRows(run: Run | undefined): ShownRowsState {
  const runId = run?.id;
  const [work, setWork] = useState<Work>({ runId, pending: undefined, error: undefined });
  const abort = useRef<AbortController | undefined>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was asked of another run is given up
  useEffect(() => () => abort.current?.abort(), [runId]);

  const change = useCallback(
    (view: ResultView) => {
      if (runId === undefined) return;
      abort.current?.abort();
      if (isWhole(view)) {
        remembered.delete(runId);
        setWork({ runId, pending: undefined, error: undefined });
        return;
      }
      const going = new AbortController();
      abort.current = going;
      setWork({ runId, pending: view, error: undefined });
      void prepare(runId, view, going.signal).then(
        (rows) => {
          if (going.signal.aborted) return;
          remember(runId, { view, rows });
          setWork({ runId, pending: undefined, error: undefined });
        },
        (thrown: unknown) => {
          if (!going.signal.aborted) setWork({ runId, pending: undefined, error: toErrorShape(thrown) });
        },
      );
    },
    [runId],
  );
  const settle = useCallback(() => {
    abort.current?.abort();
    setWork({ runId, pending: undefined, error: undefined });
  }, [runId]);

  const shown = (runId === undefined ? undefined : remembered.get(runId)) ?? {
    view: wholeResult,
    rows: run?.rows ?? 0,
  };
  const own = work.runId === runId;
  return {
    ...shown,
    pending: own ? work.pending : undefined,
    error: own ? work.error : undefined,
    change,
    stop: settle,
    dismissError: settle,
  };
}

async function prepare(runId: string, view: ResultView, signal: AbortSignal): Promise<number> {
  const path = query(`/api/results/${encodeURIComponent(runId)}/view`, { view: JSON.stringify(view) });
  return (await fetchJson(preparedViewSchema, path, { signal })).rows;
}
