/** Where the parts of the plan's picture stand. Pure, in pixels. */
import type { Fetch } from '../../lib/contract/run.ts';

const CARD_PX = 78;
const REDUCER_PX = 18;
const GAP_PX = 10;
/** Room for one arc beside the cards. */
const LANE_PX = 14;

export interface PlacedFetch {
  readonly fetch: Fetch;
  readonly topPx: number;
  readonly heightPx: number;
}

/** Keys that go from one card down to another. */
export interface Arc {
  readonly from: Fetch;
  readonly to: Fetch;
  readonly fromPx: number;
  readonly toPx: number;
  /** Distance from the cards: arcs that overlap stand beside each other. */
  readonly outPx: number;
  /** Nothing was sent in the end. */
  readonly isUnused: boolean;
}

export interface PlanLayout {
  readonly cards: readonly PlacedFetch[];
  readonly arcs: readonly Arc[];
  readonly heightPx: number;
  /** Width of the arcs' lanes; 0 without arcs. */
  readonly gutterPx: number;
}

/** Those whose keys reduce others stand above them, so that every arc points down and time goes down with it. */
export function layOutPlan(fetches: readonly Fetch[]): PlanLayout {
  const levels = levelsOf(fetches);
  const order = [...fetches].sort(
    (a, b) => (levels.get(a.index) ?? 0) - (levels.get(b.index) ?? 0) || a.index - b.index,
  );
  const cards: PlacedFetch[] = [];
  let topPx = 0;
  for (const fetch of order) {
    const heightPx = CARD_PX + (fetch.reducers?.length ?? 0) * REDUCER_PX;
    cards.push({ fetch, topPx, heightPx });
    topPx += heightPx + GAP_PX;
  }
  const arcs = arcsOf(cards);
  const lanes = Math.max(0, ...arcs.map(({ outPx }) => outPx));
  return { cards, arcs, heightPx: Math.max(CARD_PX, topPx - GAP_PX), gutterPx: lanes === 0 ? 0 : lanes + LANE_PX / 2 };
}

function levelsOf(fetches: readonly Fetch[]): ReadonlyMap<number, number> {
  const byIndex = new Map(fetches.map((fetch) => [fetch.index, fetch]));
  const levels = new Map<number, number>();
  const levelOf = (index: number, seen: ReadonlySet<number>): number => {
    const known = levels.get(index);
    if (known !== undefined || seen.has(index)) return known ?? 0;
    const sources = byIndex.get(index)?.reducers ?? [];
    const level = Math.max(0, ...sources.map(({ from }) => levelOf(from, new Set([...seen, index])) + 1));
    levels.set(index, level);
    return level;
  };
  for (const { index } of fetches) levelOf(index, new Set());
  return levels;
}

function arcsOf(cards: readonly PlacedFetch[]): Arc[] {
  const byIndex = new Map(cards.map((card) => [card.fetch.index, card]));
  const arcs: Arc[] = [];
  for (const to of cards) {
    for (const [place, reducer] of (to.fetch.reducers ?? []).entries()) {
      const from = byIndex.get(reducer.from);
      if (from === undefined) continue;
      const fromPx = from.topPx + from.heightPx - 14;
      const toPx = to.topPx + CARD_PX - 4 + place * REDUCER_PX;
      const beside = arcs.filter((arc) => arc.fromPx < toPx && arc.toPx > fromPx).map(({ outPx }) => outPx);
      let outPx = LANE_PX;
      while (beside.includes(outPx)) outPx += LANE_PX;
      arcs.push({ from: from.fetch, to: to.fetch, fromPx, toPx, outPx, isUnused: reducer.form === 'none' });
    }
  }
  return arcs;
}
