import { describe, expect, it } from 'vitest';
import { type FetchProfile, fetchTime, type Reduction } from './cost.ts';

/** Lines of TPC-H at scale 10 under a condition that was thought to keep a twentieth and keeps a quarter, by the keys of half a million orders of 15. */
const lines: FetchProfile = { baseRows: 60_000_000, rows: 3_000_000, columns: 3, access: 'index' };
const byOrder: Reduction = { share: 0.04, keys: 573_000, arrival: 458_000, isByKey: false, isInOrder: true };

describe('rows found by keys', () => {
  it('are those that have one, however many of them the conditions leave', () => {
    const known = { ...byOrder, share: 0.38 };
    const found = lines.baseRows * byOrder.share;
    expect(fetchTime(lines, [{ ...known, found }])).toBeLessThan(fetchTime(lines, []) / 2);
    expect(fetchTime(lines, [known])).toBeGreaterThan(fetchTime(lines, []));
    expect(fetchTime(lines, [{ ...byOrder, found }])).toBe(fetchTime(lines, [byOrder]));
  });
});

describe('a subquery inside of a source', () => {
  /** Orders of TPC-H Q7 at scale 10 by 120,000 of their customers: 1.4 s as a list, 3.7 in a hash join. */
  const orders: FetchProfile = { baseRows: 15_000_000, rows: 15_000_000, columns: 2, access: 'hash' };
  const customers: Reduction = { share: 0.08, keys: 120_000, arrival: 96_000, isByKey: false, isInOrder: false };

  it('costs more than a list of its keys, where the source joins', () => {
    expect(fetchTime(orders, [{ ...customers, isInside: true }])).toBeGreaterThan(fetchTime(orders, [customers]) * 1.4);
  });

  it('costs the same where rows are found one by one', () => {
    const looked: FetchProfile = { ...orders, access: 'index' };
    expect(fetchTime(looked, [{ ...customers, isInside: true }])).toBe(fetchTime(looked, [customers]));
  });
});

describe('a row with long texts', () => {
  it('costs more to send', () => {
    const narrow = fetchTime({ ...lines, textBytes: 0 }, []);
    expect(narrow).toBe(fetchTime(lines, []));
    expect(fetchTime({ ...lines, textBytes: 150 }, [])).toBeGreaterThan(narrow * 1.3);
  });
});
