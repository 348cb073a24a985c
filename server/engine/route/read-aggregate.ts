/** One aggregate call of the parse tree as the block's. What is not on this list is given up. */
import type { BlockAggregate } from '../../connectors/block.ts';
import { type AstNode, childNode, childNodes, textOf } from '../parse/ast.ts';
import { giveUp } from './give-up.ts';
import type { Reader } from './read-condition.ts';

export async function readAggregate(node: AstNode, reader: Reader): Promise<BlockAggregate> {
  const called = textOf(node, 'function_name');
  const [argument, more] = childNodes(node, 'children');
  const orders = childNodes(childNode(node, 'order_bys') ?? {}, 'orders');
  if (more !== undefined || orders.length > 0 || node.export_state === true) giveUp(`${called} with options`);
  const filterNode = childNode(node, 'filter');
  const filter = filterNode === undefined ? undefined : await reader.condition(filterNode);
  const isDistinct = node.distinct === true;
  const made = async (name: BlockAggregate['name']): Promise<BlockAggregate> => ({
    kind: 'aggregate',
    name,
    ...(argument === undefined ? {} : { argument: await reader.value(argument) }),
    ...(filter === undefined ? {} : { filter }),
  });
  if (called === 'count_star' || (called === 'count' && argument === undefined))
    return isDistinct ? giveUp('DISTINCT of nothing') : made('countRows');
  if (argument === undefined) return giveUp(`${called} without argument`);
  if (called === 'min' || called === 'max') return made(called);
  if (called === 'count') return made(isDistinct ? 'countDistinct' : 'count');
  if (called === 'sum' && !isDistinct) return made('sum');
  if ((called === 'avg' || called === 'mean') && !isDistinct) return made('average');
  return giveUp(`aggregate ${called}`);
}
