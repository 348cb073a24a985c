'use client';

import { useEffect, useRef } from 'react';
import { type Command, matches } from './commands.ts';

/**
 * Runs commands by their keys, before the editor or the browser see them. Silent inside dialogs. A key without Ctrl counts only where nothing
 * is typed, function keys excepted. Ctrl+T, Ctrl+W and Ctrl+N stay the browser's.
 */
export function useShortcuts(commands: readonly Command[]): void {
  const newest = useRef(commands);
  newest.current = commands;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : undefined;
      if (target?.closest('[role="dialog"]')) return;
      const command = newest.current.find(
        ({ keys, isEditors }) => keys !== undefined && !isEditors && matches(keys, event),
      );
      if (command === undefined) return;
      if (command.keys === '?' && target?.closest('input, textarea, [contenteditable="true"], .monaco-editor')) return;
      event.preventDefault();
      event.stopPropagation();
      if (!command.isDisabled) command.run();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}
