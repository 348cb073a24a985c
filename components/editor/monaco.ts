import { loader } from '@monaco-editor/react';
import type * as Monaco from 'monaco-editor';

export type MonacoApi = typeof Monaco;
export type CodeEditor = Monaco.editor.IStandaloneCodeEditor;
export type TextModel = Monaco.editor.ITextModel;

let loading: Promise<MonacoApi> | undefined;

/** Monaco from this server's own files, loaded once. */
export function loadMonaco(): Promise<MonacoApi> {
  if (loading === undefined) {
    loader.config({ paths: { vs: '/monaco/vs' } });
    loading = loader.init();
    loading.catch(() => {
      loading = undefined;
    });
  }
  return loading;
}
