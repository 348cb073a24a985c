/** From two live tables to the scored edges between them: candidates by name first, then as many questions as the budget allows. */
import type { ColumnPair } from '../candidates/column-pair.ts';
import { findPairs } from '../candidates/find-pairs.ts';
import { isDeclaredPair } from '../profile/declared.ts';
import { MAX_PROBES_PER_PAIR, PROBED_KEYS } from '../read/limits.ts';
import type { LiveTable } from '../read/live-table.ts';
import type { NormalisedValues } from '../values/find-steps.ts';
import type { SuggestModel } from '../weights/model.ts';
import type { Edge, TupleFigures } from './edge.ts';
import { pairEdges, scorePairs } from './pair-edges.ts';
import { sampledTuples, type TupleRows, tupleFigures } from './tuples.ts';

/** Pairs whose columns are looked at closer where the sample is not the whole table. */
const PAIRS_TO_DEEPEN = 5;
/** Below this only the likeliest pair is looked at: neither names nor samples speak for the others. */
const MIN_RANK = 0.95;
const DECLARED_RANK = 100;

/** What two tables gave: their comparable columns, and how tuples of several are measured. */
export interface PreparedPair {
  readonly pairs: readonly ColumnPair[];
  readonly measure: (pairs: readonly ColumnPair[]) => Promise<TupleFigures | undefined>;
}

/** What the samples, or the names alone, say; asks nothing. */
export function prepareQuickly(left: LiveTable, right: LiveTable, normalised: NormalisedValues): PreparedPair {
  return {
    pairs: findPairs(left.profile, right.profile, normalised),
    measure: async (pairs) => fromSamples(left, right, pairs),
  };
}

/** Asks what is worth knowing, within the budget of a pair. */
export async function preparePair(
  left: LiveTable,
  right: LiveTable,
  normalised: NormalisedValues,
): Promise<PreparedPair> {
  const budget = { left: MAX_PROBES_PER_PAIR };
  await deepenLikely(left, right, normalised, budget);
  return {
    pairs: findPairs(left.profile, right.profile, normalised),
    measure: async (pairs) => fromSamples(left, right, pairs) ?? (await fromGroups(left, right, pairs, budget)),
  };
}

export const edgesOf = ({ pairs, measure }: PreparedPair, model: SuggestModel): Promise<Edge[]> =>
  pairEdges(scorePairs(pairs, model), measure);

async function deepenLikely(
  left: LiveTable,
  right: LiveTable,
  normalised: NormalisedValues,
  budget: { left: number },
): Promise<void> {
  if ((left.profile.isWhole && right.profile.isWhole) || !left.hasSample || !right.hasSample) return;
  const likely = findPairs(left.profile, right.profile, normalised)
    .map((pair) => ({ pair, rank: rankBySample(pair) }))
    .sort((one, other) => other.rank - one.rank)
    .filter(({ rank }, index) => index === 0 || rank >= MIN_RANK)
    .slice(0, PAIRS_TO_DEEPEN);
  // What the source declares needs no rivals to be looked at, only its figures.
  const declared = likely.filter(({ pair }) => isDeclaredPair(pair));
  const wanted = (declared.length > 0 ? declared : likely).map(({ pair }) =>
    pair.fromTable.reference === left.profile.reference
      ? { mine: pair.from.name, theirs: pair.to.name }
      : { mine: pair.to.name, theirs: pair.from.name },
  );
  const columns = new Map(
    wanted.flatMap(({ mine, theirs }) => [
      [`right ${theirs}`, { table: right, column: theirs }] as const,
      [`left ${mine}`, { table: left, column: mine }] as const,
    ]),
  );
  await deepenAll([...columns.values()], budget);
  for (const { mine, theirs } of wanted) await exchangeKeys(left, mine, right, theirs, budget);
}

/** As many columns at a time as the budget surely has questions for. */
async function deepenAll(
  columns: readonly { readonly table: LiveTable; readonly column: string }[],
  budget: { left: number },
): Promise<void> {
  let open = columns.filter(({ table, column }) => table.mayBeDeepened(column));
  while (open.length > 0 && budget.left > 0) {
    const now = open.slice(0, Math.max(1, Math.floor(budget.left / QUESTIONS_PER_COLUMN)));
    open = open.slice(now.length);
    const asked = await Promise.all(now.map(({ table, column }) => table.deepen(column)));
    budget.left = Math.max(0, budget.left - asked.reduce((sum, questions) => sum + questions, 0));
    open = open.filter(({ table, column }) => table.mayBeDeepened(column));
  }
}
/** Its values, and how many there are in all. */
const QUESTIONS_PER_COLUMN = 2;

/** Where a side has too many values to fetch, some keys of the other side are asked for there. */
async function exchangeKeys(
  left: LiveTable,
  mine: string,
  right: LiveTable,
  theirs: string,
  budget: { left: number },
): Promise<void> {
  const sides = [
    { keys: valuesOf(left, mine), other: right, column: theirs },
    { keys: valuesOf(right, theirs), other: left, column: mine },
  ];
  for (const { keys, other, column } of sides) {
    const values = valuesOf(other, column);
    if (keys === undefined || values === undefined || values.isWhole || budget.left <= 0) continue;
    budget.left -= 1;
    await other.probe(column, spread([...keys.counts.keys()], PROBED_KEYS));
  }
}

const valuesOf = (table: LiveTable, column: string) =>
  table.profile.columns.find(({ name }) => name === column)?.values;

/** Keys from all over the list, not its beginning. */
const spread = <Value>(values: readonly Value[], limit: number): Value[] =>
  values.length <= limit
    ? [...values]
    : Array.from({ length: limit }, (_, index) => values[Math.floor((index * values.length) / limit)] as Value);

/** Before anything is measured whole: names, types, declared keys, and whether the samples meet at all. */
function rankBySample(pair: ColumnPair): number {
  const { names, to, from, typeAgreement, values } = pair;
  const meets =
    values === undefined ? 0 : Math.min(1, 3 * values.corrected + (values.overlap.leftNonNull > 0.5 ? 0.2 : 0));
  const key = to.isDeclaredUnique || from.isDeclaredUnique || (values?.to.uniqueShare ?? 0) >= 0.99 ? 0.3 : 0;
  const time = from.type === 'date' || from.type === 'timestamp' ? 0.8 : 0;
  if (isDeclaredPair(pair)) return DECLARED_RANK;
  return 1.5 * names.score + 0.4 * names.namesTarget + 0.3 * typeAgreement + meets + key - time;
}

function fromSamples(left: LiveTable, right: LiveTable, pairs: readonly ColumnPair[]): TupleFigures | undefined {
  const first = pairs[0];
  if (first === undefined || !left.profile.isWhole || !right.profile.isWhole) return undefined;
  const from = sampledTuples(
    first.fromTable,
    pairs.map((pair) => pair.from.name),
  );
  const to = sampledTuples(
    first.toTable,
    pairs.map((pair) => pair.to.name),
  );
  return tupleFigures(pairs, from, to);
}

async function fromGroups(
  left: LiveTable,
  right: LiveTable,
  pairs: readonly ColumnPair[],
  budget: { left: number },
): Promise<TupleFigures | undefined> {
  const first = pairs[0];
  if (first === undefined || !left.hasSample || !right.hasSample) return undefined;
  const tuples = async (
    profile: ColumnPair['fromTable'],
    columns: readonly string[],
  ): Promise<TupleRows | undefined> => {
    const table = profile.reference === left.profile.reference ? left : right;
    if (table.profile.isWhole) return sampledTuples(profile, columns);
    if (budget.left <= 0) return undefined;
    budget.left -= 1;
    return table.tuples(columns);
  };
  const from = await tuples(
    first.fromTable,
    pairs.map((pair) => pair.from.name),
  );
  const to = await tuples(
    first.toTable,
    pairs.map((pair) => pair.to.name),
  );
  return from === undefined || to === undefined ? undefined : tupleFigures(pairs, from, to);
}
