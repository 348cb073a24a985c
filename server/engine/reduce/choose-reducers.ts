/**
 * Which relation reduces which other: a semi-join program. Relations are taken from the smallest estimate up; each one that is done may reduce those still to come.
 * So the program has no cycles, and along a chain (customers -> orders -> lines) each step makes the next one smaller. Within one source the reduction
 * is a subquery and nothing travels; across sources the keys do.
 */
import { createHash } from 'node:crypto';
import type { Connector } from '../../connectors/connector.ts';
import { JoineryError } from '../../errors.ts';
import type { Observations } from '../engine.ts';
import { accessOf, expectedRows, type FetchProfile, fetchTime } from './cost.ts';
import type { JoinEdge } from './join-edges.ts';
import type { ChosenReducer } from './key-reducer.ts';
import { type Candidate, type Offer, offer, WORTH } from './offers.ts';
import { placeKey } from './places.ts';
import type { FetchPlan } from './plan-fetches.ts';
import { withStanding } from './standing.ts';
import { textWidth } from './text-width.ts';

/** A source that finds rows by an index uses one; a second condition may make it choose the wrong one. */
const MOST_REDUCERS = { hash: 3, index: 1 } as const;
export interface ChoiceOptions {
  readonly connector: (id: string) => Connector;
  /** Also where it does not pay. */
  readonly reducesAlways: boolean;
  readonly observations?: Observations | undefined;
}

export interface Choice {
  readonly reducers: readonly ChosenReducer[];
  /** Under which the rows of the fetch, so reduced, are remembered. */
  readonly signature: string;
  /** Rows that it gave when it was last made so. */
  readonly knownRows: number | undefined;
}

/** What is chosen for each scan. */
export async function chooseReducers(
  plans: readonly FetchPlan[],
  edges: readonly JoinEdge[],
  { connector, reducesAlways, observations }: ChoiceOptions,
): Promise<ReadonlyMap<string, Choice>> {
  const rowsOf = async (keys: readonly string[]): Promise<readonly (number | undefined)[]> =>
    observations === undefined || keys.length === 0 ? [] : observations.rowsOf(keys);
  const open = new Map(plans.map((plan) => [placeKey(plan.needs.relation), candidateOf(plan, connector)]));
  const chosen = new Map<string, Choice>();
  while (open.size > 0) {
    const [key, next] = nextOf([...open]);
    open.delete(key);
    const { taken, knownRows } = await chooseOffers(next, reducesAlways, rowsOf);
    next.signature = signature(next, taken);
    chosen.set(next.plan.needs.scan, {
      reducers: taken.map(({ reducer }) => reducer),
      signature: next.signature,
      knownRows,
    });
    if (taken.length > 0) {
      next.isRestricted ||= taken.some(({ isSure }) => isSure);
      for (const { reducer } of taken) next.restricting.add(reducer.target);
    }
    next.isSeen = knownRows !== undefined || (taken.length === 0 && next.plan.isObserved === true);
    next.rows = knownRows ?? Math.max(1, expectedRows(next.profile) * shareOf(taken));
    for (const { reducer, sourceSignature } of taken) next.reducedBy.push([reducer.target, sourceSignature]);
    next.startsAt = Math.max(0, ...taken.map(({ readyAt }) => readyAt));
    next.readyAt = timeOf(next, taken);
    for (const edge of edges) {
      const target = open.get(placeKey(edge.target.relation));
      if (placeKey(edge.source.relation) === key && target !== undefined)
        offer(next, target, edge, connector, reducesAlways);
    }
  }
  return chosen;
}

/** Of candidates with about the fewest rows the one that is read soonest. */
const ABOUT = 2;

function nextOf(open: readonly (readonly [string, Candidate])[]): readonly [string, Candidate] {
  const fewest = Math.min(...open.map(([, { rows }]) => rows));
  const [first, ...others] = open.filter(([, { rows }]) => rows <= fewest * ABOUT);
  if (first === undefined) throw new JoineryError('internal', 'No relation is left to be reduced.');
  const time = ([, candidate]: readonly [string, Candidate]): number =>
    Math.min(timeOf(candidate, []), ...candidate.offers.map((offer) => timeOf(candidate, [offer])));
  return others.reduce((best, entry) => (time(entry) < time(best) ? entry : best), first);
}

/** The offers that make the fetch end earlier, best first. */
async function chooseOffers(
  candidate: Candidate,
  takesAll: boolean,
  rowsOf: (keys: readonly string[]) => Promise<readonly (number | undefined)[]>,
): Promise<{ readonly taken: readonly Offer[]; readonly knownRows: number | undefined }> {
  const direct = new Set(candidate.offers.map(({ sourceSignature }) => sourceSignature));
  let left = candidate.offers
    .filter(({ passedOn }) => takesAll || ![...passedOn].some((signature) => direct.has(signature)))
    .toSorted((a, b) => a.reduction.share - b.reduction.share || a.readyAt - b.readyAt);
  await learnRows(candidate, left, rowsOf);
  let taken: readonly Offer[] = [];
  let knownRows: number | undefined;
  const { access, standing = [] } = candidate.profile;
  const most = takesAll ? MOST_REDUCERS.hash : MOST_REDUCERS[access] - standing.length;
  while (left.length > 0 && taken.length < most) {
    const known = await rowsOf(left.map((next) => signature(candidate, [...taken, next])));
    // What is known to be good is not given up for a hope.
    const isNew = known.every((rows) => rows === undefined);
    const seen = left.map((next, index) => {
      const rows = known[index];
      const share =
        rows === undefined ? undefined : rows / Math.max(1, expectedRows(candidate.profile) * shareOf(taken));
      return { rows, next: share === undefined ? next : corrected(next, share, candidate, rows) };
    });
    const ways = takesAll ? seen : betterWays(candidate, taken, seen);
    const paying = ways.flatMap((one) => {
      const { next } = one;
      const after = price(candidate, [...taken, isNew ? hope(next) : next], next.readyAt);
      const limit = isFiltering(candidate, next) ? 1 / WORTH : WORTH;
      const pays = takesAll || isCheap(next) || after < price(candidate, taken, next.readyAt) * limit;
      return pays ? [{ ...one, after }] : [];
    });
    const [first, ...others] = paying;
    if (first === undefined) break;
    const chosen = takesAll ? first : others.reduce((best, one) => (one.after < best.after ? one : best), first);
    left = left.filter(({ edge }) => edge !== chosen.next.edge);
    taken = [...taken, chosen.next];
    knownRows = chosen.rows;
  }
  return { taken, knownRows };
}

/** Of two ways along one edge the better one by what is expected, not hoped: both depend on the same guess, and a hope for one of them is gone when the statement runs again. */
function betterWays<Seen extends { readonly next: Offer }>(
  candidate: Candidate,
  taken: readonly Offer[],
  offers: readonly Seen[],
): readonly Seen[] {
  const ways = Map.groupBy(offers, ({ next }) => next.edge);
  return [...ways.values()].map((ofEdge) => {
    const readyAt = Math.max(...ofEdge.map(({ next }) => next.readyAt));
    const priceOf = ({ next }: Seen): number => price(candidate, [...taken, next], readyAt);
    return ofEdge.reduce((best, seen) => (priceOf(seen) < priceOf(best) ? seen : best));
  });
}

/**
 * What a fetch gave under one reducer says something of what it would give without any, where that has never been seen: of what came unexpectedly one half, on a scale of ratios, is put down to
 * the filters and the other to the keys. Else a wrong guess of the filters would speak against the very keys that helped.
 */
async function learnRows(
  candidate: Candidate,
  offers: readonly Offer[],
  rowsOf: (keys: readonly string[]) => Promise<readonly (number | undefined)[]>,
): Promise<void> {
  if (candidate.plan.isObserved === true) return;
  const known = await rowsOf(offers.map((next) => signature(candidate, [next])));
  const { rows, baseRows } = candidate.profile;
  const expected = expectedRows(candidate.profile);
  const surprise = Math.max(
    1,
    ...offers.map((next, i) => (known[i] ?? 0) / Math.max(1, expected * next.reduction.share)),
  );
  candidate.profile = { ...candidate.profile, rows: Math.min(baseRows, rows * Math.sqrt(surprise)) };
}

/** Keys are counted before they are sent, so waiting for them is all that a wrong guess costs. */
const HOPE = 0.25;
const hope = (offer: Offer): Offer => {
  const { share, keys, arrival } = offer.reduction;
  if (offer.reducer.way === 'inside') return offer;
  const reduction = { ...offer.reduction, share: share * HOPE, keys: keys * HOPE, arrival: arrival * HOPE };
  return { ...offer, reduction };
};

/** What costs next to nothing is done even where it saves little: those that come after are reduced by it. */
const CHEAP = 8_000;
const isCheap = ({ readyAt, reduction }: Offer): boolean =>
  readyAt + reduction.arrival <= CHEAP && reduction.share < WORTH;

/** A subquery in a source that hashes: it costs little more than it saves there, and leaves fewer keys for the others. */
const isFiltering = ({ profile }: Candidate, { reducer, reduction }: Offer): boolean =>
  reducer.way === 'inside' && profile.access === 'hash' && reduction.share < 0.5;

const shareOf = (taken: readonly Offer[]): number => taken.reduce((share, { reduction }) => share * reduction.share, 1);

/** How many rows were left is known; how many have such a key is told by the keys, whatever the filters were thought to keep. */
const corrected = (offer: Offer, share: number, { profile }: Candidate, rows = 0): Offer => ({
  ...offer,
  reduction: {
    ...offer.reduction,
    share: Math.min(1, share),
    found: Math.max(rows, profile.baseRows * offer.reduction.share),
  },
});

/** Tells the fetch under these offers from every other. */
const signature = ({ identity }: Candidate, taken: readonly Offer[]): string =>
  taken.length === 0
    ? identity
    : createHash('sha256')
        .update(JSON.stringify([identity, ...taken.map(partOf)]))
        .digest('base64url')
        .slice(0, 22);

const partOf = ({ reducer, sourceSignature }: Offer): readonly unknown[] => [
  reducer.target,
  sourceSignature,
  reducer.computed?.sql(String) ?? reducer.sourceColumn,
];

/** Until it and what reduces it have been read, and its own work: what is fetched meanwhile takes processors, here and there, from what is waited for. */
const price = (candidate: Candidate, taken: readonly Offer[], readyAt: number): number => {
  const end = timeOf(candidate, taken);
  return Math.max(end, readyAt) + end - Math.max(0, ...taken.map((offer) => offer.readyAt));
};

const timeOf = ({ profile }: Candidate, taken: readonly Offer[]): number =>
  Math.max(0, ...taken.map(({ readyAt }) => readyAt)) +
  fetchTime(
    profile,
    taken.map(({ reduction }) => reduction),
  );

/**
 * Of a native statement of which nobody knows: people write one to get little of much. So few that their keys are tried on a much larger table; they are counted before they are sent.
 */
const NATIVE_ROWS = 5_000;

export function profileOf(plan: FetchPlan, connector: (id: string) => Connector): FetchProfile {
  const { relation, estimatedRows, columns } = plan.needs;
  const estimate =
    relation.kind === 'table' ? relation.table.rowEstimate : relation.kind === 'result' ? relation.rows : undefined;
  const expected = estimatedRows ?? Number.MAX_SAFE_INTEGER;
  const isGuess = relation.kind === 'native' && relation.rowEstimate === undefined && plan.isObserved !== true;
  const rows = isGuess ? Math.min(expected, NATIVE_ROWS) : expected;
  const baseRows =
    relation.kind === 'block'
      ? Math.max(rows, ...(relation.query?.sources.map(({ table }) => table.rowEstimate ?? 0) ?? []))
      : Math.max(estimate ?? rows, rows);
  const access = relation.kind === 'result' ? 'hash' : accessOf(connector(plan.connection).dialect);
  const textBytes = relation.kind === 'table' ? textWidth(relation.table, columns) : 0;
  const profile = { baseRows, rows, columns: columns.length, textBytes, access };
  return relation.kind === 'table' ? withStanding(profile, relation) : profile;
}

function candidateOf(plan: FetchPlan, connector: (id: string) => Connector): Candidate {
  const { relation, filters } = plan.needs;
  const profile = profileOf(plan, connector);
  return {
    plan,
    identity: plan.observationKey ?? JSON.stringify([plan.connection, plan.relationName]),
    signature: '',
    profile,
    rows: expectedRows(profile),
    startsAt: 0,
    readyAt: 0,
    isRestricted:
      relation.kind === 'block' ||
      (relation.kind === 'table' && relation.settled !== undefined) ||
      (filters.length > 0 && filters.every((place) => place.length > 0)),
    isSeen: false,
    restricting: new Set(),
    reducedBy: [],
    offers: [],
  };
}
