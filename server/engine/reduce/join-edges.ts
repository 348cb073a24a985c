/**
 * Equalities of the statement by which one relation's keys can reduce another: "rows of `target` whose key is not among the keys of `source` cannot matter".
 *
 * Why it is right: a condition `R.k = S.k` that every row passing some point of the statement must satisfy (WHERE; ON of an inner join; ON of an outer join for the side that is not
 * preserved) is never satisfied by a row of R whose k no row of S has. Leaving such rows of R out can only turn partners into NULL rows, and those do not satisfy
 * the condition either. So nothing above that point changes. A relation that is read in more than one place is left alone: what one place does not
 * need, another may.
 */
import { type AstNode, childNode, isList, textOf, walk } from '../parse/ast.ts';
import { conjuncts } from '../parse/conditions.ts';
import type { Relation } from '../plan/scan.ts';
import {
  type BaseColumn,
  type CommonTables,
  findColumn,
  type Source,
  type TracedColumn,
  Tracer,
  traceReference,
} from '../plan/trace.ts';
import { relationKey } from '../plan/view-names.ts';

export interface JoinEdge {
  readonly source: BaseColumn;
  readonly target: BaseColumn;
}

/** Which sides' rows a condition may drop. */
interface Droppable {
  readonly left: boolean;
  readonly right: boolean;
}

const everywhere: Droppable = { left: true, right: true };
/** By join type: the preserved side keeps its rows whatever the condition says. */
const droppableSides: Readonly<Record<string, Droppable>> = {
  INNER: everywhere,
  LEFT: { left: false, right: true },
  RIGHT: { left: true, right: false },
  SEMI: everywhere,
  ANTI: { left: false, right: true },
};

export function readJoinEdges(root: AstNode, relations: readonly Relation[]): readonly JoinEdge[] {
  if ([...walk(root)].some((node) => node.type === 'RECURSIVE_CTE_NODE')) return [];
  const reader = new EdgeReader(root, relations);
  reader.query(root, new Map());
  return reader.edges;
}

class EdgeReader {
  readonly edges: JoinEdge[] = [];
  readonly #tracer: Tracer;
  readonly #places: ReadonlyMap<string, number>;

  constructor(root: AstNode, relations: readonly Relation[]) {
    this.#tracer = new Tracer(root, relations);
    this.#places = countPlaces(root);
  }

  /** Reads a query and every query inside it. */
  query(node: AstNode, outer: CommonTables): void {
    const known = this.#tracer.commonTables(node, outer);
    const from = node.type === 'SELECT_NODE' ? childNode(node, 'from_table') : undefined;
    if (from !== undefined) {
      const sources = this.#tracer.from(from, known);
      const where = childNode(node, 'where_clause');
      if (where !== undefined && sources !== undefined) this.#conditions(where, sources, sources, everywhere, known);
      this.#joins(from, known);
    }
    for (const inner of innerQueries(node)) this.query(inner, known);
  }

  #joins(node: AstNode, known: CommonTables): void {
    const [left, right] = [childNode(node, 'left'), childNode(node, 'right')];
    if (node.type !== 'JOIN' || left === undefined || right === undefined) return;
    this.#joins(left, known);
    this.#joins(right, known);
    const sides = droppableSides[textOf(node, 'join_type')];
    if (sides === undefined || !['REGULAR', 'CROSS'].includes(textOf(node, 'ref_type'))) return;
    const [first, second] = [this.#tracer.from(left, known), this.#tracer.from(right, known)];
    if (first === undefined || second === undefined) return;
    const condition = childNode(node, 'condition');
    if (condition !== undefined) this.#conditions(condition, first, second, sides, known);
    const using = node.using_columns;
    if (isList(using))
      for (const name of using)
        this.#equal(findColumn(first, undefined, String(name)), findColumn(second, undefined, String(name)), sides);
  }

  #conditions(
    condition: AstNode,
    left: readonly Source[],
    right: readonly Source[],
    sides: Droppable,
    known: CommonTables,
  ): void {
    for (const conjunct of conjuncts(condition)) {
      if (conjunct.type === 'COMPARE_EQUAL') this.#comparison(conjunct, left, right, sides);
      else if (conjunct.type === 'SUBQUERY' || conjunct.class === 'SUBQUERY')
        this.#membership(conjunct, left, right, sides, known);
    }
  }

  #comparison(node: AstNode, left: readonly Source[], right: readonly Source[], sides: Droppable): void {
    const operands = [childNode(node, 'left'), childNode(node, 'right')];
    const [first, second] = operands.map((operand) =>
      operand === undefined ? undefined : placed(operand, left, right),
    );
    if (first === undefined || second === undefined) return;
    this.#edge(second.column, first.column, sides[first.side]);
    this.#edge(first.column, second.column, sides[second.side]);
  }

  /** `column IN (SELECT column ...)`: whatever the subquery does with its rows, the values are among those of its relation. */
  #membership(
    node: AstNode,
    left: readonly Source[],
    right: readonly Source[],
    sides: Droppable,
    known: CommonTables,
  ): void {
    const tested = childNode(node, 'child');
    const inner = childNode(childNode(node, 'subquery') ?? {}, 'node');
    if (
      textOf(node, 'subquery_type') !== 'ANY' ||
      textOf(node, 'comparison_type') !== 'COMPARE_EQUAL' ||
      tested === undefined ||
      inner === undefined
    )
      return;
    const target = placed(tested, left, right);
    const columns = this.#tracer.query(inner, known);
    if (target !== undefined && columns?.length === 1) this.#edge(columns[0], target.column, sides[target.side]);
  }

  #equal(left: TracedColumn | undefined, right: TracedColumn | undefined, sides: Droppable): void {
    this.#edge(right, left, sides.left);
    this.#edge(left, right, sides.right);
  }

  #edge(source: TracedColumn | undefined, target: TracedColumn | undefined, isAllowed: boolean): void {
    const [from, to] = [source?.base, target?.base];
    if (!isAllowed || from === undefined || to === undefined || !to.isDroppable || from.relation === to.relation)
      return;
    if (to.relation.kind !== 'table' || this.#places.get(placeKey(to.relation)) !== 1) return;
    this.edges.push({ source: from, target: to });
  }
}

/** The column that an operand is, and on which side it stands; undefined if it is none, or could stand on both. */
function placed(
  operand: AstNode,
  left: readonly Source[],
  right: readonly Source[],
): { readonly column: TracedColumn; readonly side: 'left' | 'right' } | undefined {
  const first = traceReference(operand, left);
  if (left === right) return first === undefined ? undefined : { column: first, side: 'left' };
  const second = traceReference(operand, right);
  if (first !== undefined && second !== undefined) return undefined;
  if (first !== undefined) return { column: first, side: 'left' };
  return second === undefined ? undefined : { column: second, side: 'right' };
}

/** Queries directly inside a query: CTE bodies, branches of set operations, derived tables, subqueries in expressions. */
function innerQueries(node: AstNode): AstNode[] {
  const found: AstNode[] = [];
  const visit = (value: AstNode[string] | undefined): void => {
    if (isList(value)) for (const item of value) visit(item);
    else if (typeof value === 'object' && value !== null) {
      const part = value as AstNode;
      if (part.type === 'SELECT_NODE' || part.type === 'SET_OPERATION_NODE') found.push(part);
      else for (const key of Object.keys(part)) visit(part[key]);
    }
  };
  for (const key of Object.keys(node)) visit(node[key]);
  return found;
}

/** In how many places of the statement each table stands. */
function countPlaces(root: AstNode): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const node of walk(root)) {
    if (node.type !== 'BASE_TABLE') continue;
    // `connection.table` and `connection.schema.table` may be one table: counted by connection and name.
    const connection = textOf(node, 'catalog_name') || textOf(node, 'schema_name');
    if (connection === '') continue;
    const key = `${connection}\n${textOf(node, 'table_name')}`.toLowerCase();
    places.set(key, (places.get(key) ?? 0) + 1);
  }
  return places;
}

const placeKey = (relation: Relation): string =>
  relation.kind === 'table' ? `${relation.connection}\n${relation.table.name}`.toLowerCase() : relationKey(relation);
