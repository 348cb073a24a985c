/** How the values of two columns meet, counted both ways. */
import type { ColumnValues, ValueCounts } from '../profile/column-profile.ts';

export interface Overlap {
  /** Distinct values in both. */
  readonly shared: number;
  /** Shares of the distinct values of each side that the other has. */
  readonly leftKeys: number;
  readonly rightKeys: number;
  /** Shares of the rows of each side, NULLs included, that find a partner. */
  readonly leftRows: number;
  readonly rightRows: number;
  /** Of the rows with a value. */
  readonly leftNonNull: number;
  readonly rightNonNull: number;
  /** Rows of the inner join. */
  readonly joinedRows: number;
}

export function overlap(left: ColumnValues, right: ColumnValues): Overlap {
  let shared = 0;
  let leftMatched = 0;
  let rightMatched = 0;
  let joinedRows = 0;
  const isLeftSmaller = left.counts.size <= right.counts.size;
  const [small, large]: [ValueCounts, ValueCounts] = isLeftSmaller
    ? [left.counts, right.counts]
    : [right.counts, left.counts];
  for (const [value, count] of small) {
    const other = large.get(value);
    if (other === undefined) continue;
    shared += 1;
    leftMatched += isLeftSmaller ? count : other;
    rightMatched += isLeftSmaller ? other : count;
    joinedRows += count * other;
  }
  const share = (part: number, whole: number) => (whole === 0 ? 0 : Math.min(1, part / whole));
  return {
    shared,
    leftKeys: share(shared, left.distinct),
    rightKeys: share(shared, right.distinct),
    leftRows: share(leftMatched, left.rows),
    rightRows: share(rightMatched, right.rows),
    leftNonNull: share(leftMatched, left.nonNull),
    rightNonNull: share(rightMatched, right.nonNull),
    joinedRows,
  };
}
