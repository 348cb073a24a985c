import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JoinDocument } from '../../../lib/contract/join.ts';
import type { XrayFrame } from '../../../lib/contract/join-xray.ts';
import { createProbes } from '../../probes/probes.ts';
import { readShapes } from '../shapes.ts';
import { type JoinsFixture, join, startJoins, table } from '../testing/joins-fixture.ts';
import { judge, nameOf, wilson } from './sample.ts';
import { xray } from './xray.ts';

describe('estimates', () => {
  let fixture: JoinsFixture;
  beforeAll(async () => {
    fixture = await startJoins();
  });
  afterAll(() => fixture.close());

  /** The last frame, as if tables of more than `cheapRows` rows were large. */
  async function estimated(
    document: JoinDocument,
    cheapRows: number,
    allowsProbes = (_connection: string): boolean => true,
  ): Promise<XrayFrame> {
    const { engine, catalog } = fixture.session;
    const signal = new AbortController().signal;
    const shapes = await readShapes(
      document,
      {
        catalog,
        explain: (request, stop) => engine.explain(request, stop),
        storedResult: () => Promise.reject(new Error('There is none')),
      },
      signal,
    );
    const probes = createProbes({
      run: (request, stop, onStart) => {
        onStart();
        return engine.run(request, stop, () => {});
      },
    });
    let last: XrayFrame | undefined;
    for await (const frame of xray(document, 0, { shapes, probes, signal, timeoutMs: 60_000, cheapRows, allowsProbes }))
      last = frame;
    if (last === undefined) throw new Error('No frame came');
    return last;
  }

  it('draws keys over the range of an indexed key, asks both sides for them and says so', async () => {
    const last = await estimated(join(table('shop', 'big'), table('shop', 'half'), [['n', 'n']], 'left'), 5_000);
    expect(last.error).toBeUndefined();
    expect(last.left).toMatchObject({
      rows: { value: 6000, isExact: true },
      distinctKeys: { value: 6000, isExact: true },
    });
    expect(last.left.matchedRows?.isExact).toBe(false);
    // Half of the keys are there; the interval of 200 draws is seven points to each side.
    expect(last.left.matchedRows?.value).toBeGreaterThan(2500);
    expect(last.left.matchedRows?.value).toBeLessThan(3500);
    expect(last.expectedRows).toMatchObject({ isExact: false });
    expect(last.warnings.map(({ kind }) => kind)).toEqual(['estimate_only']);
    expect(last.queries).toBeLessThanOrEqual(10);
    expect(last.rowsRead).toBeLessThan(7_000);
  });

  it('does not ask a large side that has no index on the key', async () => {
    const last = await estimated(join(table('shop', 'orders'), table('shop', 'big'), [['order_id', 'same']]), 100);
    expect(last.left.rows).toEqual({ value: 8, isExact: true });
    expect(last.right.rows).toEqual({ value: 6000, isExact: true });
    expect(last.right.matchedRows).toBeUndefined();
    expect(last.expectedRows).toBeUndefined();
    expect(last.warnings).toMatchObject([
      { kind: 'estimate_only', message: expect.stringContaining('b is large and no index is known') },
    ]);
  });

  it('sends no keys into a connection whose policy forbids it', async () => {
    const document = join(table('shop', 'big'), table('shop', 'half'), [['n', 'n']]);
    const last = await estimated(document, 5_000, () => false);
    expect(last.left.rows).toEqual({ value: 6000, isExact: true });
    expect(last.expectedRows).toBeUndefined();
    expect(last.warnings).toMatchObject([{ message: expect.stringContaining('the policy of shop') }]);
  });

  it('counts drawn keys by what each side has of them', () => {
    const rows = (counts: Readonly<Record<string, number>>) =>
      new Map(Object.entries(counts).map(([key, count]) => [nameOf([key]), count]));
    expect(judge([['1'], ['2'], ['3']], rows({ 1: 2, 2: 1 }), rows({ 1: 5 }))).toEqual({
      keys: 2,
      matchedKeys: 1,
      rows: 3,
      matchedRows: 2,
      pairs: 10,
      duplicateKeys: 1,
    });
  });

  it('gives the interval of a share', () => {
    // joins.md: all of 50, and all of 200.
    expect(wilson(50, 50)[0]).toBeCloseTo(0.929, 3);
    expect(wilson(200, 200)[0]).toBeCloseTo(0.981, 3);
    expect(wilson(0, 0)).toEqual([0, 1]);
  });
});
