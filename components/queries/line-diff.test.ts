import { expect, test } from 'vitest';
import { lineDiff } from './line-diff.ts';

const words = (before: string, after: string): string[] =>
  lineDiff(before, after).map(({ kind, text }) => `${{ same: ' ', added: '+', removed: '-' }[kind]}${text}`);

test('a changed line goes where the new one comes', () => {
  expect(words('SELECT a\nFROM t\nWHERE b', 'SELECT a, c\nFROM t\nWHERE b')).toEqual([
    '-SELECT a',
    '+SELECT a, c',
    ' FROM t',
    ' WHERE b',
  ]);
});

test('the end of the last line is no change', () => {
  expect(words('a\nb\n', 'a\nb')).toEqual([' a', ' b']);
  expect(words('a', 'a\nb')).toEqual([' a', '+b']);
});

test('texts that have nothing in common are shown whole, however long', () => {
  const many = (word: string) => Array.from({ length: 6000 }, (_, index) => `${word} ${index}`).join('\n');
  const lines = lineDiff(many('a'), many('b'));
  expect(lines.filter(({ kind }) => kind === 'removed')).toHaveLength(6000);
  expect(lines.filter(({ kind }) => kind === 'added')).toHaveLength(6000);
});
