import { expect, test, vi } from 'vitest';
import type { TabState } from '../../lib/client/document-store.ts';
import { parameterStore } from '../../lib/client/parameter-store.ts';
import { contentOf, isSameContent } from './query-parts.ts';

const tab: TabState = {
  id: 'tab',
  kind: 'statement',
  title: 'Tab',
  target: 'federated',
  rowLimit: 10,
  lastRunId: undefined,
  queryId: undefined,
  queryVersion: undefined,
  saveState: 'saved',
  savedAt: '2026-11-22T10:00:00.000Z',
  saveError: undefined,
};
const a = { name: 'a', type: 'integer', value: '1' } as const;
const b = { name: 'b', type: 'text', value: 'x' } as const;

test('a statement takes the values of the placeholders that it has', () => {
  vi.spyOn(parameterStore, 'get').mockReturnValue([a, b]);
  expect(contentOf(tab, 'SELECT {{b}}').parameters).toEqual([b]);
  expect(contentOf(tab, "SELECT '{{a}}'").parameters).toEqual([]);
});

test('a join takes the values that it holds itself', () => {
  vi.spyOn(parameterStore, 'get').mockReturnValue([b]);
  const join = { ...tab, kind: 'join' } as const;
  expect(contentOf(join, JSON.stringify({ parameters: [a] })).parameters).toEqual([a]);
  expect(contentOf(join, '{').parameters).toEqual([]);
});

test('versions that differ in what runs are not the same', () => {
  const content = contentOf(tab, 'SELECT 1');
  expect(isSameContent(content, { ...content })).toBe(true);
  expect(isSameContent(content, { ...content, rowLimit: null })).toBe(false);
});
