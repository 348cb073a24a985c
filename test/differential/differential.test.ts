/** A bounded set of seeds of `npm run test:differential`, and proof that the harness can fail. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CampaignReport, runCampaign } from './campaign.ts';
import { Choices } from './choices.ts';
import { Harness } from './harness.ts';
import { difference, type Outcome } from './outcome.ts';
import { shrinkDraws } from './shrink.ts';

const rows = (...values: (string | null)[]): Outcome => ({
  kind: 'rows',
  columns: [{ name: 'a', type: 'VARCHAR' }],
  rows: values.map((value) => [value]),
});
const failed = (code: string, errorClass: string): Outcome => ({ kind: 'error', code, errorClass, message: '' });

describe('what counts as equal', () => {
  it('is the same rows, in the same order only where the statement gives them one', () => {
    expect(difference(rows('x', 'y'), rows('y', 'x'), false)).toBeUndefined();
    expect(difference(rows('x', 'y'), rows('y', 'x'), true)).toContain('row 0');
    expect(difference(rows('x', 'x'), rows('x'), false)).toContain('2 rows');
    expect(difference(rows(null), rows('null'), false)).toContain('row 0');
  });

  it('is an error of the same class, never an error against rows, never a fault of ours', () => {
    const [user, source] = [failed('conversion_failed', 'user'), failed('source_value', 'source')];
    expect(difference(user, user, false)).toBeUndefined();
    expect(difference(user, source, false)).toContain('source_value');
    expect(difference(user, rows(), false)).toContain('conversion_failed');
    const fault = failed('not a JoineryError', 'internal');
    expect(difference(fault, fault, false)).toBeDefined();
  });

  it('includes names and types', () => {
    const other: Outcome = { kind: 'rows', columns: [{ name: 'a', type: 'BLOB' }], rows: [] };
    expect(difference(rows(), other, false)).toContain('BLOB');
  });
});

it('draws replay, and shrink to the smallest that still fails', async () => {
  const random = Choices.random('any');
  const drawn = random.several(20, 20, () => random.below(100));
  const again = Choices.replay(random.drawn);
  expect(again.several(20, 20, () => again.below(100))).toEqual(drawn);
  const small = await shrinkDraws(random.drawn, async (draws) => draws.some((draw) => draw >= 17), 500);
  expect(small).toHaveLength(1);
  expect(small[0]).toBeLessThan(34);
});

describe('random statements over adversarial data', () => {
  let harness: Harness;
  let report: CampaignReport;

  beforeAll(async () => {
    harness = await Harness.start();
    report = await runCampaign(harness, {
      seed: 1,
      worlds: 3,
      statementsPerWorld: 14,
      atomsPerTable: 30,
      maxFailures: 1,
      shrinkTries: 150,
      say: () => {},
    });
  }, 300_000);
  afterAll(() => harness?.close());

  it('are answered alike with pushdown on, with it off and by one local DuckDB', () => {
    expect(report.failures.join('\n\n')).toBe('');
    expect(report.statements).toBeGreaterThan(60);
  });

  it('filters keep the rows that their dialect promises', () => {
    expect(report.atoms.failures.join('\n\n')).toBe('');
    expect(report.atoms.checked).toBeGreaterThan(1_000);
  });

  it('give rows, mostly: refusals alike are few', () => {
    expect(report.rows).toBeGreaterThan(report.statements);
    const refusals = [...report.errors.values()].reduce((sum, count) => sum + count, 0);
    expect(refusals).toBeLessThan(report.statements / 10);
  });

  it('send every kind of filter to every source whose dialect accepts it', () => {
    expect([...report.coverage.accepted.keys()].toSorted()).toEqual(['lite', 'my', 'pg', 'web']);
    for (const source of ['lite', 'my', 'pg'])
      expect(report.coverage.accepted.get(source)?.size, source).toBeGreaterThan(10);
    expect(report.coverage.missing).toEqual([]);
    for (const source of ['lite', 'my', 'pg'])
      expect(report.coverage.pushed.get(source)?.get('settled')).toBeGreaterThan(0);
    expect(report.coverage.pushed.get('pg')?.get('table by ranges, columns')).toBeGreaterThan(0);
    for (const source of ['my', 'pg'])
      expect(report.coverage.pushed.get(source)?.get('partner settled'), source).toBeGreaterThan(0);
  });
});
