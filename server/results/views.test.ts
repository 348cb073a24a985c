import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { columnSummarySchema, type ResultFilter, type ResultView } from '../../lib/contract/result.ts';
import { Cancelled } from '../errors.ts';
import { type ResultFixture, resultFixture, textOf } from './testing/result-fixture.ts';

let fixture: ResultFixture;
beforeEach(async () => {
  fixture = await resultFixture();
});
afterEach(() => fixture.close());

const never = new AbortController().signal;
const whole = { offset: 0, limit: 1000, firstColumn: 0, lastColumn: 0 };
const sorted = (...keys: [number, 'asc' | 'desc', ('first' | 'last')?][]): ResultView => ({
  sort: keys.map(([column, direction, nulls = 'last']) => ({ column, direction, nulls })),
  filters: [],
});
const only = (...filters: ResultFilter[]): ResultView => ({ sort: [], filters });
const firstColumn = async (view: ResultView) =>
  (await fixture.results.window('r', { ...whole, view })).rows.map(([value]) => value);

describe('sorting', () => {
  test('is exact beyond what a float holds, with NULL where it is wanted and ties in stored order', async () => {
    await fixture.keep(
      'r',
      `SELECT * FROM (VALUES (0, 9007199254740993, 'b'), (1, 9007199254740992, 'b'), (2, NULL, 'a'), (3, 9007199254740994, 'b')) t(id, big, name)`,
    );
    expect(await firstColumn(sorted([1, 'asc']))).toEqual([1, 0, 3, 2]);
    expect(await firstColumn(sorted([1, 'desc', 'first']))).toEqual([2, 3, 0, 1]);
    expect(await firstColumn(sorted([2, 'asc'], [1, 'desc']))).toEqual([2, 3, 0, 1]);
    expect(await firstColumn(sorted([2, 'desc']))).toEqual([0, 1, 3, 2]);
  });

  test('pages through many rows without a gap, and leaves the whole as it is', async () => {
    await fixture.keep('r', 'SELECT i AS id, hash(i) % 1000 AS part FROM range(300000) t(i)');
    const view = sorted([0, 'desc']);
    expect(await fixture.results.prepare('r', view, never)).toMatchObject({ rows: 300_000, totalRows: 300_000 });
    for (const offset of [0, 122_000, 299_990]) {
      const { rows } = await fixture.results.window('r', { ...whole, offset, limit: 10, view });
      expect(rows.map(([id]) => Number(id))).toEqual(Array.from({ length: 10 }, (_, at) => 299_999 - offset - at));
    }
    expect((await fixture.results.window('r', { ...whole, limit: 2 })).rows).toEqual([['0'], ['1']]);
  });

  test('stops when asked, and one who stops does not stop another', async () => {
    await fixture.keep('r', 'SELECT i AS id FROM range(1000) t(i)');
    const stop = new AbortController();
    const [stopped, kept] = [
      fixture.results.prepare('r', sorted([0, 'desc']), stop.signal),
      fixture.results.prepare('r', sorted([0, 'desc']), never),
    ];
    stop.abort();
    await expect(stopped).rejects.toBeInstanceOf(Cancelled);
    await expect(kept).resolves.toMatchObject({ rows: 1000 });
    await expect(fixture.results.prepare('r', sorted([0, 'asc']), stop.signal)).rejects.toBeInstanceOf(Cancelled);
    expect(await firstColumn({ ...sorted([0, 'desc']), filters: [] })).toHaveLength(1000);
  });
});

describe('filters', () => {
  beforeEach(() =>
    fixture.keep(
      'r',
      `SELECT * FROM (VALUES
        (0, 'Ada', 1.50::DECIMAL(9,2), DATE '2024-01-31', TIMESTAMP '2024-01-31 23:59:59.5', true, [1, 2], 1e300::DOUBLE),
        (1, 'ada''s', 2.00, DATE '2024-02-01', TIMESTAMP '2024-02-01 00:00:00', false, [1], 'nan'),
        (2, '', NULL, NULL, NULL, NULL, NULL, NULL),
        (3, NULL, 99999.99, DATE '0001-01-01', TIMESTAMP '9999-12-31 00:00:00', true, [1, 2], 0.1)) t(id, name, amount, day, moment, flag, list, ratio)`,
    ),
  );

  const cases: [ResultFilter['operator'], number, string[], number[]][] = [
    ['equals', 1, ['ada'], []],
    ['equals', 1, [''], [2]],
    ['contains', 1, ['ADA'], [0, 1]],
    ['starts', 1, ['ada'], [0, 1]],
    ['ends', 1, ["'S"], [1]],
    ['not_contains', 1, ['ada'], [2, 3]],
    ['not_equals', 1, ['Ada'], [1, 2, 3]],
    ['in', 1, ['Ada', "ada's"], [0, 1]],
    ['not_in', 1, ['Ada', ''], [1, 3]],
    ['is_null', 1, [], [3]],
    ['is_not_null', 2, [], [0, 1, 3]],
    ['equals', 2, ['1.5'], [0]],
    ['at_least', 2, ['2.000'], [1, 3]],
    ['between', 2, ['1.5', '2'], [0, 1]],
    ['less', 3, ['2024-01-31'], [3]],
    ['equals', 4, ['2024-01-31'], [0]],
    ['between', 4, ['2024-01-01', '2024-01-31'], [0]],
    ['more', 4, ['2024-01-31'], [1, 3]],
    ['at_most', 4, ['2024-02-01 00:00:00'], [0, 1]],
    ['equals', 5, ['true'], [0, 3]],
    ['equals', 6, ['[1, 2]'], [0, 3]],
    ['equals', 7, ['0.1'], [3]],
    ['equals', 7, ['NaN'], [1]],
  ];
  test.each(cases)('%s on column %i', async (operator, column, values, rows) => {
    expect(await firstColumn(only({ column, operator, values }))).toEqual(rows);
  });

  test('say what is wrong with a value', async () => {
    const wrong: [number, ResultFilter['operator'], string[], RegExp][] = [
      [0, 'equals', ['1.5'], /no whole number/],
      [2, 'equals', ['1.505'], /more than the 2 decimal places/],
      [2, 'equals', ["1'; DROP TABLE x"], /no decimal number/],
      [3, 'less', ['soon'], /does not fit/],
      [1, 'less', ['a'], /without a range/],
      [1, 'between', ['a'], /takes 2/],
      [99, 'is_null', [], /has 8 columns/],
    ];
    for (const [column, operator, values, message] of wrong) {
      await expect(fixture.results.prepare('r', only({ column, operator, values }), never)).rejects.toMatchObject({
        code: 'bad_request',
        message: expect.stringMatching(message),
      });
    }
  });

  test('go into exports together with the order and the columns shown', async () => {
    const view: ResultView = {
      sort: sorted([0, 'desc']).sort,
      filters: [{ column: 5, operator: 'equals', values: ['true'] }],
    };
    const shown = await fixture.results.export('r', 'csv', never, { view, columns: [1, 0] });
    expect(await textOf(shown.bytes)).toBe('name,id\n,3\nAda,0\n');
    const parquet = await fixture.results.export('r', 'parquet', never, { view, columns: [2] });
    expect((await textOf(parquet.bytes)).slice(0, 4)).toBe('PAR1');
    await expect(fixture.results.export('r', 'csv', never, { columns: [8] })).rejects.toMatchObject({
      code: 'bad_request',
    });
  });
});

describe('summary', () => {
  test('counts values, NULL and bars that agree with their filters', async () => {
    await fixture.keep(
      'r',
      "SELECT CASE WHEN i % 10 = 0 THEN NULL ELSE (i % 37)::DECIMAL(9,2) / 4 END AS amount, 'v' || (i % 3) AS name, TIMESTAMP '2024-01-01' + INTERVAL (i) HOUR AS at FROM range(5000) t(i)",
    );
    const summary = columnSummarySchema.parse(await fixture.results.summary('r', 0, only(), never));
    expect(summary).toMatchObject({ rows: 5000, nulls: 500, distinct: 37, isDistinctExact: true });
    for (const position of [0, 2]) {
      const { bars, nulls } = await fixture.results.summary('r', position, only(), never);
      expect(bars.length).toBeGreaterThan(10);
      expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(5000 - nulls);
      const [bar] = bars.slice(3);
      if (bar === undefined) throw new Error('The summary has too few bars.');
      const view = only(
        { column: position, operator: 'at_least', values: [bar.from.text] },
        { column: position, operator: 'less', values: [bar.to.text] },
      );
      expect(await fixture.results.prepare('r', view, never)).toMatchObject({ rows: bar.count });
    }
    const names = await fixture.results.summary(
      'r',
      1,
      only({ column: 1, operator: 'in', values: ['v0', 'v1'] }),
      never,
    );
    expect(names).toMatchObject({ rows: 3334, distinct: 2, bars: [] });
    expect(names.top.map(({ text, count }) => [text, count])).toEqual([
      ['v0', 1667],
      ['v1', 1667],
    ]);
  });

  test('of nothing, of extremes and of types without an order', async () => {
    await fixture.keep('none', 'SELECT 1 AS a WHERE false');
    expect(await fixture.results.summary('none', 0, only(), never)).toMatchObject({
      rows: 0,
      distinct: 0,
      top: [],
      bars: [],
    });
    await fixture.keep(
      'r',
      "SELECT * FROM (VALUES (9223372036854775807, 'nan'::DOUBLE, 'infinity'::DATE, {'a': 1}, 'x'::BLOB), (-9223372036854775808, 'inf', '2024-01-01', NULL, NULL)) t(big, ratio, day, s, b)",
    );
    for (const position of [0, 1, 2, 3, 4]) {
      const summary = await fixture.results.summary('r', position, only(), never);
      expect([position, summary.rows]).toEqual([position, 2]);
    }
    expect((await fixture.results.summary('r', 0, only(), never)).max?.text).toBe('9223372036854775807');
  });
});
