/**
 * Which relation reduces which other: a semi-join program. Relations are taken from the smallest estimate up; each one that is done may reduce those still to come.
 * So the program has no cycles, and along a chain (customers -> orders -> lines) each step makes the next one smaller. Within one source the reduction
 * is a subquery and nothing travels; across sources the keys do.
 */
import { createHash } from 'node:crypto';
import type { ColumnInfo, Connector } from '../../connectors/connector.ts';
import type { Observations } from '../engine.ts';
import type { ComputedColumn } from '../plan/computed.ts';
import { type Relation, relationColumns } from '../plan/scan.ts';
import { accessOf, type FetchProfile, fetchTime, KEY_TRAVEL, type Reduction, readingTime } from './cost.ts';
import { isUnique } from './estimate.ts';
import type { JoinEdge } from './join-edges.ts';
import { canCompare, sampleValue } from './key-types.ts';
import { placeKey } from './places.ts';
import type { FetchPlan } from './plan-fetches.ts';

/** The fetch waits for another one and asks only for rows whose `column` is among its keys. */
export interface KeyReducer {
  /** Scan whose keys are taken. */
  readonly source: string;
  /** Position of the key among the source relation's columns. */
  readonly sourceColumn: number;
  /** What the keys are, where they are computed of that column. */
  readonly computed?: ComputedColumn | undefined;
  /** Column of the reduced table. */
  readonly column: ColumnInfo;
  /** For people: `crm.accounts.customer_number`. */
  readonly label: string;
  /** Position of the reduced column among the columns of the relation reduced. */
  readonly target: number;
  /** What is expected of it: decides again once the keys are counted. */
  readonly expected: Reduction;
}

export interface ChosenReducer extends KeyReducer {
  /** `inside`: both tables lie in one source, which reads the keys itself. */
  readonly way: 'keys' | 'inside';
  readonly key: ColumnInfo;
}

/** Rows after which a source is not read first to get its keys: there would be too many. A guess may be wrong, so it may be larger. */
const LARGEST_SOURCE_ROWS = { seen: 250_000, guessed: 1_000_000 } as const;
/** A whole table with this many rows or fewer may still miss most of the keys of a much larger one. */
const SMALL_TABLE_ROWS = 5_000;
const SMALLEST_TABLE_ROWS = 100;
const MUCH_LARGER = 20;
const SHARE_OF_SMALL_TABLE = 0.3;
/** A source that finds rows by an index uses one; a second condition may make it choose the wrong one. */
const MOST_REDUCERS = { hash: 3, index: 1 } as const;
/** A reduction must save this part of the time. */
const WORTH = 0.9;

export interface ChoiceOptions {
  readonly connector: (id: string) => Connector;
  /** Also where it does not pay. */
  readonly reducesAlways: boolean;
  readonly observations?: Observations | undefined;
}

interface Offer {
  readonly reducer: ChosenReducer;
  readonly reduction: Reduction;
  /** When its keys are there. */
  readonly readyAt: number;
  /** Whether its source lacks rows by a filter, and not only because it is small. */
  readonly isSure: boolean;
  readonly sourceSignature: string;
  /** Signatures of what has reduced its source by the same key, if nothing else has made it smaller. */
  readonly passedOn: ReadonlySet<string>;
}

interface Candidate {
  readonly plan: FetchPlan;
  /** Tells its table and filters, or its block. */
  readonly identity: string;
  /** Once its reducers are chosen. */
  signature: string;
  readonly profile: FetchProfile;
  rows: number;
  /** When it can be asked for, and when it has been read. */
  startsAt: number;
  readyAt: number;
  isRestricted: boolean;
  /** Whether `rows` is what the same fetch gave before. */
  isSeen: boolean;
  /** Columns by which it is reduced itself. */
  readonly restricting: Set<number>;
  /** The same with the signatures of what reduces it. */
  readonly reducedBy: (readonly [number, string])[];
  readonly offers: Offer[];
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
    const [key, next] = [...open].reduce((best, entry) => (entry[1].rows < best[1].rows ? entry : best));
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
    next.rows = knownRows ?? Math.max(1, next.profile.rows * shareOf(taken));
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

/** The offers that make the fetch end earlier, best first. */
async function chooseOffers(
  candidate: Candidate,
  takesAll: boolean,
  rowsOf: (keys: readonly string[]) => Promise<readonly (number | undefined)[]>,
): Promise<{ readonly taken: readonly Offer[]; readonly knownRows: number | undefined }> {
  const direct = new Set(candidate.offers.map(({ sourceSignature }) => sourceSignature));
  const left = candidate.offers
    .filter(({ passedOn }) => takesAll || ![...passedOn].some((signature) => direct.has(signature)))
    .toSorted((a, b) => a.reduction.share - b.reduction.share || a.readyAt - b.readyAt);
  let taken: readonly Offer[] = [];
  let knownRows: number | undefined;
  const most = takesAll ? MOST_REDUCERS.hash : MOST_REDUCERS[candidate.profile.access];
  while (left.length > 0 && taken.length < most) {
    const known = await rowsOf(left.map((next) => signature(candidate, [...taken, next])));
    const seen = left.map((next, index) => {
      const rows = known[index];
      const share = rows === undefined ? undefined : rows / Math.max(1, candidate.profile.rows * shareOf(taken));
      return { rows, next: share === undefined ? next : corrected(next, share), hoped: share === undefined };
    });
    const paying = seen.flatMap((one, index) => {
      const { next, hoped } = one;
      const after = price(candidate, [...taken, hoped ? hope(next) : next], next.readyAt);
      const limit = isFiltering(candidate, next) ? 1 / WORTH : WORTH;
      const pays = takesAll || isCheap(next) || after < price(candidate, taken, next.readyAt) * limit;
      return pays ? [{ ...one, index, after }] : [];
    });
    const [first, ...others] = paying;
    if (first === undefined) break;
    const chosen = takesAll ? first : others.reduce((best, one) => (one.after < best.after ? one : best), first);
    left.splice(chosen.index, 1);
    taken = [...taken, chosen.next];
    knownRows = chosen.rows;
  }
  return { taken, knownRows };
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

const corrected = (offer: Offer, share: number): Offer => ({
  ...offer,
  reduction: { ...offer.reduction, share: Math.min(1, share) },
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

export function profileOf(plan: FetchPlan, connector: (id: string) => Connector): FetchProfile {
  const { relation, estimatedRows, columns } = plan.needs;
  const estimate =
    relation.kind === 'table' ? relation.table.rowEstimate : relation.kind === 'result' ? relation.rows : undefined;
  const rows = estimatedRows ?? Number.MAX_SAFE_INTEGER;
  const baseRows =
    relation.kind === 'block'
      ? Math.max(rows, ...(relation.query?.sources.map(({ table }) => table.rowEstimate ?? 0) ?? []))
      : Math.max(estimate ?? rows, rows);
  const access = relation.kind === 'result' ? 'hash' : accessOf(connector(plan.connection).dialect);
  return { baseRows, rows, columns: columns.length, access };
}

function candidateOf(plan: FetchPlan, connector: (id: string) => Connector): Candidate {
  const { relation, filters } = plan.needs;
  const profile = profileOf(plan, connector);
  return {
    plan,
    identity: plan.observationKey ?? JSON.stringify([plan.connection, plan.relationName]),
    signature: '',
    profile,
    rows: profile.rows,
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

function offer(
  source: Candidate,
  target: Candidate,
  edge: JoinEdge,
  connector: (id: string) => Connector,
  takesAll: boolean,
): void {
  const to = target.plan.needs.relation;
  const key = keyColumn(edge);
  const column = targetColumn(edge);
  if (key === undefined || column === undefined || !canCompare(key.type, column.type)) return;
  if (!takesAll && isPinned(target.plan, column)) return;
  if (edge.computed !== undefined && !isFetched(edge.computed, source.plan)) return;
  const way = canReadInside(edge, key, column, connector) ? 'inside' : 'keys';
  if (way === 'keys') {
    if (!takesAll && source.rows > LARGEST_SOURCE_ROWS[source.isSeen ? 'seen' : 'guessed']) return;
    const table = to.kind === 'table' ? to.table : edgeTable(edge);
    const probe = {
      kind: 'in',
      column: column.name,
      values: [{ type: column.type, value: sampleValue(column.type) }],
    } as const;
    if (to.kind === 'result' || table === undefined) return;
    if (connector(to.connection).dialect.accepts(probe, table) === 'no') return;
  }
  const reduction = expect(source, target, edge, way);
  if (!takesAll && reduction.share >= (way === 'keys' && source.isRestricted ? 1 : WORTH)) return;
  const label = `${source.plan.connection}.${source.plan.relationName}.${key.name}`;
  target.offers.push({
    reducer: {
      source: source.plan.needs.scan,
      sourceColumn: edge.source.index,
      computed: edge.computed,
      target: edge.target.index,
      column,
      key,
      label,
      way,
      expected: reduction,
    },
    reduction,
    // A source that reads the keys itself waits only for what reduces them.
    readyAt: way === 'inside' ? source.startsAt : source.readyAt,
    isSure: source.isRestricted,
    sourceSignature: source.signature,
    passedOn:
      source.profile.rows < source.profile.baseRows || edge.computed !== undefined
        ? new Set()
        : reducedBy(source, edge.source.index),
  });
  target.rows = Math.max(1, Math.min(target.rows, target.profile.rows * reduction.share));
}

const reducedBy = (source: Candidate, column: number): ReadonlySet<string> =>
  new Set(source.reducedBy.flatMap(([target, signature]) => (target === column ? [signature] : [])));

/** Whether all that a key is computed of comes with the fetch. */
function isFetched(computed: ComputedColumn, { positions }: FetchPlan): boolean {
  const columns: number[] = [];
  computed.sql((index) => {
    columns.push(index);
    return '';
  });
  return columns.every((index) => positions.includes(index));
}

/** Whether the fetch asks for one value of the column anyway: keys could only repeat it, and would have to be waited for. */
function isPinned({ request }: FetchPlan, { name }: ColumnInfo): boolean {
  if (request?.kind !== 'table') return false;
  return request.filters.some(
    (filter) =>
      (filter.kind === 'comparison' && filter.operator === '=' && filter.column === name) ||
      (filter.kind === 'in' && filter.column === name && filter.values.length === 1),
  );
}

/** What the keys are, as a column of their source. */
function keyColumn({ source: { relation, index }, computed }: JoinEdge): ColumnInfo | undefined {
  const column = relationColumns(relation)[index];
  if (computed === undefined || column === undefined) return column;
  const name = computed.sql((position) => relationColumns(relation)[position]?.name ?? '');
  return { name, sourceType: computed.type, type: computed.type, nullable: true };
}

/** The column at the source that is compared with the keys. */
function targetColumn({ target: { relation, index } }: JoinEdge): ColumnInfo | undefined {
  if (relation.kind !== 'block') return relationColumns(relation)[index];
  const value = relation.query?.outputs[index]?.value;
  return value?.kind === 'column' ? value.column : undefined;
}

function edgeTable({ target: { relation, index } }: JoinEdge) {
  const value = relation.kind === 'block' ? relation.query?.outputs[index]?.value : undefined;
  return value?.kind === 'column' && relation.kind === 'block'
    ? relation.query?.sources[value.source]?.table
    : undefined;
}

/** Whether both are tables of one source that knows subqueries and finds all equal values equal. */
function canReadInside(
  edge: JoinEdge,
  key: ColumnInfo,
  column: ColumnInfo,
  connector: (id: string) => Connector,
): boolean {
  const [from, to] = [edge.source.relation, edge.target.relation];
  if (edge.computed !== undefined) return false;
  if (from.kind !== 'table' || to.kind !== 'table' || from.connection !== to.connection) return false;
  const { dialect } = connector(to.connection);
  if (dialect.readsInside !== true) return false;
  const both = {
    ...to.table,
    columns: [
      { ...column, name: 'left' },
      { ...key, name: 'right' },
    ],
  };
  return dialect.accepts({ kind: 'columns', left: 'left', operator: '=', right: 'right' }, both) !== 'no';
}

/** What the keys of `source` leave of `target`, if the keys of both are spread alike. */
function expect(source: Candidate, target: Candidate, edge: JoinEdge, way: 'keys' | 'inside'): Reduction {
  const part = source.isRestricted ? Math.min(1, source.rows / Math.max(1, source.profile.baseRows)) : 1;
  const isKey = (relation: Relation, index: number): boolean => {
    const name = relationColumns(relation)[index]?.name;
    return relation.kind === 'table' && name !== undefined && isUnique(relation.table, name);
  };
  const keys = source.rows;
  const arrival = way === 'keys' ? keys * KEY_TRAVEL : readingTime(source.profile);
  const isByKey = isKey(edge.target.relation, edge.target.index);
  const { relation } = edge.target;
  const isInOrder =
    relation.kind === 'table' && relation.table.primaryKey[0] === relationColumns(relation)[edge.target.index]?.name;
  const reduction = (share: number): Reduction => ({ share: Math.min(1, share), keys, arrival, isByKey, isInOrder });
  const { baseRows } = source.profile;
  if (isByKey) return reduction(keys / Math.max(1, target.profile.baseRows));
  const isSmall =
    baseRows <= SMALL_TABLE_ROWS &&
    baseRows >= SMALLEST_TABLE_ROWS &&
    baseRows * MUCH_LARGER <= target.profile.baseRows;
  if (!source.isRestricted) return reduction(way === 'keys' && isSmall ? SHARE_OF_SMALL_TABLE : 1);
  const isOneRowAKey =
    edge.computed === undefined &&
    (edge.source.relation.kind === 'block' || isKey(edge.source.relation, edge.source.index));
  // Else several rows have one key, and more keys are left than rows; unless it is by this key that they were chosen.
  return reduction(isOneRowAKey || source.restricting.has(edge.source.index) ? part : 1 - (1 - part) ** 4);
}
