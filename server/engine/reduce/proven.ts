import type { AstNode } from '../parse/ast.ts';
import type { Relation, ShadowPlan } from '../plan/scan.ts';
import type { Shadow } from '../plan/shadow.ts';
import type { RoutedStatement } from '../route/route-blocks.ts';
import { readTree, sameTree, writeTree } from '../route/sql-tree.ts';

/** A rewritten statement, planned anew: undefined unless its text is read back as it was written, and names and types of its columns are those of the original. Throws what the binder says. */
export async function proven(
  tree: AstNode,
  relations: readonly Relation[],
  original: RoutedStatement,
  shadow: Shadow,
): Promise<RoutedStatement | undefined> {
  const text = await writeTree(shadow.connection, tree);
  const root = await readTree(shadow.connection, text);
  if (root === undefined || !sameTree(root, tree)) return undefined;
  const plan = await shadow.plan(text, relations);
  if (named(plan.columns) !== named(original.plan.columns)) return undefined;
  return { root, text, relations, plan: { ...plan, columns: original.plan.columns } };
}

const named = (columns: ShadowPlan['columns']): string => JSON.stringify(columns.map(({ name, type }) => [name, type]));
