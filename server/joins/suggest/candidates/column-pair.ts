/** Two columns of two tables with everything measured of them: from the referring side to the side that is referred to. */
import type { Normaliser } from '../../../../lib/contract/join.ts';
import { type NameEvidence, nameEvidence } from '../names/name-evidence.ts';
import type { ColumnProfile, ColumnValues } from '../profile/column-profile.ts';
import { isDeclaredFrom } from '../profile/declared.ts';
import type { TableProfile } from '../profile/table-profile.ts';
import { typeAgreement } from '../profile/type-class.ts';
import { askedOnly } from '../values/asked.ts';
import { chanceOfHit, correctForChance } from '../values/chance.ts';
import { type FoundSteps, findSteps, type NormalisedValues } from '../values/find-steps.ts';
import { type Overlap, overlap } from '../values/overlap.ts';

export interface ColumnPair {
  readonly fromTable: TableProfile;
  readonly toTable: TableProfile;
  readonly from: ColumnProfile;
  readonly to: ColumnProfile;
  readonly names: NameEvidence;
  readonly typeAgreement: number;
  /** Absent where one side has no values. */
  readonly values?: PairValues | undefined;
}

export interface PairValues {
  readonly steps: readonly Normaliser[];
  /** After the steps. */
  readonly from: ColumnValues;
  readonly to: ColumnValues;
  readonly overlap: Overlap;
  readonly byChance: number;
  /** Share of the rows of `from` that meet, beyond chance. */
  readonly corrected: number;
}

export function columnPair(
  leftTable: TableProfile,
  left: ColumnProfile,
  rightTable: TableProfile,
  right: ColumnProfile,
  normalised: NormalisedValues,
): ColumnPair {
  const forth = findSteps(knownOf(left, right), right, normalised);
  const isAllKnown = left.values?.asked === undefined && right.values?.asked === undefined;
  const back = isAllKnown ? forth : findSteps(left, knownOf(right, left), normalised);
  const there = measured(leftTable, left, rightTable, right, forth === undefined ? undefined : pairValues(forth).there);
  const here = measured(rightTable, right, leftTable, left, back === undefined ? undefined : pairValues(back).back);
  return pull(there) >= pull(here) ? there : here;
}

/** The column with the values of which it is known whether the other side has them. */
function knownOf(column: ColumnProfile, other: ColumnProfile): ColumnProfile {
  if (column.values === undefined || other.values === undefined) return column;
  const values = askedOnly(column.values, other.values);
  return values === column.values ? column : { ...column, values };
}

function measured(
  fromTable: TableProfile,
  from: ColumnProfile,
  toTable: TableProfile,
  to: ColumnProfile,
  values: PairValues | undefined,
): ColumnPair {
  const names = nameEvidence(from.name, fromTable.names, to.name, toTable.names, to.isDeclaredUnique);
  return { fromTable, toTable, from, to, names, typeAgreement: typeAgreement(from.type, to.type), values };
}

/** Of the same values, measured once. */
function pairValues(found: FoundSteps): { readonly there: PairValues; readonly back: PairValues } {
  const before = known.get(found);
  if (before !== undefined) return before;
  const { steps, left, right } = found;
  const made = { there: directed(steps, left, right), back: directed(steps, right, left) };
  known.set(found, made);
  return made;
}
const known = new WeakMap<FoundSteps, { readonly there: PairValues; readonly back: PairValues }>();

function directed(steps: readonly Normaliser[], from: ColumnValues, to: ColumnValues): PairValues {
  const met = overlap(from, to);
  const byChance = chanceOfHit(from, to);
  return { steps, from, to, overlap: met, byChance, corrected: correctForChance(met.leftNonNull, byChance) };
}

/** How much a pair looks like a reference in this direction: to a key, and contained in it. */
function pull(pair: ColumnPair): number {
  if (isDeclaredFrom([pair])) return Number.POSITIVE_INFINITY;
  const target = pair.toTable.names.columns.get(pair.to.name);
  const named = 0.5 * pair.names.namesTarget + (target?.isOwnKey === true ? 0.2 : 0);
  const declared = pair.to.isDeclaredUnique ? 0.3 : pair.to.isPrimaryKey ? 0.05 : 0;
  if (pair.values === undefined || pair.values.from.distinct === 0 || pair.values.to.distinct === 0)
    return named + declared;
  const unique = pair.values.to.uniqueShare >= 0.995 ? 3 : pair.values.to.uniqueShare;
  // Of two keys, the one whose name tells of the other table refers, even if the other is the smaller.
  return unique + pair.values.overlap.leftNonNull + 1.5 * named + declared;
}
