/** DuckDB's parse tree as `json_serialize_sql` gives it, as far as we read it. */
export type AstNode = { readonly [key: string]: AstValue };
export type AstValue = string | number | boolean | null | readonly AstValue[] | AstNode;

export const isNode = (value: AstValue | undefined): value is AstNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isList = (value: AstValue | undefined): value is readonly AstValue[] => Array.isArray(value);
export const textOf = (node: AstNode, key: string): string => {
  const value = node[key];
  return typeof value === 'string' ? value : '';
};
export const childNode = (node: AstNode, key: string): AstNode | undefined => {
  const value = node[key];
  return isNode(value) ? value : undefined;
};
export const childNodes = (node: AstNode, key: string): readonly AstNode[] => {
  const value = node[key];
  return isList(value) ? value.filter(isNode) : [];
};

/** Byte offset of a node in the statement's UTF-8 text; undefined where DuckDB keeps none. */
export function locationOf(node: AstNode): number | undefined {
  const value = node.query_location;
  return typeof value === 'number' && value < 2 ** 53 ? value : undefined;
}

/** A constant holds nothing but its value; statements may have a hundred thousand of them. */
export const isLeaf = (node: AstNode): boolean => node.class === 'CONSTANT';

/** Every node of the tree, parents before children; of a constant not what it is made of. */
export function* walk(value: AstValue | undefined): Generator<AstNode> {
  // One generator with a stack: one within another for each level would pass every node up through all of them.
  const open: (AstValue | undefined)[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (isNode(next)) {
      yield next;
      if (isLeaf(next)) continue;
    }
    const children = isList(next) ? next : Object.values(next);
    for (let index = children.length - 1; index >= 0; index -= 1) open.push(children[index]);
  }
}

export function someNode(value: AstValue | undefined, test: (node: AstNode) => boolean): boolean {
  for (const node of walk(value)) if (test(node)) return true;
  return false;
}
