/** What a SELECT asks for, in the words of the parse tree. Pure. */
import { type AstNode, childNode, childNodes, isList, isNode, textOf, walk } from '../parse/ast.ts';
import { giveUp } from './give-up.ts';

export interface OrderPart {
  readonly node: AstNode;
  readonly expression: AstNode;
  readonly isDescending: boolean;
  readonly areNullsFirst: boolean;
}

export interface Modifiers {
  readonly isDistinct: boolean;
  readonly order: readonly OrderPart[];
  /** LIMIT and OFFSET together: rows that matter. */
  readonly limit: number | undefined;
  readonly nodes: readonly AstNode[];
}

/** ORDER BY, LIMIT, OFFSET and DISTINCT; gives up on their rarer forms. */
export function readModifiers(node: AstNode): Modifiers {
  const nodes = childNodes(node, 'modifiers');
  let isDistinct = false;
  let order: readonly OrderPart[] = [];
  let limit: number | undefined;
  for (const modifier of nodes) {
    if (modifier.type === 'DISTINCT_MODIFIER') {
      if (childNodes(modifier, 'distinct_on_targets').length > 0) giveUp('DISTINCT ON');
      isDistinct = true;
    } else if (modifier.type === 'ORDER_MODIFIER') order = childNodes(modifier, 'orders').map(orderPart);
    else if (modifier.type === 'LIMIT_MODIFIER') {
      const rows = childNode(modifier, 'limit');
      const offset = childNode(modifier, 'offset');
      if (rows !== undefined) limit = wholeNumber(rows) + (offset === undefined ? 0 : wholeNumber(offset));
    } else giveUp(textOf(modifier, 'type'));
  }
  return { isDistinct, order, limit, nodes };
}

function orderPart(part: AstNode): OrderPart {
  const expression = childNode(part, 'expression') ?? giveUp('ORDER BY');
  return {
    node: part,
    expression,
    isDescending: part.type === 'DESCENDING',
    areNullsFirst: /FIRST/.test(textOf(part, 'null_order')),
  };
}

function wholeNumber(node: AstNode): number {
  const value = childNode(node, 'value');
  const number: unknown = value?.value;
  return node.type === 'VALUE_CONSTANT' && typeof number === 'number' && Number.isInteger(number) && number >= 0
    ? number
    : giveUp('LIMIT that is not a number');
}

/** Whether DuckDB groups rows here: an aggregate outside of windows and subqueries, or GROUP BY. */
export function hasAggregate(node: AstNode, aggregates: ReadonlySet<string>): boolean {
  if (node.class === 'SUBQUERY' || node.class === 'WINDOW')
    return windowArguments(node).some((part) => hasAggregate(part, aggregates));
  if (node.class === 'FUNCTION' && aggregates.has(textOf(node, 'function_name'))) return true;
  return Object.values(node).some((value) =>
    isList(value)
      ? value.some((item) => isNode(item) && hasAggregate(item, aggregates))
      : isNode(value) && hasAggregate(value, aggregates),
  );
}

const windowArguments = (node: AstNode): readonly AstNode[] =>
  node.class === 'WINDOW' ? [...childNodes(node, 'children'), ...childNodes(node, 'partitions')] : [];

export function hasWindow(node: AstNode): boolean {
  for (const part of walk(childNodes(node, 'select_list'))) if (part.class === 'WINDOW') return true;
  return false;
}
