/** From a scored edge to the probability that it is the join that is meant. */
import { hasValues } from '../candidates/features.ts';
import { isDeclared } from '../profile/declared.ts';
import { logit, sigmoid } from '../weights/logistic.ts';
import { calibrate, type Stratum, type SuggestModel } from '../weights/model.ts';
import type { Edge } from './edge.ts';

export const isMeasured = (edge: Edge): boolean => edge.pairs.every(hasValues);

export function stratumOf(edge: Edge): Stratum {
  if (!isMeasured(edge)) return 'names';
  if (edge.kind === 'composite') return 'composite';
  const values = edge.pairs[0]?.values;
  return values?.from.isDense === true && values.to.isDense ? 'counter' : 'key';
}

export const rawProbability = (edge: Edge, model: SuggestModel): number =>
  sigmoid(logit(isMeasured(edge) ? model.edges : model.edgesByName, edge.features));

/** As sure as it gets: the source enforces it, or its keepers say so. */
const DECLARED_CONFIDENCE = 0.995;

export const edgeConfidence = (edge: Edge, model: SuggestModel): number =>
  isDeclared(edge.pairs) ? DECLARED_CONFIDENCE : judged(edge, model);

const judged = (edge: Edge, model: SuggestModel): number =>
  calibrate(model.calibration[stratumOf(edge)], rawProbability(edge, model));
