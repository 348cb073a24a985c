/**
 * Equalities of the statement by which one relation's keys can reduce another: "rows of `target` whose key is not among the keys of `source` cannot matter".
 *
 * Why it is right: a condition `R.k = S.k` that every row passing some point of the statement must satisfy (WHERE; ON of an inner join; ON of an outer join for the side that is not
 * preserved) is never satisfied by a row of R whose k no row of S has. Leaving such rows of R out can only turn partners into NULL rows, and those do not satisfy
 * the condition either. So nothing above that point changes. What must be equal to one column must be equal to each other (`EqualColumns`).
 *
 * A subquery that compares a column of its own with one of the query around it is evaluated for rows of that query only: its rows with other keys pass its WHERE
 * for none of them, whatever it does above its WHERE. The query around is reduced by the subquery only where a row without partner is dropped: EXISTS and IN as
 * conditions that must hold.
 *
 * A relation that is read in more than one place is left alone: what one place does not need, another may (`plan/split-places.ts`).
 */
import { type AstNode, childNode, childNodes, isList, textOf, walk } from '../parse/ast.ts';
import { conjuncts } from '../parse/conditions.ts';
import { type ComputedColumn, computedColumn } from '../plan/computed.ts';
import { type Relation, relationColumns } from '../plan/scan.ts';
import {
  type BaseColumn,
  type CommonTables,
  columnsCalled,
  findColumn,
  keepsRows,
  type Source,
  type TracedColumn,
  Tracer,
} from '../plan/trace.ts';
import { EqualColumns } from './equal-columns.ts';
import { innerQueries } from './inner-queries.ts';
import { type LackingPair, lackingPair } from './lacking.ts';
import { countPlaces, placeKey } from './places.ts';

export interface JoinEdge {
  readonly source: Pick<BaseColumn, 'relation' | 'index'>;
  readonly target: BaseColumn;
  /** What the keys are, where they are no column of the source as it is. */
  readonly computed?: ComputedColumn | undefined;
}

export interface JoinConditions {
  readonly edges: readonly JoinEdge[];
  readonly lacking: readonly LackingPair[];
}

/** What a query knows of the rows that it must not lose. */
interface Scope {
  readonly sources: readonly Source[];
  /** Names that its select list gives, in lower case: they come before names of the query around it. */
  readonly aliases: ReadonlySet<string>;
  readonly outer: Scope | undefined;
  /** What every row of it that passes must have equal. */
  readonly equal: EqualColumns;
}

interface Resolved {
  readonly column: TracedColumn;
  /** The scope whose source it is a column of. */
  readonly scope: Scope;
}

/** Which sides' rows a condition of an outer join may drop. */
const droppableSides: Readonly<Record<string, { readonly left: boolean; readonly right: boolean }>> = {
  INNER: { left: true, right: true },
  LEFT: { left: false, right: true },
  RIGHT: { left: true, right: false },
  SEMI: { left: true, right: true },
  ANTI: { left: false, right: true },
};

export function readJoinConditions(root: AstNode, relations: readonly Relation[]): JoinConditions {
  if ([...walk(root)].some((node) => node.type === 'RECURSIVE_CTE_NODE')) return { edges: [], lacking: [] };
  const reader = new EdgeReader(root, relations);
  reader.query(root, new Map(), undefined);
  return { edges: reader.edges, lacking: reader.lacking };
}

class EdgeReader {
  readonly lacking: LackingPair[] = [];
  readonly #edges = new Map<string, JoinEdge>();
  readonly #tracer: Tracer;
  readonly #places: ReadonlyMap<string, number>;

  constructor(root: AstNode, relations: readonly Relation[]) {
    this.#tracer = new Tracer(root, relations);
    this.#places = countPlaces(root);
  }

  get edges(): readonly JoinEdge[] {
    return [...this.#edges.values()];
  }

  /** Reads a query and every query inside it. `outer` is the query that it is evaluated for, row by row. */
  query(node: AstNode, commonTables: CommonTables, outer: Scope | undefined): void {
    const known = this.#tracer.commonTables(node, commonTables);
    const from = node.type === 'SELECT_NODE' ? childNode(node, 'from_table') : undefined;
    const sources = from === undefined ? undefined : this.#tracer.from(from, known);
    let scope: Scope | undefined;
    if (from !== undefined && sources !== undefined) {
      const aliases = new Set(childNodes(node, 'select_list').map((item) => textOf(item, 'alias').toLowerCase()));
      scope = { sources, aliases, outer, equal: new EqualColumns() };
      this.#must(from, scope, known);
      const where = childNode(node, 'where_clause');
      const conditions = where === undefined ? [] : conjuncts(where);
      for (const condition of conditions) this.#equality(condition, scope, scope);
      this.#offerAll(scope);
      for (const condition of conditions) this.#subquery(condition, scope, known);
      for (const condition of conditions) this.#notExists(condition, from, scope, known);
    }
    if (from !== undefined) this.#joins(from, known, scope);
    for (const { query, isIndependent } of innerQueries(node))
      this.query(query, known, isIndependent || scope === undefined ? undefined : scope);
  }

  /** Conditions of joins that every row of the FROM clause has passed. */
  #must(from: AstNode, scope: Scope, known: CommonTables): void {
    const [left, right] = [childNode(from, 'left'), childNode(from, 'right')];
    if (from.type !== 'JOIN' || left === undefined || right === undefined) return;
    const type = textOf(from, 'join_type');
    const isInner =
      textOf(from, 'ref_type') === 'CROSS' || (textOf(from, 'ref_type') === 'REGULAR' && type === 'INNER');
    if (isInner || ['LEFT', 'SEMI', 'ANTI'].includes(type)) this.#must(left, scope, known);
    if (isInner || type === 'RIGHT') this.#must(right, scope, known);
    if (!isInner) return;
    const [first, second] = [this.#tracer.from(left, known), this.#tracer.from(right, known)];
    if (first === undefined || second === undefined) return;
    const inside = { ...scope, sources: [...first, ...second] };
    const condition = childNode(from, 'condition');
    for (const part of condition === undefined ? [] : conjuncts(condition)) this.#equality(part, inside, scope);
    for (const [a, b] of usedPairs(from, first, second)) scope.equal.add(a.base, b.base);
  }

  /** Notes `a = b` in what `into` must have equal; names are looked up in `where`. */
  #equality(node: AstNode, where: Scope, into: Scope): void {
    const pair = this.#pair(node, where);
    if (pair !== undefined) into.equal.add(pair[0].column.base, pair[1].column.base);
    for (const { computed, target } of computedKeys(node, where))
      if (owns(into, target)) this.#edge(computed, target, computed);
  }

  #pair(node: AstNode, scope: Scope): readonly [Resolved, Resolved] | undefined {
    if (node.type !== 'COMPARE_EQUAL') return undefined;
    const [left, right] = [childNode(node, 'left'), childNode(node, 'right')];
    const first = left === undefined ? undefined : resolve(left, scope);
    const second = right === undefined ? undefined : resolve(right, scope);
    return first === undefined || second === undefined ? undefined : [first, second];
  }

  /** Each column of the query itself may be reduced by all that it must be equal to, in this query or one around it. */
  #offerAll(scope: Scope): void {
    for (const column of scope.equal.columns) {
      if (!owns(scope, column)) continue;
      for (const other of equalTo(column, scope)) this.#edge(other, column);
    }
  }

  /** ON of the joins that may lack partners, and of all joins whose query could not be read as a whole. */
  #joins(node: AstNode, known: CommonTables, scope: Scope | undefined): void {
    const [left, right] = [childNode(node, 'left'), childNode(node, 'right')];
    if (node.type !== 'JOIN' || left === undefined || right === undefined) return;
    this.#joins(left, known, scope);
    this.#joins(right, known, scope);
    const sides = droppableSides[textOf(node, 'join_type')];
    if (sides === undefined || !['REGULAR', 'CROSS'].includes(textOf(node, 'ref_type'))) return;
    const [first, second] = [this.#tracer.from(left, known), this.#tracer.from(right, known)];
    if (first === undefined || second === undefined) return;
    const inside: Scope = {
      sources: [...first, ...second],
      aliases: new Set(),
      outer: undefined,
      equal: scope?.equal ?? new EqualColumns(),
    };
    const condition = childNode(node, 'condition');
    const parts = condition === undefined ? [] : conjuncts(condition);
    const pairs = parts.flatMap((part): (readonly [BaseColumn | undefined, BaseColumn | undefined])[] => {
      const pair = this.#pair(part, inside);
      return pair === undefined ? [] : [[pair[0].column.base, pair[1].column.base]];
    });
    for (const [a, b] of [...pairs, ...usedPairs(node, first, second).map(([a, b]) => [a.base, b.base] as const)]) {
      if (a === undefined || b === undefined) continue;
      const isAllowed = (column: BaseColumn): boolean => (isOf(first, column) ? sides.left : sides.right);
      if (isAllowed(a)) for (const other of [b, ...inside.equal.with(b)]) this.#edge(other, a);
      if (isAllowed(b)) for (const other of [a, ...inside.equal.with(a)]) this.#edge(other, b);
    }
    for (const { computed, target } of parts.flatMap((part) => computedKeys(part, inside)))
      if (isOf(first, target) ? sides.left : sides.right) this.#edge(computed, target, computed);
    if (sides.left && sides.right) for (const part of parts) this.#subquery(part, inside, known);
  }

  /** EXISTS and `column IN (SELECT column ...)` as conditions that must hold. */
  #subquery(node: AstNode, scope: Scope, known: CommonTables): void {
    const inner = node.class === 'SUBQUERY' ? childNode(childNode(node, 'subquery') ?? {}, 'node') : undefined;
    if (inner === undefined) return;
    const type = textOf(node, 'subquery_type');
    if (type === 'EXISTS') this.#exists(inner, scope, known);
    const tested = childNode(node, 'child');
    if (type !== 'ANY' || textOf(node, 'comparison_type') !== 'COMPARE_EQUAL' || tested === undefined) return;
    const target = resolve(tested, scope)?.column.base;
    const [column, ...others] = this.#tracer.query(inner, known) ?? [];
    if (target === undefined || column?.base === undefined || others.length > 0) return;
    // Whatever the subquery does with its rows, its values are among those of its relation.
    this.#edge(column.base, target);
    for (const other of [target, ...scope.equal.with(target)]) this.#edge(other, column.base);
  }

  /** A row for which the subquery has no row is dropped; only a subquery that gives none where it finds none tells so. */
  #exists(inner: AstNode, outer: Scope, known: CommonTables): void {
    const from = childNode(inner, 'from_table');
    const where = childNode(inner, 'where_clause');
    if (inner.type !== 'SELECT_NODE' || from === undefined || where === undefined || !keepsRows(inner)) return;
    const sources = this.#tracer.from(from, this.#tracer.commonTables(inner, known));
    if (sources === undefined) return;
    const scope: Scope = { sources, aliases: new Set(), outer, equal: new EqualColumns() };
    for (const part of conjuncts(where)) {
      const [a, b] = this.#pair(part, scope) ?? [];
      if (a === undefined || b === undefined) continue;
      const [own, other] = a.scope === outer ? [b, a] : [a, b];
      if (own.scope !== scope || other.scope !== outer) continue;
      if (own.column.base !== undefined && other.column.base !== undefined)
        this.#edge(own.column.base, other.column.base);
    }
  }

  /** NOT EXISTS over one table, that tests nothing but one equality with a column of the query around it. */
  #notExists(condition: AstNode, from: AstNode, outer: Scope, known: CommonTables): void {
    const [negated] = condition.type === 'OPERATOR_NOT' ? childNodes(condition, 'children') : [];
    if (negated?.class !== 'SUBQUERY' || textOf(negated, 'subquery_type') !== 'EXISTS') return;
    const inner = childNode(childNode(negated, 'subquery') ?? {}, 'node');
    const table = inner === undefined ? undefined : childNode(inner, 'from_table');
    const where = inner === undefined ? undefined : childNode(inner, 'where_clause');
    if (inner?.type !== 'SELECT_NODE' || table === undefined || where === undefined || !keepsRows(inner)) return;
    const sources = this.#tracer.from(table, this.#tracer.commonTables(inner, known));
    if (sources === undefined) return;
    const scope: Scope = { sources, aliases: new Set(), outer, equal: new EqualColumns() };
    const [a, b] = this.#pair(where, scope) ?? [];
    if (a === undefined || b === undefined) return;
    const [own, other] = a.scope === outer ? [b, a] : [a, b];
    if (own.scope !== scope || other.scope !== outer) return;
    const pair = lackingPair({ column: other.column.base, key: own.column.base, from, table }, (node) => ({
      places: this.#places,
      sources: this.#tracer.from(node, known),
    }));
    if (pair !== undefined) this.lacking.push(pair);
  }

  #edge(source: JoinEdge['source'], target: BaseColumn, computed?: ComputedColumn): void {
    const { relation } = target;
    if (!target.isDroppable || source.relation === relation || !canBeReduced(target)) return;
    if (relation.kind === 'table' && this.#places.get(placeKey(relation)) !== 1) return;
    const text = computed?.sql(String);
    const key = JSON.stringify([placeKey(source.relation), source.index, placeKey(relation), target.index, text]);
    this.#edges.set(key, { source, target, computed });
  }
}

/** A table by any column, a block by a key of its groups: the source filters before it groups. */
function canBeReduced({ relation, index }: BaseColumn): boolean {
  if (relation.kind === 'table') return true;
  if (relation.kind !== 'block' || relation.query === undefined || relation.query.limit !== undefined) return false;
  return relation.query.outputs[index]?.value.kind === 'column' && relationColumns(relation)[index] !== undefined;
}

/** The column that a reference means: of the innermost query that has one of that name. Undefined where it is not plain. */
function resolve(node: AstNode, scope: Scope | undefined): Resolved | undefined {
  const names = node.type === 'COLUMN_REF' && isList(node.column_names) ? node.column_names.map(String) : [];
  const name = names.at(-1);
  const qualifier = names.at(-2);
  if (scope === undefined || name === undefined) return undefined;
  const [column, ...others] = columnsCalled(scope.sources, qualifier, name);
  if (column !== undefined) return others.length === 0 ? { column, scope } : undefined;
  // `s.f` may be a field of a column s, and a name may be one that the select list gives.
  const first = names[0] ?? name;
  const isHidden = columnsCalled(scope.sources, undefined, first).length > 0 || scope.aliases.has(first.toLowerCase());
  return isHidden ? undefined : resolve(node, scope.outer);
}

/** Columns that a condition wants equal to something computed of another relation. */
function computedKeys(
  node: AstNode,
  scope: Scope,
): readonly { readonly computed: ComputedColumn; readonly target: BaseColumn }[] {
  const [left, right] = [childNode(node, 'left'), childNode(node, 'right')];
  if (node.type !== 'COMPARE_EQUAL' || left === undefined || right === undefined) return [];
  return [[left, right] as const, [right, left] as const].flatMap(([column, value]) => {
    const target = resolve(column, scope)?.column.base;
    const computed =
      resolve(value, scope)?.column.computed ?? computedColumn(value, (reference) => resolve(reference, scope)?.column);
    return target === undefined || computed === undefined ? [] : [{ computed, target }];
  });
}

const isOf = (sources: readonly Source[], column: BaseColumn): boolean =>
  sources.some((source) =>
    source.columns.some(({ base }) => base?.relation === column.relation && base.index === column.index),
  );

const owns = (scope: Scope, column: BaseColumn): boolean => isOf(scope.sources, column);

/** All that a column must be equal to: in its own query, and through columns of the queries around it. */
function equalTo(column: BaseColumn, scope: Scope): readonly BaseColumn[] {
  const found = [...scope.equal.with(column)];
  for (let { outer } = scope; outer !== undefined; { outer } = outer)
    for (const known of [...found]) found.push(...outer.equal.with(known));
  return found;
}

/** Columns that USING makes equal. */
function usedPairs(
  join: AstNode,
  left: readonly Source[],
  right: readonly Source[],
): (readonly [TracedColumn, TracedColumn])[] {
  const names = isList(join.using_columns) ? join.using_columns.map(String) : [];
  return names.flatMap((name) => {
    const [first, second] = [findColumn(left, undefined, name), findColumn(right, undefined, name)];
    return first === undefined || second === undefined ? [] : [[first, second] as const];
  });
}
