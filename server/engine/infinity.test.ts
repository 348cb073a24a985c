/** Infinities and NaN in a statement: DuckDB's parse trees hold them in words that JSON does not have. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type EngineFixture, engineFixture } from './testing/engine-fixture.ts';
import { MemoryConnector } from './testing/memory-connector.ts';

let fixture: EngineFixture;
let lab: MemoryConnector;

beforeEach(async () => {
  const rows = [['inf'], ['-inf'], ['nan'], ['1.5'], [null]];
  lab = new MemoryConnector('lab', { readings: { columns: { value: 'DOUBLE' }, rows } });
  fixture = await engineFixture([lab]);
});

afterEach(() => fixture.close());

it.each([
  ["value = 'inf'::DOUBLE", ['Infinity']],
  ["value = '-inf'::DOUBLE", ['-Infinity']],
  ["value >= 'inf'::DOUBLE", ['Infinity', 'NaN']],
  ['value < -1e308', ['-Infinity']],
  ["value IN ('inf'::DOUBLE, 1.5)", ['Infinity', 1.5]],
])('%s', async (condition, expected) => {
  for (const pushdown of ['safe', 'off'] as const) {
    const { values } = await fixture.run(`SELECT value FROM lab.readings WHERE ${condition}`, { pushdown });
    expect(values.flat()).toEqual(expected);
  }
});

it('is read in the statement itself, and as the constant of a filter', async () => {
  const { values } = await fixture.run(
    `SELECT 1e999 AS big, 'Infinity, "NaN"' AS word FROM lab.readings WHERE value = 1e999`,
  );
  expect(values).toEqual([['Infinity', 'Infinity, "NaN"']]);
  const [request] = lab.requests;
  expect(request?.kind === 'table' ? request.filters : []).toEqual([
    { kind: 'comparison', column: 'value', operator: '=', value: { type: 'DOUBLE', value: 'inf' } },
  ]);
});
