/**
 * Composite keys: where no single pair of columns is a key of either side, pairs that are each likely are joined until the tuples are. Declared keys
 * of several columns come first.
 */
import type { ColumnPair } from '../candidates/column-pair.ts';
import type { TableProfile } from '../profile/table-profile.ts';

export interface ScoredPair {
  readonly pair: ColumnPair;
  /** Of the pair model: before competition. */
  readonly score: number;
}

export const MAX_KEY_COLUMNS = 4;
const UNIQUE = 0.99;
/** Logit below which a pair takes no part in a composite key. */
const MIN_PART = -2.2;

export const isUnique = (share: number): boolean => share >= UNIQUE;

/** Sets of pairs, all in the direction of the first, that may be a key together; the caller measures their tuples. */
export function compositeCandidates(scored: readonly ScoredPair[]): (readonly ColumnPair[])[] {
  const likely = scored
    .filter(
      ({ pair, score }) =>
        (score >= MIN_PART || isPlainPart(pair) || isProvenPart(pair) || isNamedPart(pair)) && !isSingleKey(pair),
    )
    .map((part) => ({ ...part, score: isNamedPart(part.pair) ? Math.max(part.score, NAMED_PART) : part.score }))
    .sort((one, other) => other.score - one.score);
  const sure = disjoint(likely).slice(0, 6);
  const parts = [...sure, ...companions(scored, sure)];
  const first = parts[0];
  if (first === undefined || parts.length < 2) return [];
  const aligned = parts.map(({ pair }) => (pair.fromTable === first.pair.fromTable ? pair : turned(pair)));
  const found: (readonly ColumnPair[])[] = [];
  for (const table of [first.pair.toTable, first.pair.fromTable]) {
    for (const key of table.keys) {
      if (key.length < 2 || key.length > MAX_KEY_COLUMNS) continue;
      const pairs = key.map((column) => aligned.find((pair) => sideOf(pair, table) === column));
      if (pairs.every((pair) => pair !== undefined)) found.push(pairs);
    }
  }
  for (let length = 2; length <= Math.min(MAX_KEY_COLUMNS, aligned.length); length += 1)
    found.push(aligned.slice(0, length));
  for (let other = 2; other < aligned.length; other += 1) {
    const [one, two] = [aligned[0], aligned[other]];
    if (one !== undefined && two !== undefined) found.push([one, two]);
  }
  const some = aligned.slice(0, 5);
  for (const [first, one] of some.entries())
    for (const [second, two] of some.entries())
      for (const three of some.slice(second + 1)) if (first < second) found.push([one, two, three]);
  const seen = new Set<string>();
  return found.filter((pairs) => {
    const key = pairs
      .map((pair) => pair.from.name)
      .sort()
      .join('\u0001');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A number within each key, such as `position`: of no worth alone, and named the same on both sides. */
export const isPlainPart = ({ names, values, from }: ColumnPair): boolean =>
  names.isIdentical && from.type === 'integer' && values !== undefined && values.overlap.leftNonNull >= 0.98;

/** Values that no chance brings together, whatever the columns are called. */
export const isProvenPart = ({ values }: ColumnPair): boolean =>
  values !== undefined && values.corrected >= 0.9 && values.byChance < 0.05 && values.overlap.shared >= 10;

/** A column of the same name on both sides, or nearly, whose values all meet: too few to be a key, and fit for a part of one. */
export const isNamedPart = ({ names, values, from, to, fromTable, toTable }: ColumnPair): boolean =>
  (names.isSame || names.isSameThing || names.score >= NAMED || isNamesake(from, fromTable, to, toTable)) &&
  from.type !== 'float' &&
  to.type !== 'float' &&
  values !== undefined &&
  values.overlap.shared > 0 &&
  values.overlap.leftNonNull >= 0.98 &&
  fromTable.names.columns.get(from.name)?.isGeneric !== true &&
  toTable.names.columns.get(to.name)?.isGeneric !== true;
const NAMED = 0.85;
/** `no` on both sides: as a part of a key it is one name, though it says nothing alone. */
const isNamesake = (
  from: ColumnPair['from'],
  fromTable: TableProfile,
  to: ColumnPair['to'],
  toTable: TableProfile,
): boolean => fromTable.names.columns.get(from.name)?.plain === toTable.names.columns.get(to.name)?.plain;
/** Logit of such a part. */
const NAMED_PART = 0;

/**
 * A number or a short code beside a sure part, under another name: `(order, item)` for `(doc_no, pos)`. All its values are found on the other side; whether it belongs
 * to the key is for the tuples to say.
 */
function companions(scored: readonly ScoredPair[], sure: readonly ScoredPair[]): ScoredPair[] {
  const anchor = sure[0];
  if (anchor === undefined || sure.length > 1 || !(isProvenPart(anchor.pair) || isNamedPart(anchor.pair))) return [];
  const aligned = scored.map((one) =>
    one.pair.fromTable === anchor.pair.fromTable ? one : { ...one, pair: turned(one.pair) },
  );
  const fits = aligned.filter(
    ({ pair: { from, to, values } }) =>
      from.type === to.type &&
      (from.type === 'integer' || from.type === 'text') &&
      values !== undefined &&
      values.overlap.leftNonNull >= 0.98 &&
      values.to.distinct > 1 &&
      !isUnique(values.to.uniqueShare) &&
      !isUnique(values.from.uniqueShare),
  );
  return disjoint([anchor, ...fits.sort((one, other) => other.pair.names.score - one.pair.names.score)]).slice(1, 4);
}

/** A pair whose target (or source) is a key by itself needs no further columns. */
function isSingleKey({ values, to, from }: ColumnPair): boolean {
  if (to.isDeclaredUnique || from.isDeclaredUnique) return true;
  return (
    values !== undefined &&
    values.overlap.shared > 0 &&
    (isUnique(values.to.uniqueShare) || isUnique(values.from.uniqueShare))
  );
}

function disjoint(scored: readonly ScoredPair[]): ScoredPair[] {
  const taken = new Set<string>();
  return scored.filter(({ pair }) => {
    const from = `${pair.fromTable.reference.connection}.${pair.fromTable.reference.table}.${pair.from.name}`;
    const to = `${pair.toTable.reference.connection}.${pair.toTable.reference.table}.${pair.to.name}`;
    if (taken.has(from) || taken.has(to)) return false;
    taken.add(from);
    taken.add(to);
    return true;
  });
}

const sideOf = (pair: ColumnPair, table: TableProfile): string =>
  pair.toTable === table ? pair.to.name : pair.from.name;

/** The same pair read the other way. */
export function turned(pair: ColumnPair): ColumnPair {
  const { values } = pair;
  return {
    ...pair,
    fromTable: pair.toTable,
    toTable: pair.fromTable,
    from: pair.to,
    to: pair.from,
    values:
      values === undefined
        ? undefined
        : {
            ...values,
            from: values.to,
            to: values.from,
            overlap: {
              ...values.overlap,
              leftKeys: values.overlap.rightKeys,
              rightKeys: values.overlap.leftKeys,
              leftRows: values.overlap.rightRows,
              rightRows: values.overlap.leftRows,
              leftNonNull: values.overlap.rightNonNull,
              rightNonNull: values.overlap.leftNonNull,
            },
          },
  };
}
