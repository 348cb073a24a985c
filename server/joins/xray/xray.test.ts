import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Normaliser } from '../../../lib/contract/join.ts';
import { Cancelled } from '../../errors.ts';
import { type JoinsFixture, join, startJoins, table } from '../testing/joins-fixture.ts';

const orders = table('shop', 'orders');
const accounts = table('crm', 'accounts');
const plain: Normaliser[] = [{ kind: 'strip_prefix', text: 'C-' }, { kind: 'strip_zeros' }];
const exactly = (value: number) => ({ value, isExact: true });

describe('the X-ray', () => {
  let fixture: JoinsFixture;
  beforeAll(async () => {
    fixture = await startJoins();
  });
  afterAll(() => fixture.close());

  it('counts both sides, their matches and the rows of the join exactly', async () => {
    const frames = await fixture.frames(join(orders, accounts, [['customer_no', 'customer_ref', '=', plain]], 'left'));
    expect(frames[0]).toMatchObject({ queries: 0, isDone: false });
    const last = frames.at(-1);
    expect(last).toMatchObject({
      left: {
        input: 'a',
        rows: exactly(8),
        nullKeys: exactly(1),
        distinctKeys: exactly(4),
        duplicateKeys: exactly(2),
        failedRows: exactly(0),
        matchedRows: exactly(5),
        matchedKeys: exactly(2),
        // 7 pairs of 5 rows.
        repeats: 1.4,
      },
      right: {
        input: 'b',
        rows: exactly(5),
        nullKeys: exactly(1),
        distinctKeys: exactly(3),
        duplicateKeys: exactly(1),
        matchedRows: exactly(3),
        matchedKeys: exactly(2),
      },
      // 3 x 1 and 2 x 2 pairs, and three orders without an account.
      expectedRows: exactly(10),
      fanOut: 1.25,
      worstKeys: [
        { key: ['2'], leftRows: 2, rightRows: 2 },
        { key: ['1'], leftRows: 3, rightRows: 1 },
      ],
      isDone: true,
    });
    expect(last?.error).toBeUndefined();
    expect(last?.warnings.map(({ kind }) => kind)).toEqual(['fan_out']);
    expect(last?.queries).toBeGreaterThan(0);
    expect(last?.queries).toBeLessThanOrEqual(10);
  });

  it.each([
    ['inner', 7],
    ['left', 10],
    ['right', 9],
    ['full', 12],
    ['anti', 3],
  ] as const)('expects the rows that a join of type %s has', async (type, rows) => {
    const document = join(orders, accounts, [['customer_no', 'customer_ref', '=', plain]], type);
    const last = (await fixture.frames(document)).at(-1);
    expect(last?.expectedRows).toEqual(exactly(rows));
    expect(await fixture.count((await fixture.joins.toSql(document)).sql)).toBe(rows);
  });

  it('counts and shows values that fail to convert', async () => {
    const cast: Normaliser[] = [{ kind: 'cast', type: 'BIGINT' }];
    const last = (await fixture.frames(join(orders, accounts, [['customer_no', 'account_id', '=', [], cast]]))).at(-1);
    expect(last?.left).toMatchObject({ failedRows: exactly(1), failedExamples: ['none'], nullKeys: exactly(1) });
    expect(last?.warnings.map(({ kind }) => kind)).toContain('failed_values');
    expect(last?.left.matchedRows).toEqual(exactly(5));
  });

  it('matches NULL with NULL where that is asked for', async () => {
    const last = (await fixture.frames(join(orders, accounts, [['customer_no', 'customer_ref', 'is', plain]]))).at(-1);
    expect(last?.left.nullKeys).toEqual(exactly(0));
    expect(last?.expectedRows).toEqual(exactly(8));
  });

  it('measures composite keys', async () => {
    const last = (
      await fixture.frames(
        join(accounts, accounts, [
          ['customer_ref', 'customer_ref'],
          ['owner', 'owner'],
        ]),
      )
    ).at(-1);
    expect(last).toMatchObject({
      left: { rows: exactly(5), nullKeys: exactly(1), distinctKeys: exactly(4), duplicateKeys: exactly(0) },
      expectedRows: exactly(4),
      fanOut: 1,
    });
  });

  it('says when nothing matches, when all keys are NULL and when a side is empty', async () => {
    const none = (await fixture.frames(join(orders, accounts, [['customer_no', 'customer_ref']]))).at(-1);
    expect(none?.warnings.map(({ kind }) => kind)).toEqual(['no_match']);
    const nulls = (await fixture.frames(join(table('shop', 'nulls'), accounts, [['customer_no', 'customer_ref']]))).at(
      -1,
    );
    expect(nulls?.warnings.map(({ kind }) => kind)).toContain('all_null');
    const empty = (
      await fixture.frames(join(table('shop', 'empty'), accounts, [['customer_no', 'customer_ref']], 'full'))
    ).at(-1);
    expect(empty).toMatchObject({ left: { rows: exactly(0) }, expectedRows: exactly(5), warnings: [] });
  });

  it('warns of an explosive join with the rows that it would give', async () => {
    const big = table('shop', 'big');
    const last = (await fixture.frames(join(big, big, [['same', 'same']]))).at(-1);
    expect(last?.expectedRows).toEqual(exactly(36_000_000));
    expect(last?.warnings.map(({ kind }) => kind)).toEqual(['fan_out', 'explosion']);
    expect(last?.rowsRead).toBeLessThan(20_000);
  });

  it('measures what stands before a later step, natives and nested joins', async () => {
    const first = join(orders, { kind: 'native', connection: 'shop', sql: 'SELECT customer_no AS no FROM orders' }, [
      ['customer_no', 'no'],
    ]);
    const document = {
      ...first,
      inputs: [
        ...first.inputs,
        {
          alias: 'n',
          source: { kind: 'join' as const, join: join(accounts, orders, [['account_id', 'order_id']]) },
          filters: [],
        },
      ],
      steps: [
        ...first.steps,
        {
          kind: 'join' as const,
          type: 'inner' as const,
          keys: [
            {
              left: { input: 'a', column: 'order_id', normalisers: [] },
              operator: '=' as const,
              right: { input: 'n', column: 'order_id', normalisers: [] },
            },
          ],
        },
      ],
    };
    const last = (await fixture.frames(document, 1)).at(-1);
    expect(last?.error).toBeUndefined();
    // 3 x 3 + 2 x 2 + 1 + 1 rows before it.
    expect(last).toMatchObject({
      step: 1,
      left: { input: 'a', rows: exactly(15) },
      right: { input: 'n', rows: exactly(5) },
    });
    expect(last?.expectedRows).toEqual(exactly(await fixture.count((await fixture.joins.toSql(document)).sql)));
  });

  it('measures ranges pair by pair, and leaves them out beside an equal key', async () => {
    const ranges = (await fixture.frames(join(orders, accounts, [['order_id', 'account_id', '<']]))).at(-1);
    expect(ranges).toMatchObject({ expectedRows: exactly(10), left: { matchedRows: exactly(4) } });
    const both = (
      await fixture.frames(
        join(orders, accounts, [
          ['customer_no', 'customer_ref', '=', plain],
          ['order_id', 'account_id', '<'],
        ]),
      )
    ).at(-1);
    expect(both?.expectedRows).toEqual({ value: 7, isExact: false });
    expect(both?.warnings.map(({ kind }) => kind)).toContain('estimate_only');
  });

  it('keeps the figures of one side when the other fails', async () => {
    const broken = {
      kind: 'native' as const,
      connection: 'shop',
      sql: "SELECT CASE WHEN n = 5999 THEN json_extract(n || '{', '$') ELSE 'x' END AS customer_ref FROM big",
    };
    const last = (await fixture.frames(join(orders, broken, [['customer_no', 'customer_ref']]))).at(-1);
    expect(last?.left.rows).toEqual(exactly(8));
    expect(last?.error?.connection).toBe('shop');
    expect(last?.isDone).toBe(true);
  });

  it('tells keys that cannot be compared and counts the sides all the same', async () => {
    const last = (await fixture.frames(join(orders, accounts, [['order_id', 'owner']]))).at(-1);
    expect(last).toMatchObject({
      left: { rows: exactly(8) },
      right: { rows: exactly(5) },
      warnings: [{ kind: 'not_comparable' }],
    });
  });

  it('ends its probes when the reader leaves', async () => {
    const big = table('shop', 'big');
    const stop = new AbortController();
    const frames = fixture.joins.xray(join(big, big, [['same', 'same']]), 0, stop.signal)[Symbol.asyncIterator]();
    await frames.next();
    stop.abort();
    await expect(
      (async () => {
        for (;;) if ((await frames.next()).done === true) return;
      })(),
    ).rejects.toThrow(Cancelled);
  });
});
