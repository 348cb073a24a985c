/** Which pairs and edges of a case are right, wrong, or neither, as the evaluation's README defines it. */
import type { ColumnPair } from '../../server/joins/suggest/candidates/column-pair.ts';
import { type EvaluationCase, pairsKey } from './cases.ts';

export type Verdict = 'right' | 'wrong' | 'neither';

const sides = ({ fromTable, toTable, from, to }: ColumnPair): { left: string; right: string } => ({
  left: `${fromTable.reference.connection}.${fromTable.reference.schema}.${fromTable.reference.table}.${from.name}`,
  right: `${toTable.reference.connection}.${toTable.reference.schema}.${toTable.reference.table}.${to.name}`,
});

export function verdictOfEdge(pairs: readonly ColumnPair[], evaluation: EvaluationCase): Verdict {
  const key = pairsKey(pairs.map(sides));
  if (evaluation.gold.some((edge) => edge.type === 'union')) return 'neither';
  if (evaluation.gold.some((edge) => pairsKey(edge.pairs) === key)) return 'right';
  const acceptable = evaluation.acceptable.find((edge) => pairsKey(edge.pairs) === key);
  if (acceptable === undefined) return 'wrong';
  return acceptable.weak === true ? 'neither' : 'right';
}

/** A part of a right composite key is a right pair of columns, though not a right join. */
export function verdictOfPair(pair: ColumnPair, evaluation: EvaluationCase): Verdict {
  const key = pairsKey([sides(pair)]);
  const isIn = (edges: EvaluationCase['gold']) =>
    edges.some((edge) => edge.pairs.some((part) => pairsKey([part]) === key));
  if (evaluation.gold.some((edge) => edge.type === 'union')) return 'neither';
  if (isIn(evaluation.gold)) return 'right';
  if (isIn(evaluation.acceptable.filter(({ weak }) => weak === true))) return 'neither';
  return isIn(evaluation.acceptable) ? 'right' : 'wrong';
}
