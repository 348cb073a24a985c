'use client';

import { useEffect, useRef, useState } from 'react';
import { ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import './editor.css';
import { EditorController, type EditorEvents } from './editor-controller.ts';
import { loadMonaco } from './monaco.ts';
import { applyTheme, onThemeChange } from './monaco-theme.ts';
import { registerProviders } from './providers.ts';
import styles from './sql-editor.module.css';

interface SqlEditorProps {
  /** May change from render to render; the newest is used. */
  readonly events: EditorEvents;
  /** Given the controller when the editor stands, and undefined when it goes. */
  onReady(controller: EditorController | undefined): void;
}

/** The editor's place on the page. All else goes through its controller. */
export function SqlEditor({ events, onReady }: SqlEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const newest = useRef(events);
  newest.current = events;
  const ready = useRef(onReady);
  ready.current = onReady;
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading');

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    let isGone = false;
    const undo: Array<() => void> = [];
    loadMonaco().then(
      (monaco) => {
        if (isGone) return;
        applyTheme(monaco);
        undo.push(onThemeChange(() => applyTheme(monaco)));
        const controller = new EditorController(monaco, element, {
          onText: (id, text) => newest.current.onText(id, text),
          onCursor: (cursor) => newest.current.onCursor(cursor),
          contextOf: (id) => newest.current.contextOf(id),
        });
        undo.push(() => controller.dispose());
        undo.push(
          registerProviders(monaco, (model) => {
            const id = controller.idOf(model);
            return id === undefined ? undefined : newest.current.contextOf(id);
          }),
        );
        setState('ready');
        ready.current(controller);
      },
      () => setState('failed'),
    );
    return () => {
      isGone = true;
      ready.current(undefined);
      for (const step of undo.reverse()) step();
    };
  }, []);

  return (
    <div className={styles.frame}>
      <div ref={host} className={styles.host} />
      {state === 'loading' ? (
        <p className={styles.loading}>
          <Spinner /> Loading the editor…
        </p>
      ) : null}
      {state === 'failed' ? (
        <ErrorNotice
          error={{
            code: 'internal',
            class: 'internal',
            message: 'The editor could not be loaded.',
            hint: 'Reload the page. If it stays away, the files under public/monaco are missing: install again.',
          }}
        />
      ) : null}
    </div>
  );
}
