import { expect, it } from 'vitest';
import { keysText, matches } from './commands.ts';

const press = (key: string, ...held: string[]) => ({
  key,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  shiftKey: held.includes('shift'),
  altKey: held.includes('alt'),
});

it('tells chords apart by what is held', () => {
  expect(matches('mod+enter', press('Enter', 'ctrl'))).toBe(true);
  expect(matches('mod+enter', press('Enter', 'meta'))).toBe(true);
  expect(matches('mod+enter', press('Enter', 'ctrl', 'shift'))).toBe(false);
  expect(matches('mod+shift+f', press('F', 'ctrl', 'shift'))).toBe(true);
  expect(matches('f6', press('F6'))).toBe(true);
  expect(matches('f6', press('F6', 'ctrl'))).toBe(false);
  expect(matches('mod+s', press('s', 'ctrl', 'alt'))).toBe(false);
});

it('takes ? on keyboards where it needs Shift', () => {
  expect(matches('?', press('?', 'shift'))).toBe(true);
});

it('writes keys as people read them', () => {
  expect(keysText('mod+shift+enter')).toBe('Ctrl Shift Enter');
  expect(keysText('escape')).toBe('Esc');
  expect(keysText('mod+k')).toBe('Ctrl K');
});
