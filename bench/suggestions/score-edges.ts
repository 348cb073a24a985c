/** Which edges of a prediction are right, by the definitions of the evaluation's README. */

import type { PredictedJoin, PredictedPair } from '../../cli/commands/suggest-cases.ts';
import { type EvaluationCase, type EvaluationEdge, pairsKey } from './cases.ts';

/** One edge is all pairs of a suggestion between the same two tables. */
export interface PredictedEdge {
  readonly pairs: readonly PredictedPair[];
  readonly join: PredictedJoin;
}
export type EdgeVerdict =
  | { readonly kind: 'gold'; readonly gold: number }
  | { readonly kind: 'acceptable'; readonly covers: readonly number[] }
  | { readonly kind: 'weak' | 'wrong' };

export const tableOf = (reference: string): string => reference.toLowerCase().split('.').slice(0, 3).join('.');

export function edgesOfJoin(join: PredictedJoin): PredictedEdge[] {
  if (join.type === 'union') return [{ pairs: join.pairs, join }];
  const byTables = new Map<string, PredictedPair[]>();
  for (const pair of join.pairs) {
    const key = [tableOf(pair.left), tableOf(pair.right)].sort().join(' ');
    byTables.set(key, [...(byTables.get(key) ?? []), pair]);
  }
  return [...byTables.values()].map((pairs) => ({ pairs, join }));
}

export function judgeEdge({ pairs, join }: PredictedEdge, evaluation: EvaluationCase): EdgeVerdict {
  const key = pairsKey(pairs);
  const isUnion = join.type === 'union';
  for (const [gold, edge] of evaluation.gold.entries()) {
    if ((edge.type === 'union') !== isUnion) continue;
    if (isUnion ? alignedShare(pairs, edge) >= 0.8 : pairsKey(edge.pairs) === key) return { kind: 'gold', gold };
  }
  const other = isUnion ? undefined : evaluation.acceptable.find((edge) => pairsKey(edge.pairs) === key);
  if (other === undefined) return { kind: 'wrong' };
  return other.weak === true ? { kind: 'weak' } : { kind: 'acceptable', covers: other.covers ?? [] };
}

/** Share of the named columns of a union that are aligned rightly. */
function alignedShare(pairs: readonly PredictedPair[], gold: EvaluationEdge): number {
  const right = new Set(gold.pairs.map((pair) => pairsKey([pair])));
  return pairs.length === 0 ? 0 : pairs.filter((pair) => right.has(pairsKey([pair]))).length / pairs.length;
}

export const isRight = ({ kind }: EdgeVerdict): boolean => kind === 'gold' || kind === 'acceptable';

/** Gold edges that the right edges name or, equalities being transitive, imply. */
export function impliedGold(
  right: readonly { readonly edge: PredictedEdge; readonly verdict: EdgeVerdict }[],
  evaluation: EvaluationCase,
): Set<number> {
  const found = new Set<number>();
  const above = new Map<string, string>();
  const root = (name: string): string => {
    const next = above.get(name);
    return next === undefined ? name : root(next);
  };
  for (const { edge, verdict } of right) {
    if (verdict.kind === 'gold') found.add(verdict.gold);
    if (verdict.kind === 'acceptable') for (const gold of verdict.covers) found.add(gold);
    const [pair] = edge.pairs;
    if (edge.pairs.length !== 1 || pair === undefined || edge.join.type === 'union') continue;
    const [one, other] = [root(pair.left.toLowerCase()), root(pair.right.toLowerCase())];
    if (one !== other) above.set(one, other);
  }
  for (const [index, { pairs, type }] of evaluation.gold.entries()) {
    const [pair] = pairs;
    if (
      pairs.length === 1 &&
      type !== 'union' &&
      pair !== undefined &&
      root(pair.left.toLowerCase()) === root(pair.right.toLowerCase())
    )
      found.add(index);
  }
  return found;
}
