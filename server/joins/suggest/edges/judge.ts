/** From a scored edge to the probability that it is the join that is meant. */
import type { ColumnPair } from '../candidates/column-pair.ts';
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

/** Where values of both sides are known and not one meets: hidden if that is all of them, at most "possible" if it is a part. */
const NONE_MET = 0.3;
const NONE_MET_IN_PART = 0.55;

/** Where values could have been compared and were not (forbidden, not answered in time, not yet): likely at most, as nothing proves it. */
const NOT_COMPARED = 0.84;

const judged = (edge: Edge, model: SuggestModel): number =>
  Math.min(
    mostByNames(edge),
    mostByValues(edge),
    calibrate(model.calibration[stratumOf(edge)], rawProbability(edge, model)),
  );

function mostByNames(edge: Edge): number {
  if (isMeasured(edge)) return 1;
  const roles = edge.pairs.filter(({ names }) => names.isPersonRole);
  if (roles.length > 0) return roles.some(({ typeAgreement }) => typeAgreement < SAME_KIND) ? UNLIKE_ROLE : ROLE_ONLY;
  return edge.from.isWhole && edge.to.isWhole ? 1 : NOT_COMPARED;
}
/** A name that says a part and not whose: nothing but values could prove it. */
const ROLE_ONLY = 0.84;
/** The same where one is a number and the other a text: nothing but the part speaks for it. */
const UNLIKE_ROLE = 0.5;
const SAME_KIND = 0.8;

/** A counter that goes far beyond the other one's end counts something else, unless it has the very name. */
function goesBeyond(pair: ColumnPair): boolean {
  const { values, names, from } = pair;
  if (values === undefined || !hasValues(pair) || names.isSame || from.type !== 'integer') return false;
  const isWhole = values.from.isWhole && values.to.isWhole;
  return isWhole && values.from.isDense && values.to.isDense && values.overlap.leftNonNull < 0.5;
}
const BEYOND = 0.45;

function mostByValues(edge: Edge): number {
  const apart = edge.pairs.filter((pair) => hasValues(pair) && pair.values?.overlap.shared === 0);
  if (apart.length === 0) return edge.pairs.some(goesBeyond) ? BEYOND : 1;
  const isAll = apart.some(({ values }) => values?.from.isWhole === true && values.to.isWhole);
  return isAll ? NONE_MET : NONE_MET_IN_PART;
}
