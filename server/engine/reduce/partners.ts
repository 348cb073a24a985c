/**
 * Tables that only filter another one of their source: joined to it by one equality with a key of theirs, and nothing else in the statement means them once their own conditions are settled. An inner
 * join with such a table keeps the owner's rows that have a partner, each once: `column IN (SELECT key FROM partner WHERE ...)`.
 *
 * Where that is so: every row that passes the equality holds a row of both tables as they are, so no join between it and them fills either with NULLs; the partner is joined directly by an inner
 * or cross join, whose other side then stands in its place; each of the two is read in this one place.
 */
import type { ColumnInfo } from '../../connectors/connector.ts';
import { type AstNode, childNode, isList, textOf, walk } from '../parse/ast.ts';
import { type Relation, relationColumns } from '../plan/scan.ts';
import { findTable, type Table } from '../plan/split-places.ts';
import { type CommonTables, type Source, Tracer } from '../plan/trace.ts';
import { isUnique } from './estimate.ts';
import { innerQueries } from './inner-queries.ts';
import { mentions } from './mentions.ts';
import { countPlaces, placeKey } from './places.ts';
import { columnMeant, parts, readSettleable, type Settleable, withoutConditions } from './settleable.ts';
import { wholeTables } from './whole-tables.ts';

export interface Pair {
  readonly relation: Table;
  readonly key: ColumnInfo;
  readonly owner: Table;
  /** Of the owner. */
  readonly column: ColumnInfo;
}

export interface Partner extends Pair {
  /** All conditions of the partner alone; its source must settle each of them. */
  readonly conditions: readonly Settleable[];
  /** The statement's tree without the partner, its conditions and its equality. */
  readonly root: AstNode;
}

/** One after another, each of the statement as it is; of those pairs that `isFit`. */
export function* readPartners(
  root: AstNode,
  relations: readonly Relation[],
  isFit: (pair: Pair) => boolean,
): Generator<Partner> {
  if ([...walk(root)].some(({ type }) => type === 'RECURSIVE_CTE_NODE')) return;
  yield* new Reader(root, relations, isFit).query(root, new Map());
}

interface Side {
  /** In FROM. */
  readonly table: AstNode;
  readonly relation: Table;
  readonly column: ColumnInfo;
}

class Reader {
  readonly #root: AstNode;
  readonly #relations: readonly Relation[];
  readonly #tracer: Tracer;
  readonly #places: ReadonlyMap<string, number>;
  readonly #isFit: (pair: Pair) => boolean;
  #settleable: readonly Settleable[] | undefined;

  constructor(root: AstNode, relations: readonly Relation[], isFit: (pair: Pair) => boolean) {
    this.#root = root;
    this.#isFit = isFit;
    this.#relations = relations;
    this.#tracer = new Tracer(root, relations);
    this.#places = countPlaces(root);
  }

  *query(node: AstNode, outer: CommonTables): Generator<Partner> {
    const known = this.#tracer.commonTables(node, outer);
    const from = node.type === 'SELECT_NODE' ? childNode(node, 'from_table') : undefined;
    if (from?.type === 'JOIN' && node.sample == null && joinsOf(from).every(isByCondition)) {
      const where = childNode(node, 'where_clause');
      if (where !== undefined) yield* this.#equalities(where, from, node, known);
      for (const join of joinsOf(from)) {
        const condition = childNode(join, 'condition');
        if (condition !== undefined && isInner(join)) yield* this.#equalities(condition, join, node, known);
      }
    }
    for (const { query } of innerQueries(node)) yield* this.query(query, known);
  }

  /** `asked`: what every row of `from`, which is all of the query's FROM clause or a join of it, must pass. */
  *#equalities(asked: AstNode, from: AstNode, query: AstNode, known: CommonTables): Generator<Partner> {
    const sources = this.#tracer.from(from, known);
    if (sources === undefined) return;
    const tables = wholeTables(from).filter((table) => this.#isReadHere(table));
    for (const part of parts(asked)) {
      if (part.type !== 'COMPARE_EQUAL') continue;
      const [left, right] = [childNode(part, 'left'), childNode(part, 'right')].map(
        (side) => side && this.#side(side, tables, sources),
      );
      if (left === undefined || right === undefined || left.relation === right.relation) continue;
      if (left.relation.connection !== right.relation.connection) continue;
      for (const [partner, owner] of [[left, right] as const, [right, left] as const])
        yield* this.#offer(partner, owner, part, query, known);
    }
  }

  #isReadHere(table: AstNode): boolean {
    const relation = findTable(table, this.#relations);
    const isRenamed = isList(table.column_name_alias) && table.column_name_alias.length > 0;
    return (
      relation !== undefined && !isRenamed && table.at_clause == null && this.#places.get(placeKey(relation)) === 1
    );
  }

  #side(node: AstNode, tables: readonly AstNode[], sources: readonly Source[]): Side | undefined {
    if (node.type !== 'COLUMN_REF' || !isList(node.column_names)) return undefined;
    const base = columnMeant(node.column_names.map(String), sources);
    const table = tables.find((one) => findTable(one, this.#relations) === base?.relation);
    const relation = table && findTable(table, this.#relations);
    const column = relation && base && relationColumns(relation)[base.index];
    return table === undefined || relation === undefined || column === undefined
      ? undefined
      : { table, relation, column };
  }

  *#offer(partner: Side, owner: Side, equality: AstNode, query: AstNode, known: CommonTables): Generator<Partner> {
    const { relation, column: key, table } = partner;
    const pair = { relation, key, owner: owner.relation, column: owner.column };
    if (!isUnique(relation.table, key.name) || !this.#isFit(pair)) return;
    const from = childNode(query, 'from_table');
    const join = from && joinsOf(from).find(({ left, right }) => left === table || right === table);
    if (join === undefined || !isInner(join)) return;
    const other = childNode(join, join.left === table ? 'right' : 'left');
    if (other === undefined || textOf(join, 'alias') !== '') return;
    this.#settleable ??= readSettleable(this.#root, this.#relations);
    const conditions = this.#settleable.filter((one) => one.relation === relation);
    const removed = new Set([equality, ...conditions.flatMap(({ nodes }) => nodes)]);
    // What stands beside them in the condition of that join would be lost.
    const condition = childNode(join, 'condition');
    if (condition !== undefined && !isGone(condition, removed)) return;
    const replaced = new Map([[join, other]]);
    const left = withoutConditions(query, removed, replaced);
    if (joinsWithin(left).some(lacksCondition) || mentions(left, partner, this.#tracer, known)) return;
    const root = withoutConditions(this.#root, removed, replaced);
    yield { ...pair, conditions, root };
  }
}

/** The joins of a FROM clause, without those of queries inside of it. */
function joinsOf(from: AstNode): readonly AstNode[] {
  if (from.type !== 'JOIN') return [];
  return [from, ...[childNode(from, 'left'), childNode(from, 'right')].flatMap((side) => (side ? joinsOf(side) : []))];
}

const joinsWithin = (query: AstNode): readonly AstNode[] => joinsOf(childNode(query, 'from_table') ?? {});

/** Neither NATURAL nor USING, whose names would be other ones, nor by place, nor sampled. */
const isByCondition = (join: AstNode): boolean =>
  join.sample == null &&
  ['REGULAR', 'CROSS'].includes(textOf(join, 'ref_type')) &&
  !(isList(join.using_columns) && join.using_columns.length > 0);

const isInner = (join: AstNode): boolean =>
  textOf(join, 'ref_type') === 'CROSS' ||
  (textOf(join, 'ref_type') === 'REGULAR' && textOf(join, 'join_type') === 'INNER');

const lacksCondition = (join: AstNode): boolean =>
  textOf(join, 'ref_type') === 'REGULAR' && childNode(join, 'condition') === undefined;

const isGone = (condition: AstNode, removed: ReadonlySet<AstNode>): boolean =>
  childNode(withoutConditions({ condition }, removed), 'condition') === undefined;
