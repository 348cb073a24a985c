import type { InputSource, JoinInput } from '../../../lib/contract/join.ts';
import { type AstNode, childNode, childNodes } from '../../engine/parse/ast.ts';
import { Beyond } from './beyond.ts';
import type { ReadContext } from './read-context.ts';
import { readQuery } from './read-query.ts';
import { readSelect } from './read-select.ts';

/**
 * A subquery of FROM: `SELECT * FROM table WHERE ...` is that table with filters, anything else that the builder can say a join as an input.
 */
export async function readNested(
  node: AstNode,
  context: ReadContext,
): Promise<{ source: InputSource; name: string; filters: JoinInput['filters'] }> {
  const query = childNode(childNode(node, 'subquery') ?? {}, 'node');
  if (query === undefined) throw new Beyond('This subquery is beyond the builder.', node);
  const name = 'unnamed_subquery';
  if (isFilterOnly(query)) {
    const { document } = await readSelect(query, context);
    const [only] = document.inputs;
    if (only !== undefined) return { source: only.source, name, filters: only.filters };
  }
  return { source: { kind: 'join', join: await readQuery(query, context) }, name, filters: [] };
}

function isFilterOnly(query: AstNode): boolean {
  const [item, ...more] = childNodes(query, 'select_list');
  const from = childNode(query, 'from_table');
  return query.type === 'SELECT_NODE' && item?.type === 'STAR' && more.length === 0 && from?.type !== 'JOIN';
}
