/** Fits the whole model from prepared cases: pairs first, then edges over the pairs' scores, then the calibration from folds not seen. */
import { hasValues, pairFeatures } from '../../server/joins/suggest/candidates/features.ts';
import { edgesOf } from '../../server/joins/suggest/edges/analyse-pair.ts';
import { isMeasured, rawProbability, stratumOf } from '../../server/joins/suggest/edges/judge.ts';
import type { LogisticModel } from '../../server/joins/suggest/weights/logistic.ts';
import type { Stratum, SuggestModel } from '../../server/joins/suggest/weights/model.ts';

import { foldOf } from './cases.ts';
import { verdictOfEdge, verdictOfPair } from './labels.ts';
import type { PreparedCase } from './prepare.ts';
import { type Example, fitCalibration, fitLogistic } from './regression.ts';

const PAIR_PENALTY = 1;
/** What is known before any example (joins.md): names and values that meet beyond chance are evidence of their own. */
const PAIR_PRIOR = {
  name: 3.5,
  type: 1,
  targetUnique: 1.2,
  corrected: 2.5,
  coverage: 0.6,
  overshoot: -4,
  bothOwnUnlike: -2,
  generic: -1.2,
  genericSame: -1,
  neitherUnique: -2,
  lowMatch: -3,
  keysUnlike: -2,
  roleName: 1,
  textMet: 4,
  textMetUnlike: 1,
  textMetSame: 2,
  personRole: 1.5,
  listsMet: 9,
  repeatsBare: 2,
  proven: 6,
  provenMany: 4,
  sameEnds: 2,
  offsetRange: 2,
  sameThing: 1,
};
const EDGE_PRIOR = {
  manyDespiteKey: -3,
  propertyDespiteKey: -3,
  sibling: 0.5,
  siblingScore: 4,
  compositeProven: 2,
  compositeAlone: 4,
  // A key of several columns is as likely as its least likely part.
  compositeWeakest: 2.5,
  outnamed: -4,
  roleTwins: 2.5,
};
/** Where there are no values. */
const NAME_PRIOR = { name: 2, personRole: 4, roleName: 1, sameKeyName: 1, sameThing: 3 };
/** Pairs that share a domain and are not the join that is meant: half wrong. */
const WEAK_WEIGHT = 0.3;
const EDGE_PENALTY = 0.5;
const NOTHING: LogisticModel = { bias: 0, weights: {} };
const PLAIN: SuggestModel['calibration'] = {
  counter: [
    [0, 0],
    [1, 1],
  ],
  key: [
    [0, 0],
    [1, 1],
  ],
  composite: [
    [0, 0],
    [1, 1],
  ],
  names: [
    [0, 0],
    [1, 1],
  ],
};

/** With `calibrated`, the calibration comes from models that have not seen the fold that they judge. */
export async function train(cases: readonly PreparedCase[], calibrated: boolean): Promise<SuggestModel> {
  const measured = cases.filter(({ evaluation }) => evaluation.kind !== 'metadata');
  const bare = cases.filter(({ evaluation }) => evaluation.kind === 'metadata');
  const pairs = fitLogistic(pairExamples(measured, true), PAIR_PENALTY, PAIR_PRIOR);
  const pairsByName = fitLogistic([...pairExamples(bare, false)], PAIR_PENALTY, NAME_PRIOR);
  const first: SuggestModel = { pairs, pairsByName, edges: NOTHING, edgesByName: NOTHING, calibration: PLAIN };
  const edges = fitLogistic(await edgeExamples(measured, first, true), EDGE_PENALTY, EDGE_PRIOR);
  const edgesByName = fitLogistic(await edgeExamples(bare, first, false), EDGE_PENALTY, EDGE_PRIOR);
  const model = { ...first, edges, edgesByName };
  return calibrated ? { ...model, calibration: await calibration(cases) } : model;
}

function pairExamples(cases: readonly PreparedCase[], withValues: boolean): Example[] {
  return cases.flatMap(({ evaluation, prepared }) =>
    prepared.flatMap(({ pairs }) =>
      pairs.flatMap((pair): Example[] => {
        const verdict = verdictOfPair(pair, evaluation);
        if (verdict === 'neither' || hasValues(pair) !== withValues) return [];
        return [{ features: pairFeatures(pair), isRight: verdict === 'right' }];
      }),
    ),
  );
}

async function edgeExamples(
  cases: readonly PreparedCase[],
  model: SuggestModel,
  withValues: boolean,
): Promise<Example[]> {
  const examples: Example[] = [];
  for (const { evaluation, prepared } of cases) {
    for (const pair of prepared) {
      for (const edge of await edgesOf(pair, model)) {
        const verdict = verdictOfEdge(edge.pairs, evaluation);
        if (isMeasured(edge) !== withValues || evaluation.gold.some(({ type }) => type === 'union')) continue;
        const weight = verdict === 'neither' ? WEAK_WEIGHT : 1;
        examples.push({ features: edge.features, isRight: verdict === 'right', weight });
      }
    }
  }
  return examples;
}

async function calibration(cases: readonly PreparedCase[]): Promise<SuggestModel['calibration']> {
  const points: Record<Stratum, { raw: number; isRight: boolean }[]> = {
    counter: [],
    key: [],
    composite: [],
    names: [],
  };
  for (const fold of new Set(cases.map(({ evaluation }) => foldOf(evaluation)))) {
    const model = await train(
      cases.filter(({ evaluation }) => foldOf(evaluation) !== fold),
      false,
    );
    for (const { evaluation, prepared } of cases.filter((one) => foldOf(one.evaluation) === fold)) {
      for (const pair of prepared) {
        for (const edge of await edgesOf(pair, model)) {
          const verdict = verdictOfEdge(edge.pairs, evaluation);
          const raw = rawProbability(edge, model);
          if (verdict !== 'neither' && raw > 0.02) points[stratumOf(edge)].push({ raw, isRight: verdict === 'right' });
        }
      }
    }
  }
  return {
    counter: fitCalibration(points.counter),
    key: fitCalibration(points.key),
    composite: fitCalibration(points.composite),
    names: fitCalibration(points.names),
  };
}
