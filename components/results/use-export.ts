import { useCallback, useEffect, useRef, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { ExportFormat } from '../../lib/contract/result.ts';
import type { Run } from '../../lib/contract/run.ts';
import { downloadDirectly, type ExportPart, MAX_HELD_BYTES, saveExport } from './save-export.ts';

export type ExportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'preparing'; readonly format: ExportFormat; readonly bytes: number }
  | { readonly kind: 'handed-over'; readonly format: ExportFormat }
  | { readonly kind: 'failed'; readonly format: ExportFormat; readonly error: ErrorShape };

/** Export of a run's stored result, whole or as shown; never runs the statement again. */
export function useExport(run: Run | undefined, shown: ExportPart) {
  const [state, setState] = useState<ExportState>({ kind: 'idle' });
  const abort = useRef<AbortController | undefined>(undefined);
  const latest = useRef(shown);
  latest.current = shown;
  const runId = run?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run starts with nothing exported
  useEffect(() => {
    setState({ kind: 'idle' });
    return () => abort.current?.abort();
  }, [runId]);

  const start = useCallback(
    async (format: ExportFormat, isShown: boolean) => {
      if (run === undefined) return;
      abort.current?.abort();
      const { guardFormulas } = latest.current;
      const part = isShown ? latest.current : { guardFormulas };
      if (run.resultBytes > MAX_HELD_BYTES) {
        downloadDirectly(run.id, format, part);
        setState({ kind: 'handed-over', format });
        return;
      }
      const going = new AbortController();
      abort.current = going;
      setState({ kind: 'preparing', format, bytes: 0 });
      try {
        await saveExport(run.id, format, part, going.signal, (bytes) => setState({ kind: 'preparing', format, bytes }));
        setState({ kind: 'idle' });
      } catch (thrown) {
        if (!going.signal.aborted) setState({ kind: 'failed', format, error: toErrorShape(thrown) });
      }
    },
    [run],
  );
  const dismiss = useCallback(() => {
    abort.current?.abort();
    setState({ kind: 'idle' });
  }, []);
  return { state, start, dismiss };
}
