/** Which columns of two tables are worth comparing: types that can be equal, the likeliest names first, bounded. */
import { nameEvidence } from '../names/name-evidence.ts';
import type { ColumnProfile } from '../profile/column-profile.ts';
import { sameTable, type TableProfile } from '../profile/table-profile.ts';
import { isLongText, typeAgreement } from '../profile/type-class.ts';
import { MAX_COLUMN_PAIRS } from '../read/limits.ts';
import type { NormalisedValues } from '../values/find-steps.ts';
import { type ColumnPair, columnPair } from './column-pair.ts';

export function findPairs(left: TableProfile, right: TableProfile, normalised: NormalisedValues): ColumnPair[] {
  // A table beside itself: each pair of columns once, and no column with itself.
  const isSelf = sameTable(left.reference, right.reference);
  const possible: { left: ColumnProfile; right: ColumnProfile; rank: number }[] = [];
  for (const one of left.columns.filter(canBeKey)) {
    for (const other of right.columns.filter(canBeKey)) {
      const agreement = typeAgreement(one.type, other.type);
      if (agreement === 0 || (isSelf && one.position >= other.position)) continue;
      const name = Math.max(
        nameEvidence(one.name, left.names, other.name, right.names, other.isDeclaredUnique).score,
        nameEvidence(other.name, right.names, one.name, left.names, one.isDeclaredUnique).score,
      );
      possible.push({
        left: one,
        right: other,
        rank: name + 0.2 * agreement + (one.isDeclaredUnique || other.isDeclaredUnique ? 0.1 : 0),
      });
    }
  }
  if (possible.length > MAX_COLUMN_PAIRS) possible.sort((one, other) => other.rank - one.rank);
  return possible
    .slice(0, MAX_COLUMN_PAIRS)
    .map(({ left: one, right: other }) => columnPair(left, one, right, other, normalised));
}

function canBeKey(column: ColumnProfile): boolean {
  if (column.type === 'other' || column.type === 'boolean' || isLongText(column.sourceType)) return false;
  const { values } = column;
  if (values === undefined || values.distinct === 0) return true;
  if (column.type === 'float' && !values.isWholeNumbers) return false;
  return values.meanLength <= 120;
}
