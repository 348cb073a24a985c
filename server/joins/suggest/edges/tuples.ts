/** Keys of several columns: how unique the tuples are on each side, and how they meet. */
import type { ColumnPair } from '../candidates/column-pair.ts';
import { columnsToSample } from '../profile/read-profile.ts';
import type { TableProfile } from '../profile/table-profile.ts';
import { applySteps } from '../values/steps.ts';
import type { TupleFigures } from './edge.ts';

/** Rows of the columns of a side, each with how many rows of the table it stands for. */
export interface TupleRows {
  readonly rows: readonly (readonly (string | null)[])[];
  readonly counts?: readonly number[] | undefined;
}

/** The tuples in the sample of a table. */
export function sampledTuples(table: TableProfile, columns: readonly string[]): TupleRows {
  const order = columnsToSample(table).map(({ name }) => name);
  const places = columns.map((column) => order.indexOf(column));
  return { rows: table.sample.map((row) => places.map((place) => row[place] ?? null)) };
}

export function tupleFigures(pairs: readonly ColumnPair[], from: TupleRows, to: TupleRows): TupleFigures {
  const left = count(from, pairs);
  const right = count(to, pairs);
  let shared = 0;
  let fromMatched = 0;
  let toMatched = 0;
  let joinedRows = 0;
  for (const [key, rows] of left.counts) {
    const other = right.counts.get(key);
    if (other === undefined) continue;
    shared += 1;
    fromMatched += rows;
    toMatched += other;
    joinedRows += rows * other;
  }
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    fromUnique: share(left.counts.size, left.nonNull),
    toUnique: share(right.counts.size, right.nonNull),
    fromRows: share(fromMatched, left.total),
    toRows: share(toMatched, right.total),
    fromKeys: share(shared, left.counts.size),
    toKeys: share(shared, right.counts.size),
    shared,
    joinedRows,
    fromTotal: left.total,
    toTotal: right.total,
  };
}

function count(
  { rows, counts }: TupleRows,
  pairs: readonly ColumnPair[],
): { counts: Map<string, number>; nonNull: number; total: number } {
  const byTuple = new Map<string, number>();
  let nonNull = 0;
  let total = 0;
  for (const [index, row] of rows.entries()) {
    const weight = counts?.[index] ?? 1;
    total += weight;
    if (row.some((value) => value === null)) continue;
    nonNull += weight;
    const key = row.map((value, place) => applySteps(value ?? '', pairs[place]?.values?.steps ?? [])).join('\u0001');
    byTuple.set(key, (byTuple.get(key) ?? 0) + weight);
  }
  return { counts: byTuple, nonNull, total };
}
