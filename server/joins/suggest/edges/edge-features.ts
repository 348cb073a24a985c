/** What decides between the edges of one pair of tables: each edge's own score, and how it stands against its rivals. */
import type { ColumnPair } from '../candidates/column-pair.ts';
import { type Features, hasValues } from '../candidates/features.ts';
import { siblingLikeness } from '../names/siblings.ts';
import { correctForChance } from '../values/chance.ts';
import { isNamedPart, isPlainPart, isProvenPart, isUnique, type ScoredPair } from './composite.ts';
import type { TupleFigures } from './edge.ts';

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
const flag = (value: boolean): number => (value ? 1 : 0);
/** Margins count up to this many logits. */
const MAX_MARGIN = 6;

export function singleEdgeFeatures(own: ScoredPair, all: readonly ScoredPair[], partOfComposite: boolean): Features {
  const { pair, score } = own;
  const rivals = all.filter((other) => other !== own);
  const sameFrom = best(
    rivals.filter(
      ({ pair: other }) =>
        touches(other, pair.fromTable, pair.from.name) && !touches(other, pair.toTable, pair.to.name),
    ),
  );
  const sameTo = best(
    rivals.filter(
      ({ pair: other }) =>
        touches(other, pair.toTable, pair.to.name) && !touches(other, pair.fromTable, pair.from.name),
    ),
  );
  const apart = best(
    rivals.filter(
      ({ pair: other }) =>
        !touches(other, pair.fromTable, pair.from.name) && !touches(other, pair.toTable, pair.to.name),
    ),
  );
  const behind = (rival: number) => clamp(rival - score, 0, MAX_MARGIN) / MAX_MARGIN;
  // Several columns of one table may refer to one key, each in a role of its own: they are no rivals.
  const strongest = isToKey(pair) ? Math.max(sameFrom, apart) : Math.max(sameFrom, sameTo, apart);
  const ahead = clamp(score - strongest, 0, MAX_MARGIN) / MAX_MARGIN;
  const sibling = likestSibling(own, rivals);
  const neither =
    hasValues(pair) &&
    pair.values !== undefined &&
    !isUnique(pair.values.to.uniqueShare) &&
    !isUnique(pair.values.from.uniqueShare);
  return {
    score: score / 3,
    behindSameSource: behind(sameFrom),
    // Somebody who approves stands beside the one whose request it is.
    behindSameTarget: behind(sameTo) * (pair.names.isPersonRole ? 0.3 : 1),
    behindApart: behind(apart),
    ahead,
    isFirst: flag(strongest <= score),
    outnamed: flag(isOutnamed(own, rivals)),
    roleTwins: flag(sibling.isTwin),
    sibling: sibling.likeness,
    siblingScore: sibling.likeness * clamp((sibling.score + 3) / 6, 0, 1),
    neitherUnique: flag(neither),
    partOfComposite: flag(partOfComposite),
    manyDespiteKey: flag(neither) * keyRival(rivals),
    propertyDespiteKey: flag(isProperty(pair)) * keyRival(rivals),
  };
}

export function compositeEdgeFeatures(
  parts: readonly ScoredPair[],
  tuples: TupleFigures | undefined,
  bestSingleKey: number,
  isDeclared: boolean,
): Features {
  // A number within each key is worth nothing alone, and all the more beside the rest of it.
  const isTold = isToldByTuples(parts, tuples);
  const scores = parts.map(({ pair, score }) => (isSurePart(pair) || isTold ? Math.max(score, PLAIN_PART) : score));
  const names = Math.min(...parts.map(({ pair }) => pair.names.score));
  const proven = provenBeyondChance(parts, tuples);
  return {
    composite: 1,
    compositeDeclared: flag(isDeclared),
    compositeNames: names,
    compositeWeakest: Math.min(...scores) / 3,
    compositeMatch: tuples === undefined ? 0.5 : Math.max(tuples.fromRows, tuples.toRows),
    compositeUnmeasured: flag(tuples === undefined),
    compositeProven: proven,
    compositeAlone: proven * (isTold ? 1 : partsTold(parts, names)) * flag(bestSingleKey < NO_KEY),
    compositeNone: flag(tuples !== undefined && tuples.shared === 0),
    compositeLong: flag(parts.length > 2),
    compositeSingleKey: clamp(bestSingleKey, -3, 3) / 3,
  };
}

/** How far the tuples meet beyond what their columns would by themselves, where they are a key of the side referred to. */
function provenBeyondChance(parts: readonly ScoredPair[], tuples: TupleFigures | undefined): number {
  if (tuples === undefined || !isUnique(tuples.toUnique) || tuples.shared < MIN_TUPLES) return 0;
  const met = Math.max(tuples.fromRows, tuples.toRows);
  // That the tuples are a key on both sides is no accident, however few combinations there are.
  if (isUnique(tuples.fromUnique)) return met;
  const corrected = correctForChance(met, chanceOfTuple(parts, tuples));
  // A table of all combinations is hit by any: that it is a key of columns of the same names is what speaks for it.
  return met >= 0.98 && parts.every(({ pair }) => isNamedPart(pair)) ? Math.max(corrected, NAMED_TUPLES) : corrected;
}
const NAMED_TUPLES = 0.9;

/** Probability that values of the columns, taken by themselves, are a tuple of the side referred to. */
function chanceOfTuple(parts: readonly ScoredPair[], tuples: TupleFigures): number {
  const possible = parts.reduce((product, { pair }) => product * Math.max(1, pair.values?.to.distinct ?? 1), 1);
  return Math.min(1, tuples.toTotal / possible);
}

/**
 * Tuples that all meet, though by chance many would not, and that repeat on the referring side, so that it does not count by itself: no names are
 * needed where one part is sure.
 */
const isToldByTuples = (parts: readonly ScoredPair[], tuples: TupleFigures | undefined): boolean =>
  tuples !== undefined &&
  tuples.shared >= MANY_TUPLES &&
  tuples.fromRows >= 0.98 &&
  isUnique(tuples.toUnique) &&
  tuples.fromUnique < 0.95 &&
  chanceOfTuple(parts, tuples) <= MAX_TUPLE_CHANCE &&
  parts.some(({ pair }) => isProvenPart(pair) || isNamedPart(pair));
const MANY_TUPLES = 30;
const MAX_TUPLE_CHANCE = 0.7;

const isSurePart = (pair: ColumnPair): boolean => isPlainPart(pair) || isProvenPart(pair) || isNamedPart(pair);
/** Logit of a plain part in a composite key. */
const PLAIN_PART = 1;
/** How far the parts belong together by their names, or by values that no chance brings together. */
const partsTold = (parts: readonly ScoredPair[], names: number): number =>
  parts.every(({ pair }) => isSurePart(pair)) ? 1 : clamp((names - 0.5) / 0.35, 0, 1);

/** Logit below which no single pair is a key of its own. */
const NO_KEY = -1;
/** Fewer tuples may meet by accident. */
const MIN_TUPLES = 5;

const best = (scored: readonly ScoredPair[]): number =>
  scored.reduce((most, { score }) => Math.max(most, score), -MAX_MARGIN * 2);

const touches = (pair: ColumnPair, table: ColumnPair['fromTable'], column: string): boolean =>
  (pair.fromTable === table && pair.from.name === column) || (pair.toTable === table && pair.to.name === column);

/**
 * The other column of the same table that refers to the same key and is named most like a second role beside this one: what speaks for
 * one of `home_team` and `away_team` speaks for the other.
 */
function likestSibling(
  own: ScoredPair,
  rivals: readonly ScoredPair[],
): { readonly likeness: number; readonly score: number; readonly isTwin: boolean } {
  const { pair } = own;
  let found = { likeness: 0, score: -MAX_MARGIN, isTwin: false };
  if (!isToKey(pair) || !isContained(pair)) return found;
  const name = pair.fromTable.names.columns.get(pair.from.name);
  // `student_id` beside `examiner_id` and `supervisor_id` says who is no student.
  const isTaken = rivals.some((rival) => hasVeryName(rival, pair));
  for (const { pair: other, score } of rivals) {
    if (other.fromTable !== pair.fromTable || other.toTable !== pair.toTable || other.to.name !== pair.to.name)
      continue;
    const otherName = other.fromTable.names.columns.get(other.from.name);
    if (name === undefined || otherName === undefined || other.from.type !== pair.from.type || !isContained(other))
      continue;
    const likeness = siblingLikeness(name, otherName);
    const isTwin = likeness >= 0.6 && namesRole(pair) && namesRole(other) && !isTaken;
    if (likeness > found.likeness || (likeness === found.likeness && score > found.score))
      found = { likeness, score, isTwin };
  }
  return found;
}

/** Another column of the same table has the very name of the key, and this one only something like it: `reporter_id` beside `repo_id`. */
const isOutnamed = ({ pair }: ScoredPair, rivals: readonly ScoredPair[]): boolean =>
  !pair.names.isSame &&
  !pair.names.isRole &&
  !pair.names.isSameThing &&
  !pair.names.isPersonRole &&
  rivals.some((rival) => hasVeryName(rival, pair));

const hasVeryName = ({ pair: other }: ScoredPair, pair: ColumnPair): boolean =>
  other.names.isSame &&
  other.from.name !== pair.from.name &&
  other.fromTable === pair.fromTable &&
  other.to.name === pair.to.name;

/** Names what it refers to in a role (`base_ccy`), or what a person does. */
const namesRole = ({ names }: ColumnPair): boolean => names.isPersonRole || (names.isRole && names.score >= 0.75);

/** What is referred to is a key, as far as is known. */
const isToKey = ({ to, toTable, values }: ColumnPair): boolean =>
  to.isDeclaredUnique ||
  (values === undefined || values.to.distinct === 0
    ? to.isPrimaryKey || to.position === 0 || toTable.names.columns.get(to.name)?.isOwnKey === true
    : isUnique(values.to.uniqueShare));

const isContained = (pair: ColumnPair): boolean => !hasValues(pair) || (pair.values?.overlap.leftNonNull ?? 0) >= 0.5;

/** How good the best other pair to a key is, 0 to 1. */
function keyRival(rivals: readonly ScoredPair[]): number {
  const keys = rivals.filter(
    ({ pair }) => !isProperty(pair) && pair.values !== undefined && isUnique(pair.values.to.uniqueShare),
  );
  return clamp((best(keys) + 2) / 4, 0, 1);
}

const isProperty = ({ to, toTable }: ColumnPair): boolean =>
  toTable.names.columns.get(to.name)?.isKeyNamed !== true && !to.isDeclaredUnique;
