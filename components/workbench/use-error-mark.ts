'use client';

import { useEffect } from 'react';
import type { DocumentStore } from '../../lib/client/document-store.ts';
import type { Run } from '../../lib/contract/run.ts';
import type { EditorController } from '../editor/editor-controller.ts';
import type { Runner, TabActivity } from './runner.ts';

interface ErrorMarkParts {
  readonly editor: EditorController | undefined;
  readonly id: string | undefined;
  readonly run: Run | undefined;
  readonly activity: TabActivity;
  readonly runner: Runner;
  readonly documents: DocumentStore;
}

/** Marks the error of the shown run, or of a run that could not begin, where it is in the document, and takes the mark away for the next run. */
export function useErrorMark({ editor, id, run, activity, runner, documents }: ErrorMarkParts): void {
  const { startError, startErrorOffset } = activity;
  const runError = run?.error;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a run changes ten times a second, its error once
  useEffect(() => {
    if (editor === undefined || id === undefined) return;
    if (startError !== undefined) editor.mark(id, startError, startErrorOffset, startError.position);
    else {
      const offset = run === undefined || runError === undefined ? undefined : runner.offsetOf(run, documents.text(id));
      editor.mark(id, offset === undefined ? undefined : runError, offset ?? 0, runError?.position);
    }
  }, [editor, id, run?.id, JSON.stringify(runError), startError, startErrorOffset]);
}
