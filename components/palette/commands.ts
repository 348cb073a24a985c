/** A thing the user can do: in the palette, in the list of shortcuts, and by its keys. One table for all three. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: 'Run' | 'Editor' | 'Join' | 'Tabs' | 'Go to' | 'Lists';
  /** `mod` is Ctrl, or Cmd on a Mac. */
  readonly keys?: string;
  /** Keys that the editor or the join builder takes itself: listed, not handled here. */
  readonly isEditors?: boolean;
  readonly isDisabled?: boolean;
  run(): void;
}

const isMac = (): boolean => typeof navigator !== 'undefined' && /mac/i.test(navigator.platform);

/** `mod+shift+enter` as people read it: `Ctrl Shift Enter`. */
export function keysText(keys: string): string {
  const named = { shift: 'Shift', alt: 'Alt', enter: 'Enter', space: 'Space', escape: 'Esc' };
  const words: Record<string, string> = { mod: isMac() ? '⌘' : 'Ctrl', ...named };
  return keys
    .split('+')
    .map((key) => words[key] ?? key.toUpperCase())
    .join(' ');
}

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export function matches(keys: string, press: KeyPress): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  return (
    press.key.toLowerCase() === key &&
    (press.ctrlKey || press.metaKey) === parts.includes('mod') &&
    // A sign such as `?` already says whether Shift was needed for it.
    (key === '?' || press.shiftKey === parts.includes('shift')) &&
    !press.altKey
  );
}
