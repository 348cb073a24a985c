/** A proposed join of two tables before it becomes a suggestion: one pair of columns, or several that are one key together. */
import type { ColumnPair } from '../candidates/column-pair.ts';
import type { Features } from '../candidates/features.ts';
import type { TableProfile } from '../profile/table-profile.ts';

export interface Edge {
  readonly kind: 'single' | 'composite';
  /** All in one direction. */
  readonly pairs: readonly ColumnPair[];
  readonly from: TableProfile;
  readonly to: TableProfile;
  /** Measured on whole tuples, for composite keys. */
  readonly tuples?: TupleFigures | undefined;
  readonly features: Features;
}

export interface TupleFigures {
  readonly fromUnique: number;
  readonly toUnique: number;
  readonly fromRows: number;
  readonly toRows: number;
  readonly fromKeys: number;
  readonly toKeys: number;
  readonly shared: number;
  readonly joinedRows: number;
  /** Rows of each side. */
  readonly fromTotal: number;
  readonly toTotal: number;
}

export const edgeKey = (edge: Pick<Edge, 'pairs'>): string =>
  edge.pairs
    .map(({ fromTable, toTable, from, to }) =>
      [
        [fromTable.reference, from.name],
        [toTable.reference, to.name],
      ]
        .map((side) => JSON.stringify(side))
        .sort()
        .join('='),
    )
    .sort()
    .join('&');
