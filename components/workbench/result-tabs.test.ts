import { expect, test } from 'vitest';
import { ResultTabs } from './result-tabs.ts';

test('a run replaces what ran before, but for what is pinned', () => {
  const results = new ResultTabs();
  results.begin('d');
  results.add('d', 'r1', 'SELECT  1\n');
  results.add('d', 'r2', 'SELECT 2');
  expect(results.of('d').tabs.map(({ title }) => title)).toEqual(['SELECT 1', 'SELECT 2']);
  results.choose('d', 'r1');
  results.togglePin('d', { runId: 'r1', title: '' });
  results.begin('d');
  results.add('d', 'r3', 'SELECT 3');
  expect(results.of('d')).toMatchObject({
    tabs: [{ runId: 'r1', isPinned: true }, { runId: 'r3' }],
    chosen: undefined,
  });
  results.choose('d', 'r1');
  results.close('d', 'r1');
  expect(results.of('d')).toMatchObject({ tabs: [{ runId: 'r3' }], chosen: undefined });
  expect(results.of('other').tabs).toEqual([]);
});

test('twenty are kept, pinned ones first', () => {
  const results = new ResultTabs();
  results.add('d', 'r0', 'SELECT 0');
  results.togglePin('d', { runId: 'r0', title: '' });
  for (let run = 1; run <= 30; run += 1) results.add('d', `r${run}`, 'SELECT 1');
  const { tabs } = results.of('d');
  expect([tabs.length, tabs[0]?.runId, tabs[1]?.runId, tabs.at(-1)?.runId]).toEqual([20, 'r0', 'r12', 'r30']);
});

test('what is pinned is there again when the page comes back', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const before = new ResultTabs(() => storage);
  before.add('d', 'r1', 'SELECT 1');
  before.add('d', 'r2', 'SELECT 2');
  before.togglePin('d', { runId: 'r2', title: 'SELECT 2' });
  const after = new ResultTabs(() => storage);
  expect(after.of('d').tabs).toEqual([{ runId: 'r2', title: 'SELECT 2', isPinned: true }]);
  expect(after.of('d')).toBe(after.of('d'));
  after.close('d', 'r2');
  expect(new ResultTabs(() => storage).of('d').tabs).toEqual([]);
  kept.set('joinery.pinned-results', '[1');
  expect(new ResultTabs(() => storage).of('d').tabs).toEqual([]);
});
