import { type AstNode, locationOf } from '../../engine/parse/ast.ts';

/** Thrown where a statement says more than a document can: why, in words, and where (byte offset in the text that was parsed). */
export class Beyond extends Error {
  readonly location: number | undefined;

  constructor(reason: string, node?: AstNode) {
    super(reason);
    this.name = 'Beyond';
    this.location = node === undefined ? undefined : firstLocation(node);
  }
}

function firstLocation(node: AstNode): number | undefined {
  const own = locationOf(node);
  if (own !== undefined) return own;
  for (const value of Object.values(node)) {
    const parts = Array.isArray(value) ? value : [value];
    for (const part of parts) {
      if (typeof part !== 'object' || part === null) continue;
      const location = firstLocation(part as AstNode);
      if (location !== undefined) return location;
    }
  }
  return undefined;
}
