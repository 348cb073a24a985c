/** The figures that the score of a column pair is made of. Each is about 0 to 1; docs/joins.md says what each means. */
import { isPropertyName } from '../names/lexicon.ts';
import { stemSimilarity } from '../names/name-evidence.ts';
import type { ValueCounts } from '../profile/column-profile.ts';
import { correctForChance } from '../values/chance.ts';
import { isHeavySteps } from '../values/find-steps.ts';
import type { ColumnPair } from './column-pair.ts';

export type Features = Readonly<Record<string, number>>;

const flag = (value: boolean): number => (value ? 1 : 0);
const clamp = (value: number): number => Math.max(0, Math.min(1, value));

export const hasValues = (pair: ColumnPair): boolean =>
  pair.values !== undefined && pair.values.from.distinct > 0 && pair.values.to.distinct > 0;

export function pairFeatures(pair: ColumnPair): Features {
  return hasValues(pair) ? { ...nameFeatures(pair), ...valueFeatures(pair) } : nameFeatures(pair);
}

function nameFeatures(pair: ColumnPair): Features {
  const { names, from, to, fromTable, toTable } = pair;
  const fromName = fromTable.names.columns.get(from.name);
  const toName = toTable.names.columns.get(to.name);
  const stems = stemSimilarity(fromTable.names, toTable.names);
  const areBothOwn = fromName?.isOwnKey === true && toName?.isOwnKey === true;
  const isKeyNamed = fromName?.isKeyNamed === true && toName?.isKeyNamed === true;
  return {
    name: names.score,
    nameHigh: flag(names.score >= 0.85),
    sameName: flag(names.isSame),
    identicalName: flag(names.isIdentical),
    sameThing: flag(names.isSameThing),
    personRole: flag(names.isPersonRole),
    keysUnlike: flag(isKeyNamed && names.score < 0.5 && !names.isUnknown),
    sameKeyName: flag(names.isSame && isKeyNamed),
    namesTarget: names.namesTarget,
    unknownName: flag(names.isUnknown),
    type: pair.typeAgreement,
    targetFirst: flag(to.position === 0),
    targetOwnKey: flag(toName?.isOwnKey === true),
    targetKeyNamed: flag(toName?.isKeyNamed === true),
    sourceKeyNamed: flag(fromName?.isKeyNamed === true),
    targetDeclared: flag(to.isDeclaredUnique),
    sourceDeclared: flag(from.isDeclaredUnique),
    bothOwnUnlike: areBothOwn ? 1 - stems : 0,
    sourceOwnUnlike: fromName?.isOwnKey === true && !areBothOwn ? 1 - stems : 0,
    generic: flag(fromName?.isGeneric === true || toName?.isGeneric === true),
    genericSame: flag(names.isSame && fromName?.isGeneric === true),
    roleName: flag(names.isRole && names.score >= 0.8),
    stems,
    time: flag(from.type === 'date' || from.type === 'timestamp'),
    float: flag(from.type === 'float' || to.type === 'float'),
    text: flag(from.type === 'text' && to.type === 'text'),
  };
}

function valueFeatures(pair: ColumnPair): Features {
  const { values, names } = pair;
  if (values === undefined) return {};
  const { from, to, overlap, corrected, byChance } = values;
  const isDense = from.isDense && to.isDense;
  const ranged = from.isWholeNumbers && to.isWholeNumbers;
  const overshoot =
    ranged && from.max !== undefined && to.max !== undefined
      ? Math.log1p(Math.max(0, to.distinct / Math.max(1, from.distinct) - 1))
      : 0;
  const isExact = overlap.leftNonNull >= 0.995;
  const meetings = clamp(Math.log10(1 + overlap.shared) / 2);
  const isText = !ranged && from.meanLength >= 3 && to.meanLength >= 3;
  const jaccard = overlap.shared / Math.max(1, from.distinct + to.distinct - overlap.shared);
  return {
    contained: overlap.leftNonNull,
    corrected,
    correctedName: corrected * names.score,
    containedName: overlap.leftNonNull * names.score,
    exact: flag(isExact),
    exactUnnamed: flag(isExact && (names.isUnknown || names.isPersonRole)),
    offsetRange: offsetRange(pair),
    proven: provenKey(pair),
    provenMany: provenMany(pair),
    sameEnds: sameEnds(pair),
    textMet: flag(isText) * corrected * meetings * to.uniqueShare,
    listsMet: hasNoKeys(pair) ? listsMet(pair) : 0,
    repeatsBare: flag(hasNoKeys(pair) && to.uniqueShare < 0.99 && from.uniqueShare < 0.99),
    textMetSame: flag(isText && names.isSame && fromIsNoProperty(pair)) * corrected * meetings,
    textMetUnlike: flag(isText) * corrected * meetings * to.uniqueShare * (1 - names.score),
    lowMatch: flag(overlap.leftNonNull < 0.2),
    noMatch: flag(overlap.shared === 0),
    targetUnique: clamp((to.uniqueShare - 0.8) / 0.2),
    sourceUnique: clamp((from.uniqueShare - 0.8) / 0.2),
    neitherUnique: flag(to.uniqueShare < 0.99 && from.uniqueShare < 0.99),
    neitherUniqueSameKey: flag(to.uniqueShare < 0.99 && from.uniqueShare < 0.99) * namedKey(pair),
    counter: flag(isDense),
    counterUnlike: flag(isDense) * (1 - names.score),
    counterUnknown: flag(isDense && names.isUnknown) * jaccard,
    coverage: overlap.rightKeys,
    jaccard,
    overshoot: clamp(overshoot / 4) * flag(isDense) * (1 - names.score),
    meetings,
    fewMeetings: flag(overlap.shared <= 2),
    byChance,
    normalised: flag(values.steps.length > 0),
    heavySteps: flag(isHeavySteps(values.steps)),
    fractional: flag(pair.from.type === 'float' && !from.isWholeNumbers),
    long: flag(Math.max(from.meanLength, to.meanLength) > 40),
  };
}

/** Neither side is a property that any table may have, but for keys: `addr`, `ship_city`. */
function isNoProperty({ from, to, fromTable, toTable }: ColumnPair): boolean {
  return [fromTable.names.columns.get(from.name), toTable.names.columns.get(to.name)].every(
    (name) => name !== undefined && (name.isKeyNamed || !isPropertyName(name.entity)),
  );
}

const fromIsNoProperty = ({ from, fromTable }: ColumnPair): boolean =>
  fromTable.names.columns.get(from.name)?.isGeneric !== true;

/** How far values prove by themselves that one column refers to the other: keys that hardly any other value would hit, and that are no counters. */
function proof({ values, from }: ColumnPair): number {
  if (values === undefined || values.byChance >= MAX_PROOF_CHANCE || (values.from.isDense && values.to.isDense))
    return 0;
  if (from.type === 'date' || from.type === 'timestamp' || values.from.meanLength < 2) return 0;
  const { corrected, byChance, overlap, steps } = values;
  const many = clamp(Math.log10(1 + overlap.shared) / 1.7);
  if (isDates(values.from.counts)) return 0;
  const code = codeShare(values.from.counts);
  return corrected * many * (1 - byChance / MAX_PROOF_CHANCE) * (isHeavySteps(steps) ? 0.5 : 1) * (0.5 + 0.5 * code);
}
const DATE = /^\d{4}-\d\d-\d\d|^\d{1,2}[./]\d{1,2}[./]\d{2,4}/;
const isDates = (values: ValueCounts): boolean => shareOf(values, DATE) > 0.5;
/** Words of a language meet more easily than codes, which hold digits or are a few capitals. */
const codeShare = (values: ValueCounts): number => shareOf(values, /\d|^[A-Z]{2,6}$/);

/** Share of the values, of the first hundred, that look so. */
function shareOf(values: ValueCounts, look: RegExp): number {
  const some = [...values.keys()].slice(0, 100);
  return some.length === 0 ? 0 : some.filter((value) => look.test(value)).length / some.length;
}

/** Values of a domain so small meet by accident. */
const MAX_PROOF_CHANCE = 0.2;

const isUniqueTarget = ({ values }: ColumnPair): boolean => (values?.to.uniqueShare ?? 0) >= 0.99;

const provenKey = (pair: ColumnPair): number => (isUniqueTarget(pair) && isNoProperty(pair) ? proof(pair) : 0);

/** The same key under the same name, unique on neither side. */
const provenMany = (pair: ColumnPair): number =>
  !isUniqueTarget(pair) && isNoProperty(pair) && (pair.names.isSame || pair.names.isSameThing) ? proof(pair) : 0;

/** Two counters that begin and end at the same number, other than 1, of which one is no key of its own table. */
function sameEnds({ values, fromTable, from }: ColumnPair): number {
  if (values === undefined || !values.from.isDense || !values.to.isDense || values.to.distinct < 10) return 0;
  const isSame = values.from.min === values.to.min && values.from.max === values.to.max;
  if (!isSame || fromTable.names.columns.get(from.name)?.isOwnKey === true) return 0;
  return values.from.min === 0 || values.from.min === 1 ? 0.3 : 1;
}

/**
 * How far off the beginning two ranges of whole numbers lie, of which one is a part of the other: a counter that begins at 3000 holds few other
 * columns, one that begins at 1 holds all. Years say nothing.
 */
function offsetRange({ values, fromTable, from, names }: ColumnPair): number {
  if (values === undefined || names.score >= 0.85) return 0;
  const [own, key] = [values.from, values.to];
  if (own.min === undefined || own.max === undefined || key.min === undefined || key.max === undefined) return 0;
  const width = key.max - key.min + 1;
  const slack = 0.03 * width;
  const isWithin = own.min >= key.min - slack && own.max <= key.max + slack && own.max - own.min >= 0.4 * width;
  const areYears = key.min >= 1_800 && key.max <= 2_200;
  if (!isWithin || areYears || key.min <= 0 || own.distinct < 10 || values.overlap.leftNonNull < 0.3) return 0;
  // Its own key counts by itself; and it has to be a key that is met.
  if (fromTable.names.columns.get(from.name)?.isOwnKey === true || key.uniqueShare < 0.99) return 0;
  return clamp(key.min / width);
}

/** The likeness of names where both say that they are keys. */
function namedKey({ names, from, to, fromTable, toTable }: ColumnPair): number {
  const areKeys =
    fromTable.names.columns.get(from.name)?.isKeyNamed === true &&
    toTable.names.columns.get(to.name)?.isKeyNamed === true;
  return areKeys ? names.score : 0;
}

/** Two tables as people write lists: nothing in them is called a key, and nothing is declared one. */
function hasNoKeys({ fromTable, toTable }: ColumnPair): boolean {
  return [fromTable, toTable].every(
    ({ keys, names }) =>
      keys.length === 0 &&
      [...names.columns.values()].every((column) => !column.isKeyNamed || column.entity.length === 0),
  );
}

/** How far two lists meet in either direction: of lists, one often holds a part of the other, and few rows are many. */
function listsMet({ values }: ColumnPair): number {
  if (values === undefined || values.byChance >= MAX_LIST_CHANCE) return 0;
  const { from, to, overlap, byChance } = values;
  const met = correctForChance(Math.max(overlap.leftNonNull, overlap.rightNonNull), byChance);
  return met * clamp(Math.log10(1 + overlap.shared) / 1.3) * Math.max(from.uniqueShare, to.uniqueShare);
}
/** Numbers that lie closer together than this meet by accident. */
const MAX_LIST_CHANCE = 0.35;
