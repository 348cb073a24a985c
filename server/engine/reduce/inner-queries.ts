import { type AstNode, isList, isNode } from '../parse/ast.ts';

export interface InnerQuery {
  readonly query: AstNode;
  /** A common table, a derived table, a branch of a set operation, a subquery of a join's condition: not evaluated for rows that have passed WHERE. */
  readonly isIndependent: boolean;
}

/** Queries directly inside a query. */
export function innerQueries(node: AstNode): readonly InnerQuery[] {
  const found: InnerQuery[] = [];
  const visit = (value: AstNode[string] | undefined, isIndependent: boolean): void => {
    if (isList(value)) for (const item of value) visit(item, isIndependent);
    else if (isNode(value)) {
      if (value.type === 'SELECT_NODE' || value.type === 'SET_OPERATION_NODE')
        found.push({ query: value, isIndependent });
      else for (const key of Object.keys(value)) visit(value[key], isIndependent);
    }
  };
  for (const key of Object.keys(node))
    visit(node[key], node.type !== 'SELECT_NODE' || key === 'from_table' || key === 'cte_map');
  return found;
}
