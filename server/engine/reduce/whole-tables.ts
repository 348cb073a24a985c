import { type AstNode, childNode, textOf } from '../parse/ast.ts';

/** A table of a connection; a name without one may be a common table. */
export const isPlainTable = (node: AstNode): boolean =>
  node.type === 'BASE_TABLE' &&
  (textOf(node, 'catalog_name') !== '' || textOf(node, 'schema_name') !== '') &&
  node.sample == null;

/** Tables of a FROM clause that no join of it fills with NULLs. */
export function wholeTables(from: AstNode): readonly AstNode[] {
  if (isPlainTable(from)) return [from];
  const [left, right] = [childNode(from, 'left'), childNode(from, 'right')];
  if (from.type !== 'JOIN' || left === undefined || right === undefined) return [];
  const [kind, type] = [textOf(from, 'ref_type'), textOf(from, 'join_type')];
  if (kind === 'CROSS' || (kind === 'REGULAR' && type === 'INNER'))
    return [...wholeTables(left), ...wholeTables(right)];
  if (kind !== 'REGULAR') return [];
  return type === 'LEFT' ? wholeTables(left) : type === 'RIGHT' ? wholeTables(right) : [];
}
