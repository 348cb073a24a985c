'use client';

import { type RefObject, useEffect, useRef } from 'react';

/**
 * Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) for the whole screen, also where the focus has gone with what was removed. Fields, the editor and
 * dialogs keep their own undo.
 */
export function useUndoKeys(frame: RefObject<HTMLElement | null>, undo: () => void, redo: () => void): void {
  const newest = useRef({ undo, redo });
  newest.current = { undo, redo };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : undefined;
      const isHere = target === document.body || frame.current?.contains(target ?? null) === true;
      if (!isHere || target?.closest('input:not([type="checkbox"]), textarea, select, .monaco-editor')) return;
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) newest.current.undo();
      else if (key === 'z' || key === 'y') newest.current.redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [frame]);
}
