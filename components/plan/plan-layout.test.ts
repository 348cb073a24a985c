import { describe, expect, it } from 'vitest';
import type { Fetch, Reducer } from '../../lib/contract/run.ts';
import { layOutPlan } from './plan-layout.ts';

const fetch = (index: number, ...from: number[]): Fetch => ({
  index,
  connection: 'shop',
  relation: `public.t${index}`,
  sql: '',
  status: 'planned',
  pushed: [],
  kept: [],
  rows: 0,
  bytes: 0,
  ms: 0,
  capped: false,
  reducers: from.map((source): Reducer => ({ from: source, fromColumn: 'id', column: 'id' })),
});

describe('the picture of a plan', () => {
  it('puts those whose keys are taken above those that they reduce', () => {
    const { cards, arcs } = layOutPlan([fetch(0, 1), fetch(1, 2), fetch(2), fetch(3)]);
    expect(cards.map((card) => card.fetch.index)).toEqual([2, 3, 1, 0]);
    expect(arcs.map((arc) => [arc.from.index, arc.to.index])).toEqual([
      [2, 1],
      [1, 0],
    ]);
    for (const arc of arcs) expect(arc.toPx).toBeGreaterThan(arc.fromPx);
  });

  it('gives arcs that pass each other lanes of their own', () => {
    const { arcs, gutterPx } = layOutPlan([fetch(0), fetch(1), fetch(2, 0, 1)]);
    expect(new Set(arcs.map(({ outPx }) => outPx)).size).toBe(2);
    expect(gutterPx).toBeGreaterThan(Math.max(...arcs.map(({ outPx }) => outPx)));
  });

  it('leaves no room at the side where nothing is reduced', () => {
    expect(layOutPlan([fetch(0), fetch(1)])).toMatchObject({ arcs: [], gutterPx: 0 });
  });

  it('does not go round in circles', () => {
    expect(layOutPlan([fetch(0, 1), fetch(1, 0)]).cards).toHaveLength(2);
  });
});
