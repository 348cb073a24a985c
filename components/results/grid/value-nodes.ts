import type { JsonCell } from '../../../lib/contract/result.ts';
import { ExactNumber, type JsonTree, parseJsonText } from '../../../lib/format/json-text.ts';

/** One line of a value's tree. */
export interface ValueNode {
  /** Keys from the root, joined: what is remembered as folded. */
  readonly path: string;
  readonly depth: number;
  readonly name: string | undefined;
  readonly value: JsonTree;
  /** Number of members of a list or struct; undefined for a plain value. */
  readonly size: number | undefined;
}

export const isBranch = (value: JsonTree): value is JsonTree[] | { [key: string]: JsonTree } =>
  value !== null && typeof value === 'object' && !(value instanceof ExactNumber);

/** Lines of a tree in order, without what lies in folded branches. */
export function nodesOf(root: JsonTree, folded: ReadonlySet<string>): ValueNode[] {
  const nodes: ValueNode[] = [];
  const visit = (value: JsonTree, name: string | undefined, path: string, depth: number) => {
    const members = isBranch(value) ? Object.entries(value) : undefined;
    nodes.push({ path, depth, name, value, size: members?.length });
    if (members === undefined || folded.has(path)) return;
    for (const [key, member] of members) visit(member, key, `${path}/${key.replaceAll('/', '~1')}`, depth + 1);
  };
  visit(root, undefined, '', 0);
  return nodes;
}

/** Branches below `depth`, which start folded so that a large value opens at once. */
export function deepBranches(root: JsonTree, depth: number): Set<string> {
  return new Set(
    nodesOf(root, new Set())
      .filter((node) => node.size !== undefined && node.depth >= depth)
      .map((node) => node.path),
  );
}

/** A value as a tree: a list or struct, or text that is a JSON document, as which some sources give theirs. Undefined for the rest. */
export function treeOf(value: JsonCell): JsonTree | undefined {
  if (value !== null && typeof value === 'object') return value;
  const tree = typeof value === 'string' && /^\s*[[{]/.test(value) ? parseJsonText(value) : undefined;
  return tree === undefined || !isBranch(tree) ? undefined : tree;
}
