import { expect, it } from 'vitest';
import { joinTree, type TreeEdge } from './tree.ts';

const edge = (left: string, right: string, confidence: number, isToKey = true): TreeEdge => ({
  left: { connection: 'c', schema: 's', table: left },
  right: { connection: 'c', schema: 's', table: right },
  confidence,
  isToKey,
});
const names = (edges: readonly TreeEdge[]) => edges.map(({ left, right }) => `${left.table}${right.table}`);

it('reaches each table once, over the surest edges, and leaves apart what nothing joins', () => {
  expect(names(joinTree([edge('a', 'b', 0.9), edge('b', 'c', 0.7), edge('a', 'c', 0.6), edge('x', 'y', 0.5)]))).toEqual(
    ['ab', 'bc', 'xy'],
  );
});

it('goes over a key rather than between two tables that refer to it', () => {
  expect(names(joinTree([edge('a', 'b', 0.99, false), edge('a', 'key', 0.95), edge('b', 'key', 0.94)]))).toEqual([
    'akey',
    'bkey',
  ]);
});
