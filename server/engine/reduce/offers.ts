/** What the keys of a relation that is chosen could do for one still to come. */
import type { ColumnInfo, Connector } from '../../connectors/connector.ts';
import type { ComputedColumn } from '../plan/computed.ts';
import { type Relation, relationColumns } from '../plan/scan.ts';
import { equalityAcross } from './compare-across.ts';
import { expectedRows, type FetchProfile, KEY_TRAVEL, type Reduction, readingTime } from './cost.ts';
import { isUnique } from './estimate.ts';
import type { JoinEdge } from './join-edges.ts';
import { mostRowsFirst, takesLongList } from './key-limits.ts';
import type { ChosenReducer } from './key-reducer.ts';
import { canCompare, sampleValue } from './key-types.ts';
import type { FetchPlan } from './plan-fetches.ts';

/** A whole table with this many rows or fewer may still miss most of the keys of a much larger one. */
const SMALL_TABLE_ROWS = 5_000;
const MUCH_LARGER = 20;
const SHARE_OF_SMALL_TABLE = 0.3;
/** Where a source would read a table so long a second time only for its keys, those of the rows that come anyway may be sent instead. */
const DEAR = 50_000;
/** A reduction must save this part of the time. */
export const WORTH = 0.9;

export interface Offer {
  /** Of the offers of one edge, one is taken at most. */
  readonly edge: JoinEdge;
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

export interface Candidate {
  readonly plan: FetchPlan;
  /** Tells its table and filters, or its block. */
  readonly identity: string;
  /** Once its reducers are chosen. */
  signature: string;
  profile: FetchProfile;
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

/** Adds to the target what keys of the source could do for it along the edge. */
export function offer(
  source: Candidate,
  target: Candidate,
  edge: JoinEdge,
  connector: (id: string) => Connector,
  takesAll: boolean,
): void {
  const key = keyColumn(edge);
  const column = targetColumn(edge);
  if (key === undefined || column === undefined || !canCompare(key.type, column.type)) return;
  if (!takesAll && isPinned(target.plan, column)) return;
  if (edge.computed !== undefined && !isFetched(edge.computed, source.plan)) return;
  const isInside = canReadInside(edge, key, column, connector);
  const isDear = !takesAll && readingTime(source.profile) >= DEAR;
  const hasKeys = (!isInside || isDear) && canTakeKeys(source, edge, column, connector, takesAll);
  for (const way of [...(isInside ? (['inside'] as const) : []), ...(hasKeys ? (['keys'] as const) : [])]) {
    const reduction = expect(source, target, edge, way);
    if (!takesAll && reduction.share >= (way === 'keys' && source.isRestricted ? 1 : WORTH)) continue;
    const label = `${source.plan.connection}.${source.plan.relationName}.${key.name}`;
    target.offers.push({
      edge,
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
        expectedRows(source.profile) < source.profile.baseRows || edge.computed !== undefined
          ? new Set()
          : reducedBy(source, edge.source.index),
    });
    target.rows = Math.max(1, Math.min(target.rows, expectedRows(target.profile) * reduction.share));
  }
}

/** Whether there are not too many keys, and the reduced side may be asked for them. */
function canTakeKeys(
  source: Candidate,
  edge: JoinEdge,
  column: ColumnInfo,
  connector: (id: string) => Connector,
  takesAll: boolean,
): boolean {
  const to = edge.target.relation;
  const table = to.kind === 'table' ? to.table : edgeTable(edge);
  if (to.kind === 'result' || table === undefined) return false;
  const { dialect } = connector(to.connection);
  const isLong = takesLongList(dialect, to, column);
  if (!takesAll && source.rows > mostRowsFirst(isLong, source.isSeen)) return false;
  const probe = {
    kind: 'in',
    column: column.name,
    values: [{ type: column.type, value: sampleValue(column.type) }],
  } as const;
  return dialect.accepts(probe, table) !== 'no';
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
  return equalityAcross(dialect, to.table, column, key) !== 'no';
}

/** What the keys of `source` leave of `target`, if the keys of both are spread alike. */
function expect(source: Candidate, target: Candidate, edge: JoinEdge, way: 'keys' | 'inside'): Reduction {
  const part = source.isRestricted ? Math.min(1, source.rows / Math.max(1, source.profile.baseRows)) : 1;
  const isKey = (relation: Relation, index: number): boolean => {
    const name = relationColumns(relation)[index]?.name;
    return relation.kind === 'table' && name !== undefined && isUnique(relation.table, name);
  };
  const keys = source.rows;
  const isInside = way === 'inside';
  const arrival = isInside ? readingTime(source.profile) : keys * KEY_TRAVEL;
  const isByKey = isKey(edge.target.relation, edge.target.index);
  const { relation } = edge.target;
  const isInOrder =
    relation.kind === 'table' && relation.table.primaryKey[0] === relationColumns(relation)[edge.target.index]?.name;
  const reduction = (share: number): Reduction => ({
    share: Math.min(1, share),
    keys,
    arrival,
    isByKey,
    isInOrder,
    isInside,
  });
  const { baseRows } = source.profile;
  if (isByKey) return reduction(keys / Math.max(1, target.profile.baseRows));
  const isSmall = baseRows <= SMALL_TABLE_ROWS && baseRows * MUCH_LARGER <= target.profile.baseRows;
  if (!source.isRestricted) return reduction(way === 'keys' && isSmall ? SHARE_OF_SMALL_TABLE : 1);
  const isOneRowAKey =
    edge.computed === undefined &&
    (edge.source.relation.kind === 'block' || isKey(edge.source.relation, edge.source.index));
  // Else several rows have one key, and more keys are left than rows; unless it is by this key that they were chosen.
  return reduction(isOneRowAKey || source.restricting.has(edge.source.index) ? part : 1 - (1 - part) ** 4);
}
