/**
 * NOT EXISTS between two tables of one source. Where the source finds the rows that have no partner exactly as DuckDB would, only those are fetched, and nothing of the other table:
 * none of its rows could be a partner of a row that came. So its place in the statement is empty, and DuckDB, which evaluates NOT EXISTS again, keeps them all.
 *
 * That is right only where the row tested is a row of the table as it is: not one that an outer join has filled with NULLs, for which there may be another answer than for the row that is
 * missing. Both tables must be read in this one place.
 */
import type { ColumnInfo, Connector } from '../../connectors/connector.ts';
import type { Lacking } from '../../connectors/predicate.ts';
import type { AstNode } from '../parse/ast.ts';
import { type Relation, relationColumns } from '../plan/scan.ts';
import type { BaseColumn, Source } from '../plan/trace.ts';
import { equalityAcross } from './compare-across.ts';
import { isUnique } from './estimate.ts';
import { placeKey } from './places.ts';
import type { FetchPlan } from './plan-fetches.ts';
import { isPlainTable, wholeTables } from './whole-tables.ts';

type TableRelation = Extract<Relation, { kind: 'table' }>;

/** Rows of `owner` are kept that no row of `other` equals. */
export interface LackingPair {
  readonly owner: TableRelation;
  readonly column: ColumnInfo;
  readonly other: TableRelation;
  readonly key: ColumnInfo;
}

/** The pair, if both are tables read in one place, and `column` is that of a row as its table holds it. */
export function lackingPair(
  found: {
    readonly column: BaseColumn | undefined;
    readonly key: BaseColumn | undefined;
    /** FROM of the query around, and the one of the subquery. */
    readonly from: AstNode;
    readonly table: AstNode;
  },
  look: (node: AstNode) => {
    readonly places: ReadonlyMap<string, number>;
    readonly sources: readonly Source[] | undefined;
  },
): LackingPair | undefined {
  const { column, key, from, table } = found;
  if (column === undefined || key === undefined || !isPlainTable(table)) return undefined;
  const [owner, other] = [column.relation, key.relation];
  if (owner.kind !== 'table' || other.kind !== 'table' || owner.connection !== other.connection) return undefined;
  const { places } = look(table);
  if (owner === other || [owner, other].some((relation) => places.get(placeKey(relation)) !== 1)) return undefined;
  const isOwners = (node: AstNode): boolean =>
    look(node).sources?.some(({ columns }) => columns.some(({ base }) => base?.relation === owner)) ?? false;
  if (column.isShared || key.isShared || !wholeTables(from).some(isOwners)) return undefined;
  const [columnInfo, keyInfo] = [relationColumns(owner)[column.index], relationColumns(other)[key.index]];
  if (columnInfo === undefined || keyInfo === undefined) return undefined;
  return { owner, column: columnInfo, other, key: keyInfo };
}

/** The plans with the rows of each pair found at the source, where it does so exactly and in good time. */
export function withLacking(
  plans: readonly FetchPlan[],
  pairs: readonly LackingPair[],
  { connector, reducesAlways }: { readonly connector: (id: string) => Connector; readonly reducesAlways: boolean },
): FetchPlan[] {
  let all = [...plans];
  for (const pair of pairs) {
    const predicate = lackingAt(pair, connector, reducesAlways);
    const of = (relation: Relation) => (plan: FetchPlan) =>
      plan.request?.kind === 'table' && placeKey(plan.needs.relation) === placeKey(relation);
    const [owner, other] = [all.filter(of(pair.owner)), all.filter(of(pair.other))];
    if (predicate === undefined || owner.length !== 1 || other.length !== 1) continue;
    const text = `${pair.column.name} is not among ${other[0]?.relationName}.${pair.key.name}, at the source`;
    all = all.map((plan) =>
      plan === owner[0]
        ? filtered(plan, predicate, text, connector)
        : plan === other[0]
          ? emptied(plan, connector)
          : plan,
    );
  }
  return all;
}

function lackingAt(
  { owner, column, other, key }: LackingPair,
  connector: (id: string) => Connector,
  reducesAlways: boolean,
): Lacking | undefined {
  const { dialect } = connector(owner.connection);
  if (dialect.findsLacking !== true) return undefined;
  if (equalityAcross(dialect, owner.table, column, key) !== 'exact' || column.type !== key.type) return undefined;
  // A source that joins row by row needs an index; one that hashes reads the other table faster than it would send it.
  const isFound = dialect.block?.joins === 'any' || leadsKey(other, key.name);
  if (!isFound && !reducesAlways) return undefined;
  // Conditions inside of the subquery are either settled by the source or still compared here, and then there is no pair.
  const filters = other.settled?.filters;
  return { kind: 'lacking', owner: owner.table, column: column.name, table: other.table, key: key.name, filters };
}

const leadsKey = ({ table }: TableRelation, column: string): boolean =>
  isUnique(table, column) ||
  [table.primaryKey, ...table.uniqueKeys, ...table.foreignKeys.map(({ columns }) => columns)].some(
    ([first]) => first === column,
  );

function filtered(plan: FetchPlan, predicate: Lacking, text: string, connector: (id: string) => Connector): FetchPlan {
  if (plan.request?.kind !== 'table') return plan;
  const request = { ...plan.request, filters: [...plan.request.filters, predicate] };
  const estimatedRows = Math.ceil((plan.needs.estimatedRows ?? 1) / 3);
  const { dialect } = connector(plan.connection);
  const entry = { ...plan.entry, pushed: [...plan.entry.pushed, text], sql: dialect.selectSql(request), estimatedRows };
  return { ...plan, request, needs: { ...plan.needs, estimatedRows }, entry };
}

/** Of the other table no row is needed. */
function emptied(plan: FetchPlan, connector: (id: string) => Connector): FetchPlan {
  if (plan.request?.kind !== 'table') return plan;
  const request = { ...plan.request, limit: 0 };
  const { dialect } = connector(plan.connection);
  const pushed = [...plan.entry.pushed, 'no row is needed: its source has found what lacks one'];
  const entry = { ...plan.entry, pushed, sql: dialect.selectSql(request), estimatedRows: 0 };
  return { ...plan, request, needs: { ...plan.needs, estimatedRows: 0 }, entry };
}
