/**
 * A SELECT as a block: the source joins, filters, groups and perhaps sorts and cuts; everything above the aggregates (HAVING, expressions, windows,
 * DISTINCT, ORDER BY, LIMIT) is evaluated by DuckDB over the block's rows, in the rewritten SELECT. So only the block itself must be exact.
 */
import type { BlockCondition, BlockQuery } from '../../connectors/block.ts';
import { type AstNode, type AstValue, childNode, childNodes, isList, textOf } from '../parse/ast.ts';
import { comparisonOperator, conjuncts } from '../parse/conditions.ts';
import type { Relation } from '../plan/scan.ts';
import { hasAggregate, hasWindow, readModifiers } from './block-parts.ts';
import type { Constants } from './constants.ts';
import { giveUp } from './give-up.ts';
import { BLOCK_ALIAS, isTaken, Outputs } from './outputs.ts';
import { addDateKeys } from './partial.ts';
import { checkPlainStar } from './plain-select.ts';
import { Reader } from './read-condition.ts';
import { Rewriter } from './rewriter.ts';
import { type NamedColumn, Scope } from './scope.ts';

export interface BlockReading {
  readonly connection: string;
  /** The SELECT over the block, its FROM a table named by `BLOCK_ALIAS` that is not there yet. */
  readonly node: AstNode;
  /** Types of aggregates are asked with this SELECT; undefined if there are none. */
  readonly typeQuestion: AstNode | undefined;
  /** The block, once the types of its aggregates are known; with and without what may be left to DuckDB. */
  query(types: readonly string[], options: { readonly isCut: boolean }): BlockQuery;
  /** Whether `isCut` makes a difference. */
  readonly canCut: boolean;
  readonly isGrouped: boolean;
}

export interface ReadingContext {
  readonly relations: readonly Relation[];
  readonly constants: Constants;
  readonly aggregates: ReadonlySet<string>;
  /** Entries of WITH in its sight. */
  readonly commonTables: readonly AstValue[];
  /** Names of the SELECT's columns, as DuckDB gives them. */
  readonly names: readonly string[];
}

/** Whether the SELECT gives fewer rows than it reads: else its fetches are as good as a block. */
export function mayGain(node: AstNode, aggregates: ReadonlySet<string>): boolean {
  return isAggregation(node, aggregates) || childNodes(node, 'modifiers').some(({ type }) => type !== 'ORDER_MODIFIER');
}

const isAggregation = (node: AstNode, aggregates: ReadonlySet<string>): boolean =>
  childNodes(node, 'group_expressions').length > 0 ||
  node.aggregate_handling === 'FORCE_AGGREGATES' ||
  childNode(node, 'having') !== undefined ||
  childNodes(node, 'select_list').some((item) => hasAggregate(item, aggregates));

export async function readBlock(node: AstNode, context: ReadingContext): Promise<BlockReading> {
  if (node.type !== 'SELECT_NODE' || node.sample != null || node.qualify != null) giveUp('shape');
  const from = childNode(node, 'from_table') ?? giveUp('no FROM');
  const modifiers = readModifiers(node);
  const items = childNodes(node, 'select_list');
  const having = childNode(node, 'having');
  const isAggregated = isAggregation(node, context.aggregates);
  const isDistinct = !isAggregated && modifiers.isDistinct && !hasWindow(node);
  const isCut = modifiers.limit !== undefined && !hasWindow(node);
  if (!isAggregated && !isDistinct && !isCut) giveUp('nothing to gain');

  const scope = Scope.read(context.relations, from, context.commonTables);
  const reader = new Reader(scope, context.constants);
  const where: BlockCondition[] = [];
  for (const { source, scope: names, node: condition } of scope.pending) {
    const reader = new Reader(names, context.constants);
    const target = source === undefined ? where : (scope.sources[source]?.join ?? giveUp('join')).on;
    for (const part of conjuncts(condition)) target.push(await reader.condition(part));
  }
  const condition = childNode(node, 'where_clause');
  for (const part of condition === undefined ? [] : conjuncts(condition)) where.push(await reader.condition(part));

  const outputs = new Outputs();
  const expanded = items.flatMap((item) => (item.type === 'STAR' ? starItems(item, scope) : [item]));
  if (expanded.length !== context.names.length || context.names.some(isTaken)) giveUp('columns');
  const named = expanded.map((item, index): AstNode => ({ ...item, alias: context.names[index] ?? '' }));
  const isAgain = isAggregated && addKeys(node, expanded, scope, outputs, context.aggregates);
  const rewriter = new Rewriter({
    scope,
    reader,
    outputs,
    aggregates: context.aggregates,
    items: named,
    mode: isAgain ? 'again' : isAggregated ? 'aggregated' : 'plain',
  });
  const list: AstNode[] = [];
  for (const item of named) list.push(await rewriter.rewrite(item));
  const groups = isAgain ? await rewriter.rewriteGroups(childNodes(node, 'group_expressions')) : [];
  const kept = having === undefined ? undefined : await rewriter.rewriteHaving(having, list);
  const order = await rewriter.rewriteOrder(modifiers, list);
  const pushedHaving = kept === undefined || isAgain ? [] : await readHaving(kept, outputs, context.constants);
  const isHavingWhole = kept === undefined || pushedHaving.length === conjuncts(kept).length;
  const isSame = !modifiers.isDistinct || (isDistinct && list.every((item) => outputs.positionOf(item) >= 0));
  const orderBy = order.positions;
  const canCut = isCut && !isAgain && isHavingWhole && isSame && orderBy !== undefined;
  if (!isAggregated && !isDistinct && !canCut) giveUp('nothing to gain');

  return {
    connection: scope.connection ?? giveUp('no table'),
    isGrouped: isAggregated || isDistinct,
    canCut,
    node: {
      ...node,
      cte_map: { map: [] },
      modifiers: order.modifiers,
      select_list: list,
      from_table: blockTable(),
      where_clause: isAgain ? null : (kept ?? null),
      group_expressions: groups,
      group_sets: isAgain ? (node.group_sets ?? []) : [],
      aggregate_handling: isAgain ? (node.aggregate_handling ?? '') : 'STANDARD_HANDLING',
      having: isAgain ? (kept ?? null) : null,
    },
    typeQuestion:
      outputs.aggregates.length === 0
        ? undefined
        : {
            ...node,
            modifiers: [],
            select_list: outputs.aggregates.map(({ node: call }) => ({ ...call, alias: '' })),
            where_clause: null,
            group_expressions: [],
            group_sets: [],
            aggregate_handling: 'STANDARD_HANDLING',
            having: null,
          },
    query: (types, { isCut: isCutNow }) => ({
      sources: scope.sources,
      where,
      isGrouped: isAggregated || isDistinct,
      outputs: outputs.list(types),
      having: pushedHaving,
      orderBy: isCutNow ? (orderBy ?? []) : [],
      ...(isCutNow ? { limit: modifiers.limit } : {}),
    }),
  };
}

/**
 * Grouping keys: columns, positions and aliases of columns; GROUP BY ALL takes all items without an aggregate. True if a key is an expression, so that
 * groups must be grouped again.
 */
function addKeys(
  node: AstNode,
  items: readonly AstNode[],
  scope: Scope,
  outputs: Outputs,
  aggregates: ReadonlySet<string>,
): boolean {
  const sets = isList(node.group_sets) ? node.group_sets : [];
  const groups = childNodes(node, 'group_expressions');
  if (sets.length > 1 || (isList(sets[0]) && sets[0].length !== groups.length)) giveUp('grouping sets');
  const keys =
    node.aggregate_handling === 'FORCE_AGGREGATES'
      ? items.filter((item) => !hasAggregate(item, aggregates) && item.type !== 'VALUE_CONSTANT')
      : groups.map((group) => meantBy(group, items, scope));
  let isAgain = false;
  for (const key of keys) {
    const column = scope.findNode(key);
    if (column !== undefined) outputs.key(column);
    else {
      addDateKeys(key, scope, outputs);
      isAgain = true;
    }
  }
  return isAgain;
}

/** The expression that GROUP BY means by a position or an alias. */
function meantBy(group: AstNode, items: readonly AstNode[], scope: Scope): AstNode {
  const position: unknown = group.type === 'VALUE_CONSTANT' ? childNode(group, 'value')?.value : undefined;
  if (typeof position === 'number') return items[position - 1] ?? giveUp('key');
  if (group.type !== 'COLUMN_REF' || scope.findNode(group) !== undefined) return group;
  const names = isList(group.column_names) ? group.column_names.map(String) : [];
  const aliased = items.filter(
    (item) => names.length === 1 && textOf(item, 'alias').toLowerCase() === names[0]?.toLowerCase(),
  );
  return aliased.length === 1 && aliased[0] !== undefined ? aliased[0] : giveUp('key');
}

function starItems(item: AstNode, scope: Scope): AstNode[] {
  checkPlainStar(item);
  return scope.star(textOf(item, 'relation_name')).map(columnItem);
}

/** The column under its own reference, whatever its name would resolve to. */
const columnItem = ({ name, ref }: NamedColumn): AstNode => ({
  class: 'COLUMN_REF',
  type: 'BOUND_REF',
  alias: name,
  source: ref.source,
  column: ref.column.name,
});

const blockTable = (): AstNode => ({
  type: 'BASE_TABLE',
  alias: BLOCK_ALIAS,
  sample: null,
  query_location: 0,
  schema_name: 'main',
  table_name: BLOCK_ALIAS,
  column_name_alias: [],
  catalog_name: 'memory',
  at_clause: null,
});

/** Comparisons of one aggregate with a number; the others stay with DuckDB alone, which evaluates all of them anyway. */
async function readHaving(
  condition: AstNode,
  outputs: Outputs,
  constants: Constants,
): Promise<BlockQuery['having'][number][]> {
  const pushed: BlockQuery['having'][number][] = [];
  for (const part of conjuncts(condition)) {
    const operator = comparisonOperator(part);
    const [left, right] = [childNode(part, 'left'), childNode(part, 'right')];
    if (operator === undefined || left === undefined || right === undefined) continue;
    const output = outputs.positionOf(left);
    if (output < outputs.keys.length || right.type !== 'VALUE_CONSTANT') continue;
    const value = await constants.number(right).catch(() => undefined);
    if (value !== undefined) pushed.push({ output, operator, value });
  }
  return pushed;
}
