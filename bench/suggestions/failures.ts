/** The cases that fail, by kind: what was meant, and what was proposed first. For finding what several of them have in common. */
import type { PredictedPair, Prediction } from '../../cli/commands/suggest-cases.ts';
import type { EvaluationCase } from './cases.ts';
import { addScores, noScores } from './score.ts';
import { edgesOfJoin, judgeEdge } from './score-edges.ts';

const SHOWN = 4;

export function failureList(cases: readonly EvaluationCase[], predictions: ReadonlyMap<string, Prediction>): string {
  const lines = cases.flatMap((evaluation) => {
    const prediction = predictions.get(evaluation.id);
    return prediction === undefined || isGood(evaluation, prediction) ? [] : [failure(evaluation, prediction)];
  });
  return `${lines.length} of ${cases.length} cases fail\n${lines.join('\n')}\n`;
}

function isGood(evaluation: EvaluationCase, prediction: Prediction): boolean {
  const scores = noScores();
  addScores(scores, evaluation, prediction);
  return scores.success.right === 1 && (evaluation.abstain || scores.exact.right === 1);
}

function failure(evaluation: EvaluationCase, { suggestions }: Prediction): string {
  const tables = evaluation.tables.map(shortName).join(', ');
  const meant = evaluation.gold.map(({ pairs, type }) => `  meant ${type} ${pairsText(pairs)}`);
  const proposed = suggestions.slice(0, SHOWN).flatMap((join) =>
    edgesOfJoin(join).map((edge) => {
      const { kind } = judgeEdge(edge, evaluation);
      return `  ${kind.padEnd(10)} ${join.confidence.toFixed(2)} ${join.type} ${pairsText(edge.pairs)}`;
    }),
  );
  return [
    `${evaluation.id} ${evaluation.db}: ${tables}`,
    ...meant,
    ...(proposed.length > 0 ? proposed : ['  nothing proposed']),
  ].join('\n');
}

/** Without the connection and the schema. */
const shortName = (name: string): string => name.split('.').slice(2).join('.');

const pairsText = (pairs: readonly Pick<PredictedPair, 'left' | 'right'>[]): string =>
  pairs.map(({ left, right }) => `${shortName(left)} = ${shortName(right)}`).join(' & ');
