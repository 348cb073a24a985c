import type { Among } from '../../connectors/predicate.ts';
import type { Relation } from '../plan/scan.ts';
import type { Table } from '../plan/split-places.ts';
import { type FetchProfile, type Reduction, readingTime } from './cost.ts';
import { amongShare, estimateRows, isUnique } from './estimate.ts';

/** The partners that a relation's source settles. */
export const partnersOf = (relation: Relation): readonly Among[] =>
  relation.kind === 'table' ? (relation.settled?.filters ?? []).filter((filter) => filter.kind === 'among') : [];

/** The profile of a table whose partners its source settles (`settle-partners.ts`): it reads them whatever else is asked. */
export function withStanding(profile: FetchProfile, relation: Table): FetchProfile {
  const partners = partnersOf(relation);
  const { table } = relation;
  if (partners.length === 0) return profile;
  const { baseRows, access } = profile;
  const shares = partners.map((among) => amongShare(among, table, baseRows));
  const expected = shares.reduce((left, share) => left * share, 1);
  // Where more rows were seen than the partners should leave, they leave more.
  const rows = Math.min(baseRows, profile.rows / Math.max(expected, 1 / Math.max(1, baseRows)));
  const correction = profile.rows / Math.max(1, rows) / expected;
  const standing = partners.map(
    (among, index): Reduction => ({
      share: (shares[index] ?? 1) * (index === 0 ? correction : 1),
      keys: estimateRows(among.table, among.table.rowEstimate ?? 1, among.filters),
      arrival: reading(among, access),
      isByKey: isUnique(table, among.column),
      isInOrder: table.primaryKey[0] === among.column,
    }),
  );
  return { ...profile, rows, standing };
}

function reading({ table, filters }: Among, access: FetchProfile['access']): number {
  const baseRows = table.rowEstimate ?? 1;
  const inside = filters.filter((filter) => filter.kind === 'among').map((among) => reading(among, access));
  return inside.reduce((sum, time) => sum + time, readingTime({ baseRows, rows: baseRows, columns: 1, access }));
}
