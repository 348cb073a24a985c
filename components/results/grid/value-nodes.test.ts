import { expect, it } from 'vitest';
import { chunksOf } from './text-lines.tsx';
import { deepBranches, nodesOf, treeOf } from './value-nodes.ts';

const value = { id: '9223372036854775807', tags: ['a', null], deep: { er: { est: true } } };

it('lists a tree line by line', () => {
  expect(nodesOf(value, new Set()).map(({ depth, name, size }) => [depth, name, size])).toEqual([
    [0, undefined, 3],
    [1, 'id', undefined],
    [1, 'tags', 2],
    [2, '0', undefined],
    [2, '1', undefined],
    [1, 'deep', 1],
    [2, 'er', 1],
    [3, 'est', undefined],
  ]);
});

it('leaves out what is folded', () => {
  expect(deepBranches(value, 2)).toEqual(new Set(['/deep/er']));
  expect(nodesOf(value, new Set(['/tags', '/deep'])).map(({ path }) => path)).toEqual(['', '/id', '/tags', '/deep']);
});

it('cuts long lines in pieces without losing a character', () => {
  const text = `short\n\n${'y'.repeat(1500)}`;
  const chunks = chunksOf(text);
  expect(chunks.slice(0, 2)).toEqual(['short', '']);
  expect(chunks.slice(2).join('')).toBe('y'.repeat(1500));
  expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(600);
});

it('takes JSON that comes as text for a tree, and no other text or number', () => {
  expect(treeOf('{"market": "de", "channels": ["email"]}')).toEqual({ market: 'de', channels: ['email'] });
  expect(treeOf([1, 2])).toEqual([1, 2]);
  for (const value of ['[not json', '{draft}', '12', 'text', '', 12, true, null]) expect(treeOf(value)).toBeUndefined();
});
