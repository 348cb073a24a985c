/**
 * Which names of WITH a place in the statement sees. Told exactly as DuckDB resolves them: a name that is not in sight would be looked for among
 * DuckDB's own views and files, which are closed to user SQL.
 */
import { type AstNode, type AstValue, childNode, isLeaf, isList, isNode, textOf } from './ast.ts';

export type NamesInSight = ReadonlySet<string>;

/** Every node of the tree (of a constant not what it is made of), parents before children, with the names (in lower case) that it sees. */
export function* walkInSight(
  value: AstValue | undefined,
  seen: NamesInSight = new Set(),
): Generator<[AstNode, NamesInSight]> {
  if (isList(value)) {
    for (const item of value) {
      if (isNode(item) && isLeaf(item)) yield [item, seen];
      else yield* walkInSight(item, seen);
    }
    return;
  }
  if (!isNode(value)) return;
  if (isLeaf(value)) {
    yield [value, seen];
    return;
  }
  let names = seen;
  const entries = childNode(value, 'cte_map')?.map;
  for (const entry of isList(entries) ? entries.filter(isNode) : []) {
    // A CTE sees those before it, not itself: `WITH t AS (SELECT * FROM t)` reads another t.
    yield* walkInSight(entry.value, names);
    names = new Set([...names, textOf(entry, 'key').toLowerCase()]);
  }
  yield [value, names];
  const itself = value.type === 'RECURSIVE_CTE_NODE' ? textOf(value, 'cte_name').toLowerCase() : undefined;
  for (const [key, child] of Object.entries(value)) {
    if (key === 'cte_map') continue;
    // The first part of a recursive CTE does not see it either.
    yield* walkInSight(child, itself !== undefined && key === 'right' ? new Set([...names, itself]) : names);
  }
}
