import type { AstNode } from '../parse/ast.ts';
import type { Relation, ShadowPlan } from '../plan/scan.ts';
import type { Shadow } from '../plan/shadow.ts';
import type { RoutedStatement } from './route-blocks.ts';
import { readTree, sameTree, writeTree } from './sql-tree.ts';

/**
 * A rewritten statement, planned anew: undefined unless its text is read back as it was written, and names and types of its columns are those of the original. `mayRename`: the types alone. Throws
 * what the binder says.
 */
export async function proven(
  tree: AstNode,
  relations: readonly Relation[],
  original: Pick<RoutedStatement, 'plan'>,
  shadow: Shadow,
  { mayRename = false }: { readonly mayRename?: boolean } = {},
): Promise<RoutedStatement | undefined> {
  const text = await writeTree(shadow.connection, tree);
  const root = await readTree(shadow.connection, text);
  if (root === undefined || !sameTree(root, tree)) return undefined;
  const plan = await shadow.plan(text, relations);
  const told = (columns: ShadowPlan['columns']): string =>
    JSON.stringify(columns.map(({ name, type }) => (mayRename ? type : [name, type])));
  if (told(plan.columns) !== told(original.plan.columns)) return undefined;
  return { root, text, relations, plan: { ...plan, columns: original.plan.columns } };
}
