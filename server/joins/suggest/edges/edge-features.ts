/** What decides between the edges of one pair of tables: each edge's own score, and how it stands against its rivals. */
import type { ColumnPair } from '../candidates/column-pair.ts';
import { type Features, hasValues } from '../candidates/features.ts';
import { isUnique, type ScoredPair } from './composite.ts';
import type { TupleFigures } from './edge.ts';

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
const flag = (value: boolean): number => (value ? 1 : 0);
/** Margins count up to this many logits. */
const MAX_MARGIN = 6;

export function singleEdgeFeatures(own: ScoredPair, all: readonly ScoredPair[], partOfComposite: boolean): Features {
  const { pair, score } = own;
  const rivals = all.filter((other) => other !== own);
  const sameFrom = best(
    rivals.filter(
      ({ pair: other }) =>
        touches(other, pair.fromTable, pair.from.name) && !touches(other, pair.toTable, pair.to.name),
    ),
  );
  const sameTo = best(
    rivals.filter(
      ({ pair: other }) =>
        touches(other, pair.toTable, pair.to.name) && !touches(other, pair.fromTable, pair.from.name),
    ),
  );
  const apart = best(
    rivals.filter(
      ({ pair: other }) =>
        !touches(other, pair.fromTable, pair.from.name) && !touches(other, pair.toTable, pair.to.name),
    ),
  );
  const behind = (rival: number) => clamp(rival - score, 0, MAX_MARGIN) / MAX_MARGIN;
  const ahead = clamp(score - Math.max(sameFrom, sameTo, apart), 0, MAX_MARGIN) / MAX_MARGIN;
  const neither =
    hasValues(pair) &&
    pair.values !== undefined &&
    !isUnique(pair.values.to.uniqueShare) &&
    !isUnique(pair.values.from.uniqueShare);
  return {
    score: score / 3,
    behindSameSource: behind(sameFrom),
    behindSameTarget: behind(sameTo),
    behindApart: behind(apart),
    ahead,
    isFirst: flag(Math.max(sameFrom, sameTo, apart) <= score),
    role: flag(sameTo > -1 && isRolePair(pair) && isContained(pair)),
    roleBehind: behind(sameTo) * flag(isRolePair(pair) && isContained(pair) && sameFrom < score),
    neitherUnique: flag(neither),
    partOfComposite: flag(partOfComposite),
    manyDespiteKey: flag(neither) * keyRival(rivals),
    propertyDespiteKey: flag(isProperty(pair)) * keyRival(rivals),
  };
}

export function compositeEdgeFeatures(
  parts: readonly ScoredPair[],
  tuples: TupleFigures | undefined,
  bestSingleKey: number,
  isDeclared: boolean,
): Features {
  const scores = parts.map(({ score }) => score);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return {
    composite: 1,
    compositeDeclared: flag(isDeclared),
    compositeNames: Math.min(...parts.map(({ pair }) => pair.names.score)),
    compositeMean: mean / 3,
    compositeWeakest: Math.min(...scores) / 3,
    compositeMatch: tuples === undefined ? 0.5 : Math.max(tuples.fromRows, tuples.toRows),
    compositeUnmeasured: flag(tuples === undefined),
    compositeNone: flag(tuples !== undefined && tuples.shared === 0),
    compositeLong: flag(parts.length > 2),
    compositeSingleKey: clamp(bestSingleKey, -3, 3) / 3,
  };
}

const best = (scored: readonly ScoredPair[]): number =>
  scored.reduce((most, { score }) => Math.max(most, score), -MAX_MARGIN * 2);

const touches = (pair: ColumnPair, table: ColumnPair['fromTable'], column: string): boolean =>
  (pair.fromTable === table && pair.from.name === column) || (pair.toTable === table && pair.to.name === column);

const isRolePair = (pair: ColumnPair): boolean =>
  pair.names.isRole || pair.names.isPersonRole || pair.names.score >= 0.7;

const isContained = ({ values }: ColumnPair): boolean => values === undefined || values.overlap.leftNonNull >= 0.5;

/** How good the best other pair to a key is, 0 to 1. */
function keyRival(rivals: readonly ScoredPair[]): number {
  const keys = rivals.filter(
    ({ pair }) => !isProperty(pair) && pair.values !== undefined && isUnique(pair.values.to.uniqueShare),
  );
  return clamp((best(keys) + 2) / 4, 0, 1);
}

const isProperty = ({ to, toTable }: ColumnPair): boolean =>
  toTable.names.columns.get(to.name)?.isKeyNamed !== true && !to.isDeclaredUnique;
