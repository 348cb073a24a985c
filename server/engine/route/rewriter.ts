/** Rewrites what stands above a block so that it reads the block's columns instead of the tables'. */
import type { BlockColumnRef } from '../../connectors/block.ts';
import { type AstNode, type AstValue, childNode, isList, isNode, textOf } from '../parse/ast.ts';
import type { Modifiers } from './block-parts.ts';
import { giveUp } from './give-up.ts';
import { aggregateName, blockColumn, keyName, type Outputs } from './outputs.ts';
import { aggregateAgain } from './partial.ts';
import { readAggregate } from './read-aggregate.ts';
import type { Reader } from './read-condition.ts';
import type { Scope } from './scope.ts';

export interface RewriterOptions {
  readonly scope: Scope;
  readonly reader: Reader;
  readonly outputs: Outputs;
  readonly aggregates: ReadonlySet<string>;
  /** The SELECT list before rewriting, each item under its name. */
  readonly items: readonly AstNode[];
  /**
   * `plain`: every column that is met becomes an output. `aggregated`: only grouping keys may be met outside of aggregates. `again`: so too, and
   * aggregates are aggregated once more.
   */
  readonly mode: 'aggregated' | 'again' | 'plain';
}

export interface RewrittenOrder {
  readonly modifiers: readonly AstValue[];
  /** ORDER BY in terms of the block's outputs; undefined if it sorts by anything else. */
  readonly positions: readonly { output: number; isDescending: boolean; areNullsFirst: boolean }[] | undefined;
}

type Alias = 'refuse' | 'keep' | readonly AstNode[];

export class Rewriter {
  readonly #options: RewriterOptions;

  constructor(options: RewriterOptions) {
    this.#options = options;
  }

  /** An item of the SELECT list. */
  rewrite(node: AstNode): Promise<AstNode> {
    return this.#node(node, 'refuse');
  }

  /** Expressions of GROUP BY; names of items and their positions stay. */
  async rewriteGroups(nodes: readonly AstNode[]): Promise<AstNode[]> {
    const groups: AstNode[] = [];
    for (const node of nodes) groups.push(await this.#node(node, 'keep'));
    return groups;
  }

  /** HAVING becomes WHERE, which knows aliases, but not those of aggregates: they are put in. `list` is the rewritten SELECT list. */
  rewriteHaving(node: AstNode, list: readonly AstNode[]): Promise<AstNode> {
    return this.#node(node, list);
  }

  async rewriteOrder(modifiers: Modifiers, list: readonly AstNode[]): Promise<RewrittenOrder> {
    // ORDER BY ALL sorts by the SELECT list, whatever stands in it.
    if (modifiers.order.some(({ expression }) => expression.type === 'STAR')) {
      return { modifiers: modifiers.nodes, positions: undefined };
    }
    const orders: AstNode[] = [];
    const positions: { output: number; isDescending: boolean; areNullsFirst: boolean }[] = [];
    for (const part of modifiers.order) {
      const item = this.#meantItem(part.expression);
      const rewritten = item === undefined ? await this.#node(part.expression, 'keep') : part.expression;
      const read = item === undefined ? rewritten : (list[item] ?? rewritten);
      const output = this.#options.outputs.positionOf(read);
      positions.push({ output, isDescending: part.isDescending, areNullsFirst: part.areNullsFirst });
      orders.push({ ...part.node, expression: rewritten });
    }
    return {
      modifiers: modifiers.nodes.map((node) => (node.type === 'ORDER_MODIFIER' ? { ...node, orders } : node)),
      positions: positions.every(({ output }) => output >= 0) ? positions : undefined,
    };
  }

  /** The item of the SELECT list that an ORDER BY means by its position or name. */
  #meantItem(expression: AstNode): number | undefined {
    const position: unknown = expression.type === 'VALUE_CONSTANT' ? childNode(expression, 'value')?.value : undefined;
    if (typeof position === 'number') return position - 1;
    const names = isList(expression.column_names) ? expression.column_names.map(String) : [];
    if (expression.type !== 'COLUMN_REF' || names.length !== 1) return undefined;
    const found = this.#itemsNamed(names[0] ?? '');
    return found.length > 1 ? giveUp('two columns of one name') : found[0];
  }

  #itemsNamed(name: string): number[] {
    return this.#options.items.flatMap((item, index) =>
      textOf(item, 'alias').toLowerCase() === name.toLowerCase() ? [index] : [],
    );
  }

  async #node(node: AstNode, alias: Alias): Promise<AstNode> {
    if (node.type === 'BOUND_REF') return this.#bound(node);
    if (node.type === 'COLUMN_REF') return this.#column(node, alias);
    if (node.class === 'SUBQUERY' || node.type === 'STAR' || node.class === 'LAMBDA')
      return giveUp(textOf(node, 'type'));
    const { aggregates, mode, reader, outputs } = this.#options;
    if (node.class === 'FUNCTION' && aggregates.has(textOf(node, 'function_name'))) {
      if (mode === 'plain') return giveUp('aggregate');
      const value = await readAggregate(node, reader);
      const column = blockColumn(aggregateName(outputs.aggregate(node, value)), node);
      return mode === 'again' ? aggregateAgain(node, value, column) : column;
    }
    const entries: [string, AstValue][] = [];
    for (const [key, value] of Object.entries(node)) entries.push([key, await this.#value(value, alias)]);
    return Object.fromEntries(entries);
  }

  async #value(value: AstValue, alias: Alias): Promise<AstValue> {
    if (isList(value)) {
      const items: AstValue[] = [];
      for (const item of value) items.push(await this.#value(item, alias));
      return items;
    }
    return isNode(value) && !('rawJSON' in value) ? this.#node(value, alias) : value;
  }

  #bound(node: AstNode): AstNode {
    const column = this.#options.scope.sources[Number(node.source)]?.table.columns.find(
      ({ name }) => name === node.column,
    );
    return this.#key({ kind: 'column', source: Number(node.source), column: column ?? giveUp('column') }, node);
  }

  #key(ref: BlockColumnRef, node: AstNode): AstNode {
    const { mode, outputs } = this.#options;
    const position = mode === 'plain' ? outputs.key(ref) : outputs.findKey(ref);
    return position < 0 ? giveUp('column outside of the groups') : blockColumn(keyName(position), node);
  }

  #column(node: AstNode, alias: Alias): AstNode {
    const ref = this.#options.scope.findNode(node);
    const names = isList(node.column_names) ? node.column_names.map(String) : [];
    const aliased = names.length === 1 && alias !== 'refuse' ? this.#itemsNamed(names[0] ?? '') : [];
    if (ref !== undefined) {
      for (const index of aliased) {
        const item = this.#options.items[index] ?? {};
        const meant = item.type === 'BOUND_REF' ? undefined : this.#options.scope.findNode(item);
        if (meant?.source !== ref.source || meant.column.name !== ref.column.name)
          giveUp(`${names[0]} is a column and an alias`);
      }
      return this.#key(ref, node);
    }
    if (aliased.length !== 1 || alias === 'refuse') return giveUp(`unknown name ${names.join('.')}`);
    if (alias === 'keep') return node;
    const item = alias[aliased[0] ?? -1] ?? giveUp('alias');
    return { ...item, alias: textOf(node, 'alias') };
  }
}
