import { type AstNode, childNode, childNodes, isList, textOf } from '../../engine/parse/ast.ts';
import { Beyond } from './beyond.ts';

const words: Readonly<Record<string, string>> = {
  DISTINCT_MODIFIER: 'DISTINCT',
  ORDER_MODIFIER: 'ORDER BY',
  LIMIT_MODIFIER: 'LIMIT',
  LIMIT_PERCENT_MODIFIER: 'LIMIT',
};

/** Throws `Beyond` for clauses that no document has. */
export function refuseClauses(node: AstNode): void {
  if (isList(childNode(node, 'cte_map')?.map))
    throw new Beyond('WITH is beyond the builder.', childNode(node, 'cte_map'));
  const groups = childNodes(node, 'group_expressions');
  if (groups.length > 0 || node.aggregate_handling === 'FORCE_AGGREGATES')
    throw new Beyond('GROUP BY is beyond the builder.', groups[0] ?? node);
  const having = childNode(node, 'having');
  if (having !== undefined) throw new Beyond('HAVING is beyond the builder.', having);
  const qualify = childNode(node, 'qualify');
  if (qualify !== undefined) throw new Beyond('QUALIFY is beyond the builder.', qualify);
  if (node.sample !== undefined) throw new Beyond('USING SAMPLE is beyond the builder.', node);
  const [modifier] = childNodes(node, 'modifiers');
  if (modifier !== undefined) {
    const type = textOf(modifier, 'type');
    throw new Beyond(`${words[type] ?? type} is beyond the builder.`, modifier);
  }
}
