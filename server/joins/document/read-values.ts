import { placeholdersIn } from '../../../lib/sql/parameters.ts';
import { type AstNode, childNode, textOf } from '../../engine/parse/ast.ts';
import { Beyond } from './beyond.ts';
import type { SourceText } from './source-text.ts';

/** Placeholders are no SQL: each is read as a column of a name that nothing has. The text keeps its length, so places stay what they are. */
const MARK = '\uA66E\uA66E';

export function maskPlaceholders(text: string): string {
  if (text.includes(MARK)) throw new Beyond('The statement holds characters that are kept for parameters.');
  let masked = '';
  let at = 0;
  for (const { start, end } of placeholdersIn(text)) {
    const name = text.slice(start + 2, end - 2);
    // Blanks within the braces keep the length.
    masked += `${text.slice(at, start)}${MARK}${name.replaceAll(' ', '\uA66D')}${MARK}`;
    at = end;
  }
  return masked + text.slice(at);
}

/** The text with its placeholders again. */
export const unmasked = (text: string): string =>
  text.replace(/\uA66E\uA66E([^\uA66E]*)\uA66E\uA66E/g, (_, name: string) => `{{${name.replaceAll('\uA66D', '')}}}`);

/** Name of the parameter that a node stands for. */
export function parameterName(node: AstNode | undefined): string | undefined {
  const names = node?.class === 'COLUMN_REF' && Array.isArray(node.column_names) ? node.column_names : [];
  const [name, ...more] = names;
  if (typeof name !== 'string' || more.length > 0 || !name.startsWith(MARK)) return undefined;
  return name.replaceAll(/[\uA66E\uA66D]/g, '');
}

export const isParameter = (node: AstNode): boolean => parameterName(node) !== undefined;

export type Literal = { readonly kind: 'text' | 'number' | 'boolean' | 'date' | 'parameter'; readonly value: string };

/** A value as a filter keeps it; undefined for what is none. */
export function readLiteral(node: AstNode | undefined, source: SourceText): Literal | undefined {
  if (node === undefined) return undefined;
  const parameter = parameterName(node);
  if (parameter !== undefined) return { kind: 'parameter', value: `{{${parameter}}}` };
  if (node.type === 'OPERATOR_CAST' && node.try_cast === false) {
    const inner = childNode(node, 'child');
    const text = inner === undefined ? undefined : constantText(inner);
    const type = textOf(childNode(node, 'cast_type') ?? {}, 'id');
    if (text === undefined) return undefined;
    if (type === 'BOOLEAN')
      return /^[tf]$/.test(text) ? { kind: 'boolean', value: text === 't' ? 'true' : 'false' } : undefined;
    return type === 'DATE' || type === 'TIMESTAMP' ? { kind: 'date', value: text } : undefined;
  }
  if (node.type !== 'VALUE_CONSTANT') return undefined;
  const text = constantText(node);
  if (text !== undefined) return { kind: 'text', value: text };
  const value = childNode(node, 'value');
  if (value?.is_null === true) return undefined;
  const number = source.numberAt(node);
  return number === undefined ? undefined : { kind: 'number', value: number };
}

export function constantText(node: AstNode): string | undefined {
  const value = childNode(node, 'value');
  const isText = textOf(childNode(value ?? {}, 'type') ?? {}, 'id') === 'VARCHAR';
  // An empty text has no `value` in the tree.
  return node.type === 'VALUE_CONSTANT' && isText && value?.is_null === false ? String(value.value ?? '') : undefined;
}

export const isNullConstant = (node: AstNode): boolean =>
  node.type === 'VALUE_CONSTANT' && childNode(node, 'value')?.is_null === true;
