/**
 * Conditions that a source settles: where it gives exactly the rows for which a condition is true, the condition is taken out of the statement, so that a column that only it reads is not
 * fetched. The one place where DuckDB does not evaluate a condition of the statement itself; therefore only what a driver's whitelist calls exact, read and folded as for blocks, in
 * the places of `settleable.ts`, and the rewritten statement must be read back as it was written and have the same columns.
 */
import type { BlockCondition } from '../../connectors/block.ts';
import type { Connector, Dialect, TableInfo } from '../../connectors/connector.ts';
import type { Atom, Predicate } from '../../connectors/predicate.ts';
import type { Log } from '../../log.ts';
import { type AstNode, isList, textOf, walk } from '../parse/ast.ts';
import { type Relation, readableFilter, type ScanNeeds, type Settled, type ShadowPlan } from '../plan/scan.ts';
import type { Shadow } from '../plan/shadow.ts';
import type { Table } from '../plan/split-places.ts';
import { Constants } from '../route/constants.ts';
import { NotABlock } from '../route/give-up.ts';
import { proven } from '../route/proven.ts';
import { Reader } from '../route/read-condition.ts';
import type { RoutedStatement } from '../route/route-blocks.ts';
import { Scope } from '../route/scope.ts';
import { readTree } from '../route/sql-tree.ts';
import { judge } from './choose-filters.ts';
import { readSettleable, type Settleable, withoutConditions } from './settleable.ts';

/** Of smaller tables a column more costs nothing. */
export const SMALL_ROWS = 5_000;

/** Whether a column less of the relation is worth a step of planning. */
export const isLarge = (relation: Relation, always: boolean): boolean =>
  relation.kind === 'table' && (always || (relation.table.rowEstimate ?? SMALL_ROWS) >= SMALL_ROWS);

export interface SettleOptions {
  readonly connector: (id: string) => Connector;
  readonly log: Pick<Log, 'debug'>;
  /** Wherever it is right, not only where it pays. */
  readonly always: boolean;
}

/** The statement without the conditions that its sources settle; as it is where that saves no column, or cannot be proven. */
export async function settle(
  statement: RoutedStatement,
  shadow: Shadow,
  options: SettleOptions,
): Promise<RoutedStatement> {
  const { relations } = statement;
  const isFiltered = ({ relation, filters }: ScanNeeds): boolean =>
    isLarge(relation, options.always) && filters.some((place) => place.length > 0);
  if (!statement.plan.scans.some(isFiltered)) return statement;
  try {
    const root = await readTree(shadow.connection, statement.text);
    if (root === undefined) return statement;
    const constants = new Constants(shadow.connection);
    const exact = new Map<Settleable, Predicate>();
    const offers = readSettleable(root, relations).filter((offer) => isLarge(offer.relation, options.always));
    for (const offer of useful(offers, root)) {
      const { dialect } = options.connector(offer.relation.connection);
      const predicate = await exactPredicate(offer, dialect, constants);
      if (predicate !== undefined) exact.set(offer, predicate);
    }
    const chosen = useful([...exact.keys()], root);
    if (chosen.length === 0) return statement;
    return (await rewritten(statement, root, new Map(chosen.map((one) => [one, exact.get(one)])), shadow)) ?? statement;
  } catch (thrown) {
    options.log.debug({ reason: String(thrown) }, 'No condition of the statement is left to its source');
    return statement;
  }
}

/** Those without which some column is no longer named anywhere. */
function useful(all: readonly Settleable[], root: AstNode): readonly Settleable[] {
  let chosen = all;
  for (;;) {
    const used = namesOutside(root, new Set(chosen.flatMap(({ nodes }) => nodes)));
    const next = chosen.filter(({ names }) => [...names].some((name) => !used.has(name)));
    if (next.length === chosen.length) return chosen;
    chosen = next;
  }
}

function namesOutside(root: AstNode, removed: ReadonlySet<AstNode>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of walk(withoutConditions(root, removed))) {
    if (node.type !== 'COLUMN_REF' || !isList(node.column_names)) continue;
    for (const name of node.column_names) names.add(String(name).toLowerCase());
  }
  return names;
}

/** The condition as one that its source applies exactly; undefined where that cannot be said. */
export async function exactPredicate(
  { relation, table, condition }: Settleable,
  dialect: Dialect,
  constants: Constants,
): Promise<Predicate | undefined> {
  const { connection, table: info } = relation;
  // The table alone, under the name by which the condition calls it.
  const from = {
    ...table,
    alias: textOf(table, 'alias') || textOf(table, 'table_name'),
    catalog_name: connection,
    schema_name: info.schema,
    table_name: info.name,
  };
  try {
    const scope = Scope.read([{ kind: 'table', connection, table: info, viaDefaultSchema: false }], from, []);
    const read = await new Reader(scope, constants).condition(condition);
    return exactly(toPredicate(read), dialect, info);
  } catch (thrown) {
    if (thrown instanceof NotABlock) return undefined;
    throw thrown;
  }
}

function toPredicate(condition: BlockCondition): Predicate {
  switch (condition.kind) {
    case 'and':
      return { kind: 'and', all: condition.parts.map(toPredicate) };
    case 'or':
      return { kind: 'or', any: condition.parts.map(toPredicate) };
    case 'not':
      return { kind: 'not', not: toPredicate(condition.part) };
    case 'atom':
      return condition.atom;
    case 'compare': {
      const { left, operator, right } = condition;
      return { kind: 'columns', left: left.column.name, operator, right: right.column.name };
    }
    case 'like':
      return { kind: 'like', column: condition.column.column.name, fragments: condition.fragments };
  }
}

/** True at the source for exactly the rows for which it is true here. Below NOT false and NULL must be told apart too. */
function exactly(predicate: Predicate, dialect: Dialect, table: TableInfo): Predicate | undefined {
  if (judge(predicate, dialect, table) === 'exact') return predicate;
  switch (predicate.kind) {
    case 'and':
      return all(predicate.all, dialect, table, (parts) => ({ kind: 'and', all: parts }));
    case 'or':
      return all(predicate.any, dialect, table, (parts) => ({ kind: 'or', any: parts }));
    case 'not':
    case 'like':
    case 'among':
    case 'lacking':
      return undefined;
    default:
      return dialect.exactForm?.(predicate satisfies Atom, table);
  }
}

function all(
  parts: readonly Predicate[],
  dialect: Dialect,
  table: TableInfo,
  make: (parts: readonly Predicate[]) => Predicate,
): Predicate | undefined {
  const exact = parts.map((part) => exactly(part, dialect, table)).filter((part) => part !== undefined);
  return exact.length < parts.length ? undefined : make(exact);
}

async function rewritten(
  statement: RoutedStatement,
  root: AstNode,
  chosen: ReadonlyMap<Settleable, Predicate | undefined>,
  shadow: Shadow,
): Promise<RoutedStatement | undefined> {
  const removed = new Set([...chosen.keys()].flatMap(({ nodes }) => nodes));
  const left = await proven(withoutConditions(root, removed), statement.relations, statement, shadow);
  if (left === undefined || columnCount(left.plan) >= columnCount(statement.plan)) return undefined;
  const filtersOf = new Map<Table, Predicate[]>();
  for (const [{ relation }, predicate] of chosen)
    if (predicate !== undefined) filtersOf.set(relation, [...(filtersOf.get(relation) ?? []), predicate]);
  const settled = new Map<Relation, Relation>();
  for (const [relation, filters] of filtersOf)
    settled.set(relation, withSettled(relation, { filters, texts: textsOf(relation, statement.plan, left.plan) }));
  const now = <Kind extends Relation>(relation: Kind): Relation => settled.get(relation) ?? relation;
  return {
    ...left,
    relations: left.relations.map(now),
    plan: {
      ...left.plan,
      scans: left.plan.scans.map((needs) => ({ ...needs, relation: now(needs.relation) })),
      estimatedRows: statement.plan.estimatedRows,
    },
  };
}

/** The table with further conditions that its source settles; those that it reads other tables for come last. */
export function withSettled(relation: Table, { filters, texts }: Settled): Table {
  const all = [...(relation.settled?.filters ?? []), ...filters];
  const [plain, among] = [false, true].map((isAmong) => all.filter(({ kind }) => (kind === 'among') === isAmong));
  return {
    ...relation,
    settled: {
      filters: [...(plain ?? []), ...(among ?? [])],
      texts: [...texts, ...(relation.settled?.texts ?? [])],
    },
  };
}

/** Columns that are read of all tables. */
export const columnCount = ({ scans }: ShadowPlan): number =>
  scans.reduce((sum, { columns }) => sum + columns.length, 0);

/** Filters that the plan had and has no longer. */
function textsOf(relation: Table, before: ShadowPlan, after: ShadowPlan): readonly string[] {
  const of = ({ scans }: ShadowPlan): string[] =>
    scans.flatMap((needs) => (needs.relation === relation ? readableFilters(needs) : []));
  const left = new Set(of(after));
  return [...new Set(of(before))].filter((text) => !left.has(text));
}

/** The filters of a scan, by the names of its columns. */
export const readableFilters = (needs: ScanNeeds): string[] =>
  needs.filters.flat().map((text) => readableFilter(needs, text));
