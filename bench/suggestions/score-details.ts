/** Of a right edge: are its transform, type and cardinality right too? By the definitions of the evaluation's README. */
import type { EvaluationEdge, EvaluationPair } from './cases.ts';
import { pairsKey } from './cases.ts';
import { type PredictedEdge, tableOf } from './score-edges.ts';

/** Other spellings of steps: only those that Joinery writes. */
const SAME_STEP: Readonly<Record<string, string>> = { upper: 'lower', zero_pad: 'strip_zeros' };

function steps(transform: string | null | undefined): Set<string> {
  const words = (transform ?? '').split('|').map((step) => step.split(':', 1)[0]?.trim() ?? '');
  return new Set(words.filter((word) => word !== '').map((word) => SAME_STEP[word] ?? word));
}

function isTransformRight(predicted: string | null, pair: EvaluationPair): boolean {
  const own = steps(predicted);
  if (pair.transformOk === undefined) {
    const gold = steps(pair.transform);
    return gold.size === 0
      ? [...own].every((step) => step === 'cast')
      : own.size === gold.size && [...own].every((step) => gold.has(step));
  }
  return pair.transformOk.some(({ need, plus }) => {
    const isAllowed = [...own].every((step) => need.includes(step) || plus.includes(step));
    return isAllowed && (need.every((step) => own.has(step)) || (need.join() === 'cast' && own.size > 0));
  });
}

export function areTransformsRight({ pairs }: PredictedEdge, gold: EvaluationEdge): boolean {
  return pairs.every((pair) => {
    const other = gold.pairs.find((candidate) => pairsKey([candidate]) === pairsKey([pair]));
    return other !== undefined && isTransformRight(pair.transform, other);
  });
}

export const needsTransform = (gold: EvaluationEdge): boolean =>
  gold.pairs.some(({ transform }) => steps(transform).size > 0);

const isTurned = ({ pairs }: PredictedEdge, gold: EvaluationEdge): boolean =>
  tableOf(pairs[0]?.left ?? '') !== tableOf(gold.pairs[0]?.left ?? '');

export function isTypeRight(edge: PredictedEdge, gold: EvaluationEdge): boolean | undefined {
  if (gold.type === 'union') return true;
  if (gold.typeOk === undefined) return undefined;
  const turned: Readonly<Record<string, string>> = { left: 'right', right: 'left' };
  const type = isTurned(edge, gold) ? (turned[edge.join.type] ?? edge.join.type) : edge.join.type;
  return gold.typeOk.includes(type);
}

export function isCardinalityRight(edge: PredictedEdge, gold: EvaluationEdge): boolean | undefined {
  if (gold.type === 'union' || gold.cardinality === null) return undefined;
  const turned: Readonly<Record<string, string>> = { '1:n': 'n:1', 'n:1': '1:n' };
  const own = edge.join.cardinality ?? '';
  return (gold.cardinalityOk ?? [gold.cardinality]).includes(isTurned(edge, gold) ? (turned[own] ?? own) : own);
}
