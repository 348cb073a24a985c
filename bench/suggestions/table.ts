/** Scores as the table of docs/joins.md. */

import type { Prediction } from '../../cli/commands/suggest-cases.ts';
import type { EvaluationCase } from './cases.ts';
import { addScores, calibrationError, noScores, type Scores, type Share } from './score.ts';

export function scoreTable(cases: readonly EvaluationCase[], predictions: ReadonlyMap<string, Prediction>): string {
  const groups = new Map<string, Scores>([
    ['with rows', noScores()],
    ['names only', noScores()],
  ]);
  for (const evaluation of cases) {
    const prediction = predictions.get(evaluation.id) ?? {
      id: evaluation.id,
      abstain: false,
      suggestions: [],
      probe: { queries: 0, rows: 0 },
      ms: 0,
    };
    const names = [
      evaluation.kind === 'metadata' ? 'names only' : 'with rows',
      ...(evaluation.kind === 'metadata' ? [] : [evaluation.kind]),
    ];
    for (const name of names) {
      const scores = groups.get(name) ?? noScores();
      groups.set(name, scores);
      addScores(scores, evaluation, prediction);
    }
  }
  const filled = [...groups].filter(([, scores]) => scores.cases > 0);
  const rows = [
    ['cases', ...COLUMNS.map(([title]) => title)],
    COLUMNS.map(() => '---'),
    ...filled.map(([name, scores]) => [name, ...COLUMNS.map(([, cell]) => cell(scores))]),
  ];
  rows[1] = ['---', ...COLUMNS.map(() => '---:')];
  const all = groups.get('with rows');
  const medians =
    all === undefined
      ? ''
      : `\nmedians of a case with rows: ${median(all.queries)} queries, ${median(all.rows)} rows, ${median(all.ms)} ms\n`;
  return `${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n${medians}`;
}

const COLUMNS: readonly (readonly [title: string, cell: (scores: Scores) => string])[] = [
  ['n', ({ cases }) => String(cases)],
  ['success', ({ success }) => ratio(success)],
  ['P@1', ({ first }) => ratio(first)],
  ['hit@3', ({ inThree }) => ratio(inThree)],
  ['edge P', ({ edgePrecision }) => ratio(edgePrecision)],
  ['edge R', ({ edgeRecall }) => ratio(edgeRecall)],
  ['edge F1', ({ edgePrecision, edgeRecall }) => harmonic(edgePrecision, edgeRecall)],
  ['P@.85', ({ surePrecision }) => ratio(surePrecision)],
  ['abstain P', ({ abstainPrecision }) => ratio(abstainPrecision)],
  ['abstain R', ({ abstainRecall }) => ratio(abstainRecall)],
  ['exact', ({ exact }) => ratio(exact)],
  ['composite', ({ composite }) => ratio(composite)],
  ['transform needed', ({ transformNeeded }) => ratio(transformNeeded)],
  ['type', ({ type }) => ratio(type)],
  ['cardinality', ({ cardinality }) => ratio(cardinality)],
  ['ECE', ({ calibration }) => calibrationError(calibration)?.toFixed(3) ?? '-'],
];

const ratio = ({ right, of }: Share): string => (of === 0 ? '-' : (right / of).toFixed(3));

function harmonic(precision: Share, recall: Share): string {
  if (precision.of === 0 || recall.of === 0) return '-';
  const [p, r] = [precision.right / precision.of, recall.right / recall.of];
  return p + r === 0 ? '0.000' : ((2 * p * r) / (p + r)).toFixed(3);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
