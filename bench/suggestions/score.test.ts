import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../cli/commands/suggest-cases.ts';
import type { EvaluationCase, EvaluationEdge } from './cases.ts';
import { fitCalibration, fitLogistic } from './regression.ts';
import { addScores, calibrationError, noScores } from './score.ts';
import { scoreTable } from './table.ts';

const edge = (left: string, right: string, more: Partial<EvaluationEdge> = {}): EvaluationEdge => ({
  pairs: [{ left, right, transform: null }],
  type: 'inner',
  typeOk: ['inner', 'left'],
  cardinality: 'n:1',
  ...more,
});
const evaluation = (more: Partial<EvaluationCase>): EvaluationCase => ({
  id: 'x',
  kind: 'fk',
  db: 'd',
  tables: [],
  gold: [],
  acceptable: [],
  abstain: false,
  ...more,
});
const join = (left: string, right: string, confidence: number, more: object = {}) => ({
  pairs: [{ left, right, transform: null }],
  ...{ type: 'inner', cardinality: 'n:1', confidence, matchRate: 1, ...more },
});
const predict = (...suggestions: Prediction['suggestions']): Prediction => ({
  id: 'x',
  abstain: suggestions.length === 0,
  suggestions,
  probe: { queries: 2, rows: 10 },
  ms: 5,
});
const score = (one: EvaluationCase, prediction: Prediction) => {
  const scores = noScores();
  addScores(scores, one, prediction);
  return scores;
};

describe('scoring', () => {
  const gold = edge('a.main.o.c', 'b.main.k.id');

  it('takes a right edge in either direction, and reads its type and cardinality from the gold side', () => {
    const scores = score(
      evaluation({ gold: [gold] }),
      predict(join('b.main.K.id', 'a.main.o.c', 0.9, { type: 'right', cardinality: '1:n' })),
    );
    expect(scores).toMatchObject({
      first: { right: 1, of: 1 },
      exact: { right: 1, of: 1 },
      type: { right: 1, of: 1 },
      cardinality: { right: 1, of: 1 },
    });
  });

  it('counts a wrong edge beside a right one, weak ones not at all, and sure ones apart', () => {
    const one = evaluation({ gold: [gold], acceptable: [edge('a.main.o.x', 'b.main.k.x', { weak: true })] });
    const scores = score(
      one,
      predict(
        join('a.main.o.x', 'b.main.k.x', 0.95),
        join('a.main.o.c', 'b.main.k.id', 0.9),
        join('a.main.o.z', 'b.main.k.z', 0.7),
      ),
    );
    expect(scores).toMatchObject({
      first: { right: 0, of: 1 },
      inThree: { right: 1 },
      edgePrecision: { right: 1, of: 2 },
      surePrecision: { right: 1, of: 1 },
      exact: { right: 0 },
    });
  });

  it('sees what right edges imply', () => {
    const tree = evaluation({
      kind: 'multi',
      gold: [edge('a.main.x.k', 'c.main.z.k'), edge('b.main.y.k', 'c.main.z.k')],
      acceptable: [edge('a.main.x.k', 'b.main.y.k')],
    });
    const scores = score(tree, predict(join('a.main.x.k', 'c.main.z.k', 0.9), join('a.main.x.k', 'b.main.y.k', 0.9)));
    expect(scores).toMatchObject({ edgeRecall: { right: 2, of: 2 }, success: { right: 1, of: 1 } });
  });

  it('takes a part of a composite key for wrong', () => {
    const both = evaluation({
      gold: [
        edge('a.main.x.k', 'b.main.y.k', {
          pairs: ['k', 'l'].map((column) => ({ left: `a.main.x.${column}`, right: `b.main.y.${column}` })),
        }),
      ],
    });
    expect(score(both, predict(join('a.main.x.k', 'b.main.y.k', 0.9)))).toMatchObject({
      composite: { right: 0, of: 1 },
      edgePrecision: { right: 0, of: 1 },
    });
  });

  it('asks for the steps of a transform, whatever their order, with harmless ones beside', () => {
    const pair = {
      left: 'a.main.x.k',
      right: 'b.main.y.k',
      transform: 'lower|strip_punct',
      transformOk: [{ need: ['lower', 'strip_punct'], plus: ['cast'] }],
    };
    const one = evaluation({ gold: [edge('', '', { pairs: [pair] })] });
    const needed = (transform: string | null) =>
      score(
        one,
        predict({
          ...join('a.main.x.k', 'b.main.y.k', 0.9),
          pairs: [{ left: 'a.main.x.k', right: 'b.main.y.k', transform }],
        }),
      ).transformNeeded.right;
    expect([
      needed('strip_punct|cast|lower'),
      needed('lower'),
      needed('lower|strip_punct|digits'),
      needed(null),
    ]).toEqual([1, 0, 0, 0]);
  });

  it('measures abstention both ways', () => {
    expect(score(evaluation({ abstain: true }), predict())).toMatchObject({
      abstainPrecision: { right: 1, of: 1 },
      abstainRecall: { right: 1, of: 1 },
    });
    expect(score(evaluation({ gold: [gold] }), predict())).toMatchObject({
      abstainPrecision: { right: 0, of: 1 },
      first: { right: 0, of: 1 },
    });
  });

  it('measures calibration and prints a table', () => {
    expect(
      calibrationError([
        { confidence: 0.8, isRight: true },
        { confidence: 0.8, isRight: false },
      ]),
    ).toBeCloseTo(0.3);
    expect(
      scoreTable([evaluation({ gold: [gold] })], new Map([['x', predict(join('a.main.o.c', 'b.main.k.id', 0.9))]])),
    ).toContain('| fk | 1 | 1.000 |');
  });
});

describe('fitting', () => {
  it('finds the weights that made the examples, and stays near the prior where they say nothing', () => {
    const examples = Array.from({ length: 2_000 }, (_, index) => {
      const strong = (index % 20) / 20;
      return {
        features: { strong, silent: 0 },
        isRight: ((index * 7_919) % 1_000) / 1_000 < 1 / (1 + Math.exp(-(6 * strong - 3))),
      };
    });
    const { bias, weights } = fitLogistic(examples, 0.01, { silent: 2 });
    expect(bias).toBeCloseTo(-3, 0);
    expect(weights.strong).toBeGreaterThan(5);
    expect(weights.silent).toBeCloseTo(2);
  });

  it('draws a rising line through the shares', () => {
    const points = Array.from({ length: 400 }, (_, index) => ({
      raw: index / 400,
      isRight: (index * 7_919) % 400 < index,
    }));
    const line = fitCalibration(points);
    expect(line.every(([, share], index) => index === 0 || share >= (line[index - 1]?.[1] ?? 0))).toBe(true);
    expect(line[0]).toEqual([0, 0]);
  });
});
