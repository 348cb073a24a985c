/**
 * Groups below a join: `SELECT u.x, sum(t.y) FROM u JOIN t ON u.k = t.k GROUP BY u.x` reads of `t` only a sum for each `k`, which is a block that its source can answer. Rows of one `k` have the
 * same partners, so sums and counts of them are added up again, and extremes compared again, above the join. Pure.
 */

import { type AstNode, type AstValue, childNode, childNodes, isList, isNode, textOf } from '../parse/ast.ts';
import type { Relation } from '../plan/scan.ts';
import { isUnique } from '../reduce/estimate.ts';
import { giveUp } from './give-up.ts';
import { Scope } from './scope.ts';

export interface GroupedBelow {
  /** The SELECT of the groups, to be answered by the source of its table. */
  readonly groups: AstNode;
  /** The whole SELECT over them; `names` are those of its columns. */
  above(groups: AstNode, names: readonly string[]): AstNode;
}

interface Side {
  readonly node: AstNode;
  readonly scope: Scope;
  readonly name: string;
}

/** Rows of a group from which on it pays: the source groups them while it reads them, in the order in which they lie. */
const ROWS_OF_GROUP = 2.5;
const MIN_ROWS = 250_000;

/** `isForced`: whether it pays or not. Throws `NotABlock` if this is no such SELECT. */
export function groupBelowJoin(
  node: AstNode,
  relations: readonly Relation[],
  aggregates: ReadonlySet<string>,
  isForced: boolean,
): GroupedBelow {
  if (node.sample != null || node.qualify != null) giveUp('shape');
  if (childNodes(childNode(node, 'cte_map') ?? {}, 'map').length > 0) giveUp('WITH');
  if (childNodes(node, 'modifiers').some(({ type }) => type === 'DISTINCT_MODIFIER')) giveUp('DISTINCT');
  const join = childNode(node, 'from_table') ?? giveUp('no FROM');
  const isInner = ['REGULAR', 'CROSS'].includes(textOf(join, 'ref_type')) && textOf(join, 'join_type') === 'INNER';
  if (join.type !== 'JOIN' || !isInner || join.sample != null) giveUp('no inner join');
  if (isList(join.using_columns) && join.using_columns.length > 0) giveUp('USING');
  const [left, right] = [sideOf(join, 'left', relations), sideOf(join, 'right', relations)];
  if (left.name.toLowerCase() === right.name.toLowerCase()) giveUp('two of one name');
  for (const [own, other, place] of [
    [right, left, 'right'],
    [left, right, 'left'],
  ] as const) {
    const made = new Grouping(own, other, aggregates).read(node, join, place);
    if (made !== undefined && (isForced || made.isWorthIt)) return made;
  }
  return giveUp('nothing to group below the join');
}

function sideOf(join: AstNode, side: 'left' | 'right', relations: readonly Relation[]): Side {
  const node = childNode(join, side) ?? giveUp('join');
  if (node.type !== 'BASE_TABLE' || textOf(node, 'schema_name') === '') giveUp('not a table');
  return { node, scope: Scope.read(relations, node, []), name: textOf(node, 'alias') || textOf(node, 'table_name') };
}

/** Refers to a column that is grouped, or computed, of the side that is grouped. */
const NAMES = { key: 'joinery_g', value: 'joinery_p' } as const;

class Grouping {
  readonly #own: Side;
  readonly #other: Side;
  readonly #aggregates: ReadonlySet<string>;
  readonly #keys: { readonly column: string; readonly partner: string }[] = [];
  readonly #values: AstNode[] = [];
  readonly #texts: string[] = [];

  constructor(own: Side, other: Side, aggregates: ReadonlySet<string>) {
    this.#own = own;
    this.#other = other;
    this.#aggregates = aggregates;
  }

  /** Undefined if this side is not only joined and aggregated. */
  read(node: AstNode, join: AstNode, place: 'left' | 'right') {
    const conditions = [childNode(join, 'condition'), childNode(node, 'where_clause')].map((condition) =>
      condition === undefined ? null : this.#condition(condition),
    );
    if (conditions.includes(undefined) || this.#keys.length === 0) return undefined;
    const [on, where] = conditions;
    const parts = ['select_list', 'group_expressions', 'having', 'modifiers'] as const;
    const rewritten = Object.fromEntries(parts.map((part) => [part, this.#rewrite(node[part] ?? null)]));
    if (parts.some((part) => rewritten[part] === undefined) || this.#values.length === 0) return undefined;
    const items = childNodes(rewritten as AstNode, 'select_list');
    const above = (groups: AstNode, names: readonly string[]): AstNode => ({
      ...node,
      ...(rewritten as AstNode),
      select_list: items.map((item, index) => ({ ...item, alias: names[index] ?? '' })),
      where_clause: where ?? null,
      from_table: { ...join, ...(on === null ? {} : { condition: on ?? null }), [place]: this.#subquery(groups) },
    });
    return { groups: this.#groups(), above, isWorthIt: this.#isWorthIt() };
  }

  /** Equalities of a column of each side, and nothing else. */
  #condition(node: AstNode): AstNode | undefined {
    if (node.type === 'CONJUNCTION_AND') {
      const children = childNodes(node, 'children').map((part) => this.#condition(part));
      const known = children.filter((part) => part !== undefined);
      return known.length === children.length ? { ...node, children: known } : undefined;
    }
    const [left, right] = [childNode(node, 'left'), childNode(node, 'right')];
    if (node.type !== 'COMPARE_EQUAL' || left === undefined || right === undefined) return undefined;
    const isOwnLeft = this.#own.scope.findNode(left) !== undefined;
    const [own, other] = isOwnLeft ? [left, right] : [right, left];
    const [column, partner] = [this.#own.scope.findNode(own), this.#other.scope.findNode(other)];
    const isPlain = this.#other.scope.findNode(own) === undefined && this.#own.scope.findNode(other) === undefined;
    if (column === undefined || partner === undefined || !isPlain) return undefined;
    const known = this.#keys.findIndex((key) => key.column === column.column.name);
    if (known < 0) this.#keys.push({ column: column.column.name, partner: partner.column.name });
    const key = this.#ref(NAMES.key, known < 0 ? this.#keys.length - 1 : known);
    return isOwnLeft ? { ...node, left: key } : { ...node, right: key };
  }

  /** Everything above the join, aggregates of this side over its groups; undefined if it needs more of this side. */
  #rewrite(value: AstValue): AstValue | undefined {
    if (isList(value)) {
      const items = value.map((item) => this.#rewrite(item));
      return items.some((item) => item === undefined) ? undefined : (items as AstValue[]);
    }
    if (!isNode(value) || 'rawJSON' in value) return value;
    if (['SUBQUERY', 'WINDOW', 'LAMBDA', 'STAR'].includes(textOf(value, 'class')) || value.type === 'STAR')
      return undefined;
    if (value.type === 'COLUMN_REF') return this.#mayStay(value) ? value : undefined;
    if (value.class === 'FUNCTION' && this.#aggregates.has(textOf(value, 'function_name')))
      return this.#aggregate(value);
    const entries = Object.entries(value).map(([key, child]) => [key, this.#rewrite(child)] as const);
    return entries.some(([, child]) => child === undefined) ? undefined : (Object.fromEntries(entries) as AstNode);
  }

  /** A name that means above the groups what it means above the rows: a column of the other side, or an alias; never the whole row of this side. */
  #mayStay(ref: AstNode): boolean {
    const names = isList(ref.column_names) ? ref.column_names.map(String) : [];
    if (names.some((name) => /^joinery_/i.test(name)) || this.#own.scope.findNode(ref) !== undefined) return false;
    if (this.#other.scope.findNode(ref) !== undefined) return true;
    return names.length === 1 && names[0]?.toLowerCase() !== this.#own.name.toLowerCase();
  }

  #aggregate(call: AstNode): AstNode | undefined {
    const orders = childNodes(childNode(call, 'order_bys') ?? {}, 'orders');
    if (call.distinct === true || call.filter != null || orders.length > 0 || call.export_state === true)
      return undefined;
    const called = textOf(call, 'function_name');
    const [argument, more] = childNodes(call, 'children');
    if (more !== undefined) return undefined;
    if (argument === undefined)
      return called === 'count_star' || called === 'count' ? this.#again(call, 'sum', true) : undefined;
    if (argument.type !== 'COLUMN_REF' || this.#other.scope.findNode(argument) !== undefined) return undefined;
    const type = this.#own.scope.findNode(argument)?.column.type;
    if (type === undefined) return undefined;
    if (called === 'count') return this.#again(call, 'sum', true);
    if (called === 'min' || called === 'max') return this.#again(call, called, false);
    // Sums of groups without a partner must not overflow where those of the statement would not.
    const isSmall = /^(?:TINYINT|SMALLINT|INTEGER|BIGINT|DECIMAL\(1?\d,\d+\))$/.test(type);
    return called === 'sum' && isSmall ? this.#again(call, 'sum', false) : undefined;
  }

  /** The aggregate over groups in place of `call` over rows. */
  #again(call: AstNode, name: string, isCount: boolean): AstNode {
    const plain = { ...call, alias: '' };
    const text = JSON.stringify(plain, (key, value: unknown) => (key === 'query_location' ? 0 : value));
    let index = this.#texts.indexOf(text);
    if (index < 0) index = this.#texts.push(text) - 1;
    this.#values[index] ??= { ...plain, alias: `${NAMES.value}${index}` };
    const alias = textOf(call, 'alias');
    const again = {
      ...call,
      function_name: name,
      children: [this.#ref(NAMES.value, index)],
      alias: isCount ? '' : alias,
    };
    return isCount ? countOf(again, alias) : again;
  }

  #ref(kind: string, index: number): AstNode {
    return {
      class: 'COLUMN_REF',
      type: 'COLUMN_REF',
      alias: '',
      query_location: 0,
      column_names: [this.#own.name, `${kind}${index}`],
    };
  }

  #groups(): AstNode {
    const keys = this.#keys.map(({ column }, index): AstNode => {
      const ref = this.#ref(NAMES.key, index);
      return { ...ref, column_names: [this.#own.name, column] };
    });
    return {
      type: 'SELECT_NODE',
      modifiers: [],
      cte_map: { map: [] },
      select_list: [...keys.map((key, index) => ({ ...key, alias: `${NAMES.key}${index}` })), ...this.#values],
      from_table: this.#own.node,
      where_clause: null,
      group_expressions: keys,
      group_sets: [keys.map((_, index) => index)],
      aggregate_handling: 'STANDARD_HANDLING',
      having: null,
      sample: null,
      qualify: null,
    };
  }

  #subquery(groups: AstNode): AstNode {
    return {
      type: 'SUBQUERY',
      alias: this.#own.name,
      sample: null,
      query_location: 0,
      subquery: { node: groups, named_param_map: [] },
      column_name_alias: [],
    };
  }

  /** A table with many rows for each of another one's, whose rows lie in the order of that key. Where a source hashes, grouping takes longer than sending the rows. */
  #isWorthIt(): boolean {
    const [key, more] = this.#keys;
    const [table, partner] = [this.#own.scope.sources[0]?.table, this.#other.scope.sources[0]?.table];
    if (key === undefined || more !== undefined || table === undefined || partner === undefined) return false;
    const rows = table.rowEstimate ?? 0;
    return (
      table.primaryKey[0] === key.column &&
      isUnique(partner, key.partner) &&
      rows >= MIN_ROWS &&
      rows >= ROWS_OF_GROUP * (partner.rowEstimate ?? Number.POSITIVE_INFINITY)
    );
  }
}

/** A count is a BIGINT, and 0 where there is no group. */
function countOf(sum: AstNode, alias: string): AstNode {
  const zero = { type: { id: 'INTEGER', type_info: null }, is_null: false, value: 0 };
  const cast = {
    class: 'CAST',
    type: 'OPERATOR_CAST',
    alias: '',
    query_location: 0,
    child: sum,
    cast_type: { id: 'BIGINT', type_info: null },
    try_cast: false,
  };
  const none = { class: 'CONSTANT', type: 'VALUE_CONSTANT', alias: '', query_location: 0, value: zero };
  return { class: 'OPERATOR', type: 'OPERATOR_COALESCE', alias, query_location: 0, children: [cast, none] };
}
