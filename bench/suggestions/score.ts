/** Scores predictions by the definitions of the evaluation's README: ranking, edges, abstention, details, calibration, cost. */

import type { Prediction } from '../../cli/commands/suggest-cases.ts';
import type { EvaluationCase } from './cases.ts';
import { pairsKey } from './cases.ts';
import { areTransformsRight, isCardinalityRight, isTypeRight, needsTransform } from './score-details.ts';
import { type EdgeVerdict, edgesOfJoin, impliedGold, isRight, judgeEdge, type PredictedEdge } from './score-edges.ts';

const MADE_FROM = 0.6;
const SURE_FROM = 0.85;

/** Shares as sums, so that cases add up. */
export interface Scores {
  cases: number;
  readonly success: Share;
  readonly first: Share;
  readonly inThree: Share;
  readonly edgePrecision: Share;
  readonly edgeRecall: Share;
  readonly surePrecision: Share;
  readonly abstainPrecision: Share;
  readonly abstainRecall: Share;
  readonly exact: Share;
  readonly composite: Share;
  readonly transform: Share;
  readonly transformNeeded: Share;
  readonly type: Share;
  readonly cardinality: Share;
  readonly calibration: { confidence: number; isRight: boolean }[];
  readonly queries: number[];
  readonly rows: number[];
  readonly ms: number[];
}
export interface Share {
  right: number;
  of: number;
}

const share = (): Share => ({ right: 0, of: 0 });
export const noScores = (): Scores => ({
  cases: 0,
  ...{
    success: share(),
    first: share(),
    inThree: share(),
    edgePrecision: share(),
    edgeRecall: share(),
    surePrecision: share(),
  },
  ...{ abstainPrecision: share(), abstainRecall: share(), exact: share(), composite: share(), transform: share() },
  ...{ transformNeeded: share(), type: share(), cardinality: share(), calibration: [], queries: [], rows: [], ms: [] },
});

const count = (into: Share, isOne: boolean | undefined): void => {
  if (isOne === undefined) return;
  into.of += 1;
  if (isOne) into.right += 1;
};

interface Judged {
  readonly edge: PredictedEdge;
  readonly verdict: EdgeVerdict;
}

export function addScores(scores: Scores, evaluation: EvaluationCase, prediction: Prediction): void {
  const joins = prediction.suggestions.map((join) =>
    edgesOfJoin(join).map((edge): Judged => ({ edge, verdict: judgeEdge(edge, evaluation) })),
  );
  const abstains = prediction.abstain || joins.length === 0;
  const areRight = joins.map((edges) => edges.length > 0 && edges.every(({ verdict }) => isRight(verdict)));
  const made = madeEdges(joins, MADE_FROM);
  const right = made.filter(({ verdict }) => isRight(verdict));
  const found = impliedGold(right, evaluation);
  const wrong = made.filter(({ verdict }) => verdict.kind === 'wrong');
  const isExact = found.size === evaluation.gold.length && wrong.length === 0;
  scores.cases += 1;
  if (evaluation.abstain) {
    count(scores.abstainRecall, abstains);
    count(scores.success, abstains);
  } else {
    const isFirst = !abstains && areRight[0] === true;
    count(scores.first, isFirst);
    count(scores.inThree, !abstains && areRight.slice(0, 3).includes(true));
    count(scores.exact, isExact);
    count(scores.success, evaluation.kind === 'multi' || evaluation.kind === 'role' ? isExact : isFirst);
  }
  if (abstains) count(scores.abstainPrecision, evaluation.abstain);
  for (const { verdict } of made) if (verdict.kind !== 'weak') count(scores.edgePrecision, isRight(verdict));
  for (const { verdict } of madeEdges(joins, SURE_FROM))
    if (verdict.kind !== 'weak') count(scores.surePrecision, isRight(verdict));
  for (const [index, { pairs, type }] of evaluation.gold.entries()) {
    count(scores.edgeRecall, found.has(index));
    if (pairs.length > 1 && type !== 'union') count(scores.composite, found.has(index));
  }
  for (const judged of right) addDetails(scores, evaluation, judged);
  for (const { edge, verdict } of joins.flat())
    if (verdict.kind !== 'weak')
      scores.calibration.push({ confidence: edge.join.confidence, isRight: isRight(verdict) });
  scores.queries.push(prediction.probe.queries);
  scores.rows.push(prediction.probe.rows);
  scores.ms.push(prediction.ms);
}

function addDetails(scores: Scores, evaluation: EvaluationCase, { edge, verdict }: Judged): void {
  const gold = verdict.kind === 'gold' ? evaluation.gold[verdict.gold] : undefined;
  if (gold === undefined) return;
  count(scores.type, isTypeRight(edge, gold));
  if (gold.type === 'union') return;
  const isTransformRight = areTransformsRight(edge, gold);
  count(scores.transform, isTransformRight);
  if (needsTransform(gold)) count(scores.transformNeeded, isTransformRight);
  if (evaluation.kind !== 'metadata') count(scores.cardinality, isCardinalityRight(edge, gold));
}

/** Each edge once, however often it was put forward. */
function madeEdges(joins: readonly (readonly Judged[])[], from: number): Judged[] {
  const seen = new Set<string>();
  return joins.flat().filter(({ edge }) => {
    const key = `${edge.join.type === 'union'} ${pairsKey(edge.pairs)}`;
    if (edge.join.confidence < from || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Expected calibration error over ten bins. */
export function calibrationError(points: Scores['calibration']): number | undefined {
  if (points.length === 0) return undefined;
  const bins = new Map<number, number>();
  for (const { confidence, isRight: right } of points) {
    const bin = Math.min(9, Math.floor(confidence * 10));
    bins.set(bin, (bins.get(bin) ?? 0) + confidence - (right ? 1 : 0));
  }
  return [...bins.values()].reduce((sum, gap) => sum + Math.abs(gap), 0) / points.length;
}
