/** All edges between two tables, scored; the reading in between is done by whoever is handed `deepen`. */
import type { ColumnPair } from '../candidates/column-pair.ts';
import { hasValues, pairFeatures } from '../candidates/features.ts';
import { logit } from '../weights/logistic.ts';
import type { SuggestModel } from '../weights/model.ts';
import { compositeCandidates, isUnique, type ScoredPair, turned } from './composite.ts';
import type { Edge, TupleFigures } from './edge.ts';
import { compositeEdgeFeatures, singleEdgeFeatures } from './edge-features.ts';

/** Single edges that go on to be judged. */
const MAX_SINGLE_EDGES = 24;

export const scorePairs = (pairs: readonly ColumnPair[], model: SuggestModel): ScoredPair[] =>
  pairs
    .map((pair) => ({ pair, score: logit(hasValues(pair) ? model.pairs : model.pairsByName, pairFeatures(pair)) }))
    .sort((one, other) => other.score - one.score);

export interface CompositeCandidate {
  readonly pairs: readonly ColumnPair[];
  readonly tuples?: TupleFigures | undefined;
}

/** `measure` answers the tuples' figures, or undefined where they cannot be had. */
export async function pairEdges(
  scored: readonly ScoredPair[],
  measure: (pairs: readonly ColumnPair[]) => Promise<TupleFigures | undefined>,
): Promise<Edge[]> {
  const composites = await measuredComposites(scored, measure);
  const used = new Set(composites.flatMap(({ pairs }) => pairs.map(columnsOf)));
  const singles = scored.slice(0, MAX_SINGLE_EDGES).map((own): Edge => {
    const { pair } = own;
    const features = singleEdgeFeatures(own, scored, used.has(columnsOf(pair)));
    return { kind: 'single', pairs: [pair], from: pair.fromTable, to: pair.toTable, features };
  });
  const bestKey =
    scored.find(({ pair }) => pair.values !== undefined && isUnique(pair.values.to.uniqueShare))?.score ?? -9;
  const several = composites.flatMap(({ pairs, tuples }): Edge[] => {
    const parts = pairs.map(
      (pair) => scored.find((candidate) => columnsOf(candidate.pair) === columnsOf(pair)) ?? { pair, score: -9 },
    );
    const first = pairs[0];
    if (first === undefined) return [];
    const features = compositeEdgeFeatures(parts, tuples, bestKey, isDeclaredKey(pairs));
    return [{ kind: 'composite', pairs, from: first.fromTable, to: first.toTable, tuples, features }];
  });
  return [...singles, ...several];
}

const columnsOf = (pair: ColumnPair): string =>
  [
    [pair.fromTable.reference.connection, pair.fromTable.reference.table, pair.from.name],
    [pair.toTable.reference.connection, pair.toTable.reference.table, pair.to.name],
  ]
    .map((side) => JSON.stringify(side))
    .sort()
    .join('=');

async function measuredComposites(
  scored: readonly ScoredPair[],
  measure: (pairs: readonly ColumnPair[]) => Promise<TupleFigures | undefined>,
): Promise<CompositeCandidate[]> {
  const found: CompositeCandidate[] = [];
  for (const pairs of compositeCandidates(scored)) {
    const isCovered = found.some(({ pairs: shorter }) => shorter.every((pair) => pairs.includes(pair)));
    if (isCovered) continue;
    const tuples = await measure(pairs);
    const isKey =
      tuples === undefined ? isDeclaredKey(pairs) : isUnique(tuples.toUnique) || isUnique(tuples.fromUnique);
    if (isKey && (tuples === undefined || tuples.shared > 0)) found.push(directed(pairs, tuples));
    if (found.length >= 3) break;
  }
  return found;
}

/** From the side that repeats to the key; of two keys, from the one that the other holds more of. */
function directed(pairs: readonly ColumnPair[], tuples: TupleFigures | undefined): CompositeCandidate {
  if (tuples === undefined) return { pairs };
  const isTurned = isUnique(tuples.fromUnique) && (!isUnique(tuples.toUnique) || tuples.toRows > tuples.fromRows);
  return isTurned ? { pairs: pairs.map(turned), tuples: turnedTuples(tuples) } : { pairs, tuples };
}

const turnedTuples = (tuples: TupleFigures): TupleFigures => ({
  ...tuples,
  fromUnique: tuples.toUnique,
  toUnique: tuples.fromUnique,
  fromRows: tuples.toRows,
  toRows: tuples.fromRows,
  fromKeys: tuples.toKeys,
  toKeys: tuples.fromKeys,
  fromTotal: tuples.toTotal,
  toTotal: tuples.fromTotal,
});

function isDeclaredKey(pairs: readonly ColumnPair[]): boolean {
  const first = pairs[0];
  if (first === undefined) return false;
  const isKeyOf = (keys: readonly (readonly string[])[], names: readonly string[]) =>
    keys.some((key) => key.length === names.length && key.every((column) => names.includes(column)));
  return (
    isKeyOf(
      first.toTable.keys,
      pairs.map(({ to }) => to.name),
    ) ||
    isKeyOf(
      first.fromTable.keys,
      pairs.map(({ from }) => from.name),
    )
  );
}
