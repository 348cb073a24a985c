import type { JoinDocument } from '../../../lib/contract/join.ts';
import { normalForm } from '../../../lib/join/normal-form.ts';
import type { AstNode } from '../../engine/parse/ast.ts';
import { readShapes } from '../shapes.ts';
import type { ReadContext } from './read-context.ts';
import { readSelect } from './read-select.ts';
import { readUnion } from './read-union.ts';

/** The document of a query node, in its plainest form. Throws `Beyond`. */
export async function readQuery(node: AstNode, context: ReadContext): Promise<JoinDocument> {
  const document =
    node.type === 'SET_OPERATION_NODE' ? await readUnion(node, context) : (await readSelect(node, context)).document;
  const { columnsOf } = await readShapes(document, context.dependencies, new AbortController().signal);
  return normalForm(document, columnsOf);
}
