/**
 * Which relation's keys go to which other: a semi-join program. Relations are taken from the smallest estimate up; each one that is done may reduce those still to come.
 * So the program has no cycles, and along a chain (customers -> orders -> lines) each step makes the next one smaller.
 */
import type { ColumnInfo, Connector } from '../../connectors/connector.ts';
import { relationColumns } from '../plan/scan.ts';
import { relationKey } from '../plan/view-names.ts';
import type { JoinEdge } from './join-edges.ts';
import type { FetchPlan } from './plan-fetches.ts';

/** The fetch waits for another one and asks only for rows whose `column` is among its keys. */
export interface KeyReducer {
  /** Scan whose keys are taken. */
  readonly source: string;
  /** Position of the key among the source relation's columns. */
  readonly sourceColumn: number;
  /** Column of the reduced table. */
  readonly column: ColumnInfo;
  /** For people: `crm.accounts.customer_number`. */
  readonly label: string;
}

/** Below this many rows a fetch is over before its reducer would be there. */
const SMALLEST_TARGET_ROWS = 2_000;
/** Above this many rows a source has too many keys to send. */
const LARGEST_SOURCE_ROWS = 500_000;
/** A whole table with this many rows or fewer may still miss most of the keys of a much larger one. */
const SMALL_TABLE_ROWS = 5_000;
const MUCH_LARGER = 20;
const MOST_REDUCERS = 2;

const integerType = /^U?(TINY|SMALL|BIG|HUGE)INT$|^U?INTEGER$/;
const exactTypes: ReadonlySet<string> = new Set(['VARCHAR', 'DATE', 'UUID', 'TIMESTAMP']);
const canCompare = (a: string, b: string): boolean =>
  (integerType.test(a) && integerType.test(b)) || (a === b && exactTypes.has(a));

/** Some value of a type that keys may have, to ask a dialect whether it takes keys of that type at all. */
function sampleValue(type: string): string {
  if (type === 'DATE') return '2000-01-01';
  if (type === 'TIMESTAMP') return '2000-01-01 00:00:00';
  if (type === 'UUID') return '00000000-0000-4000-8000-000000000000';
  return '1';
}

interface Candidate {
  readonly plan: FetchPlan;
  readonly baseRows: number;
  rows: number;
  isRestricted: boolean;
  readonly reducers: { readonly reducer: KeyReducer; readonly rows: number; readonly share: number }[];
}

/** Reducers by the scan that they reduce. */
export function chooseReducers(
  plans: readonly FetchPlan[],
  edges: readonly JoinEdge[],
  connector: (id: string) => Connector,
  reducesAlways: boolean,
): ReadonlyMap<string, readonly KeyReducer[]> {
  const open = new Map(plans.map((plan) => [relationKey(plan.needs.relation), candidateOf(plan)]));
  const chosen = new Map<string, readonly KeyReducer[]>();
  while (open.size > 0) {
    const [key, next] = [...open].reduce((best, entry) => (entry[1].rows < best[1].rows ? entry : best));
    open.delete(key);
    const best = next.reducers.sort((a, b) => a.share - b.share || a.rows - b.rows).slice(0, MOST_REDUCERS);
    if (best.length > 0) {
      chosen.set(
        next.plan.needs.scan,
        best.map(({ reducer }) => reducer),
      );
      next.isRestricted = true;
    }
    for (const edge of edges) {
      const target = open.get(relationKey(edge.target.relation));
      if (relationKey(edge.source.relation) === key && target !== undefined)
        offer(next, target, edge, connector, reducesAlways);
    }
  }
  return chosen;
}

function candidateOf(plan: FetchPlan): Candidate {
  const { relation, filters, estimatedRows } = plan.needs;
  const estimate =
    relation.kind === 'table' ? relation.table.rowEstimate : relation.kind === 'result' ? relation.rows : undefined;
  const rows = estimatedRows ?? Number.MAX_SAFE_INTEGER;
  return {
    plan,
    baseRows: Math.max(estimate ?? rows, rows),
    rows,
    isRestricted: filters.length > 0 && filters.every((place) => place.length > 0),
    reducers: [],
  };
}

function offer(
  source: Candidate,
  target: Candidate,
  edge: JoinEdge,
  connector: (id: string) => Connector,
  reducesAlways: boolean,
): void {
  const from = relationColumns(edge.source.relation)[edge.source.index];
  const { relation } = target.plan.needs;
  const column = relationColumns(relation)[edge.target.index];
  if (from === undefined || column === undefined || relation.kind !== 'table' || !canCompare(from.type, column.type))
    return;
  if (!reducesAlways && !isWorthIt(source, target)) return;
  const probe = {
    kind: 'in',
    column: column.name,
    values: [{ type: column.type, value: sampleValue(column.type) }],
  } as const;
  if (connector(relation.connection).dialect.accepts(probe, relation.table) === 'no') return;
  const share = source.isRestricted ? Math.min(1, source.rows / source.baseRows) : 1;
  const label = `${source.plan.connection}.${source.plan.relationName}.${from.name}`;
  target.reducers.push({
    reducer: { source: source.plan.needs.scan, sourceColumn: edge.source.index, column, label },
    rows: source.rows,
    share,
  });
  target.rows = Math.max(1, Math.min(target.rows, target.rows * share));
}

function isWorthIt(source: Candidate, target: Candidate): boolean {
  if (target.rows < SMALLEST_TARGET_ROWS || source.rows > LARGEST_SOURCE_ROWS || source.rows * 2 > target.rows)
    return false;
  return source.isRestricted || (source.rows <= SMALL_TABLE_ROWS && source.rows * MUCH_LARGER <= target.rows);
}
