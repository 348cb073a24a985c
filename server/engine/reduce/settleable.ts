/**
 * Conditions of one table alone that every row of it must pass in the one place where the statement reads it. Once its source gives only rows that pass, such a condition is true for each of
 * them and may be left out of the statement.
 *
 * Where that is so: in WHERE, for tables that no join of the FROM clause fills with NULLs (a row that fails takes along only rows that WHERE would throw away); in ON, for the side whose
 * rows without partner are dropped anyway, below the same rule. What every branch of an OR asks for is asked for as well. Not where rows are counted by place: samples, positional and other joins.
 */
import { type AstNode, childNode, childNodes, isList, isNode, textOf, walk } from '../parse/ast.ts';
import { textWithoutPlaces } from '../parse/conditions.ts';
import type { Relation } from '../plan/scan.ts';
import { findTable, type Table } from '../plan/split-places.ts';
import {
  type BaseColumn,
  type CommonTables,
  columnsCalled,
  type Source,
  type TracedColumn,
  Tracer,
} from '../plan/trace.ts';
import { innerQueries } from './inner-queries.ts';
import { countPlaces, placeKey } from './places.ts';
import { wholeTables } from './whole-tables.ts';

export interface Settleable {
  readonly relation: Table;
  /** The table in FROM, by whose name the condition calls it. */
  readonly table: AstNode;
  readonly condition: AstNode;
  /** Where it stands: several times as a part of each branch of an OR. */
  readonly nodes: readonly AstNode[];
  /** Names of the columns that it reads, in lower case, as the statement calls them. */
  readonly names: ReadonlySet<string>;
}

export function readSettleable(root: AstNode, relations: readonly Relation[]): readonly Settleable[] {
  if ([...walk(root)].some(({ type }) => type === 'RECURSIVE_CTE_NODE')) return [];
  const reader = new Reader(root, relations);
  reader.query(root, new Map());
  return reader.found;
}

class Reader {
  readonly found: Settleable[] = [];
  readonly #relations: readonly Relation[];
  readonly #tracer: Tracer;
  readonly #places: ReadonlyMap<string, number>;

  constructor(root: AstNode, relations: readonly Relation[]) {
    this.#relations = relations;
    this.#tracer = new Tracer(root, relations);
    this.#places = countPlaces(root);
  }

  query(node: AstNode, outer: CommonTables): void {
    const known = this.#tracer.commonTables(node, outer);
    const from = node.type === 'SELECT_NODE' ? childNode(node, 'from_table') : undefined;
    if (from !== undefined) {
      this.#joins(from, known);
      const where = childNode(node, 'where_clause');
      if (where !== undefined && node.sample == null) this.#conditions(where, wholeTables(from), from, known);
    }
    for (const { query } of innerQueries(node)) this.query(query, known);
  }

  #joins(node: AstNode, known: CommonTables): void {
    const [left, right] = [childNode(node, 'left'), childNode(node, 'right')];
    if (node.type !== 'JOIN' || left === undefined || right === undefined) return;
    this.#joins(left, known);
    this.#joins(right, known);
    const condition = childNode(node, 'condition');
    if (condition === undefined || textOf(node, 'ref_type') !== 'REGULAR') return;
    const sides = { INNER: [left, right], LEFT: [right], RIGHT: [left] }[textOf(node, 'join_type')] ?? [];
    const before = this.found.length;
    this.#conditions(condition, sides.flatMap(wholeTables), node, known);
    // No join is left without any condition.
    const offered = new Set(this.found.slice(before).flatMap(({ nodes }) => nodes));
    const isLeft = parts(condition).some((part) => part.type !== 'CONJUNCTION_OR' && !offered.has(part));
    if (!isLeft) this.found.length = before;
  }

  #conditions(condition: AstNode, tables: readonly AstNode[], from: AstNode, known: CommonTables): void {
    const sources = this.#tracer.from(from, known);
    if (sources === undefined) return;
    for (const [part, nodes] of asked(condition)) {
      const names = namesIn(part);
      if (names === undefined) continue;
      const table = tables.find((one) => names.every((name) => this.#isOf(one, name, sources)));
      const relation = table && findTable(table, this.#relations);
      if (table === undefined || relation === undefined || this.#places.get(placeKey(relation)) !== 1) continue;
      this.found.push({ relation, table, condition: part, nodes, names: new Set(names.map(lastName)) });
    }
  }

  /** Whether a name means a column of the table surely. */
  #isOf(table: AstNode, names: readonly string[], sources: readonly Source[]): boolean {
    const base = table.at_clause == null ? columnMeant(names, sources) : undefined;
    return base !== undefined && base.relation === findTable(table, this.#relations);
  }
}

/** The column of a relation that a name means surely. */
export const columnMeant = (names: readonly string[], sources: readonly Source[]): BaseColumn | undefined =>
  sourceMeant(names, sources)?.column.base;

/** The column that a name means surely, and the source that has it. */
export function sourceMeant(
  names: readonly string[],
  sources: readonly Source[],
): { readonly source: Source; readonly column: TracedColumn } | undefined {
  const [column, qualifier, ...more] = names.toReversed();
  if (column === undefined || more.length > 0) return undefined;
  // `a.b` might be the field b of a column a.
  if (qualifier !== undefined && columnsCalled(sources, undefined, qualifier).length > 0) return undefined;
  const [meant, ...others] = sources.flatMap((source) =>
    columnsCalled([source], qualifier, column).map((found) => ({ source, column: found })),
  );
  return others.length === 0 ? meant : undefined;
}

const lastName = (names: readonly string[]): string => (names.at(-1) ?? '').toLowerCase();

/** Names of the columns read; undefined where there are none, or something that sees more than one row. */
function namesIn(condition: AstNode): readonly (readonly string[])[] | undefined {
  const nodes = [...walk(condition)];
  if (nodes.some(({ class: kind }) => ['SUBQUERY', 'WINDOW', 'LAMBDA', 'STAR'].includes(String(kind))))
    return undefined;
  const names = nodes.flatMap((node) =>
    node.type === 'COLUMN_REF' && isList(node.column_names) ? [node.column_names.map(String)] : [],
  );
  return names.length === 0 ? undefined : names;
}

/** Members of an AND. */
export const parts = (node: AstNode): readonly AstNode[] =>
  node.type === 'CONJUNCTION_AND' ? childNodes(node, 'children').flatMap(parts) : [node];

/** Conditions that must hold, each with the nodes that say so. */
function asked(condition: AstNode): (readonly [AstNode, readonly AstNode[]])[] {
  return parts(condition).flatMap((part) => [[part, [part]] as const, ...askedByBranches(part)]);
}

/** What stands in each branch of an OR beside something else. */
function askedByBranches(node: AstNode): (readonly [AstNode, readonly AstNode[]])[] {
  if (node.type !== 'CONJUNCTION_OR') return [];
  const branches = childNodes(node, 'children').map(parts);
  const [first, ...others] = branches;
  return (first ?? []).flatMap((part) => {
    const text = textWithoutPlaces(part);
    const same = others.map((branch) => branch.find((other) => textWithoutPlaces(other) === text));
    return same.includes(undefined) ? [] : [[part, [part, ...same.filter((one) => one !== undefined)]] as const];
  });
}

/** The tree without some of its conditions; a branch of an OR from which all are taken is true, and the OR with it. `replaced`: joins in whose place one of their sides stands. */
export function withoutConditions(
  root: AstNode,
  removed: ReadonlySet<AstNode>,
  replaced: ReadonlyMap<AstNode, AstNode> = new Map(),
): AstNode {
  const rewrite = (value: AstNode[string]): AstNode[string] => {
    if (isList(value)) return value.map(rewrite);
    if (!isNode(value) || 'rawJSON' in value) return value;
    if (removed.has(value)) return null;
    const other = replaced.get(value);
    if (other !== undefined) return rewrite(other);
    const kind = textOf(value, 'type');
    if (kind !== 'CONJUNCTION_AND' && kind !== 'CONJUNCTION_OR')
      return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, rewrite(child)]));
    const before = childNodes(value, 'children');
    const after = before.map(rewrite);
    const kept = after.filter((child) => child !== null);
    if (kind === 'CONJUNCTION_OR') return kept.length < before.length ? null : { ...value, children: after };
    if (kept.length === 0) return null;
    return kept.length === 1 && before.length > 1 ? (kept[0] ?? null) : { ...value, children: kept };
  };
  return rewrite(root) as AstNode;
}
