/**
 * `substring(column, 1, 2) IN ('13', '31')` asks how a text begins. Only where each constant is of as many ASCII letters as are taken: then the letters taken are the constant if, and only
 * if, the text begins with it; and NULL where the text is NULL, as for any condition of a prefix.
 */
import { type AstNode, childNode, childNodes, textOf } from './ast.ts';

export interface LeadingText {
  /** What must begin so. */
  readonly subject: AstNode;
  /** With any of these. */
  readonly prefixes: readonly string[];
  readonly isNegated: boolean;
}

/** More are better compared here. */
const MOST_PREFIXES = 20;

export function leadingText(node: AstNode): LeadingText | undefined {
  const isEqual = node.type === 'COMPARE_EQUAL' || node.type === 'COMPARE_NOTEQUAL';
  const isList = node.type === 'COMPARE_IN' || node.type === 'COMPARE_NOT_IN';
  if (!isEqual && !isList) return undefined;
  const [call, ...values] = isList
    ? childNodes(node, 'children')
    : [childNode(node, 'left'), childNode(node, 'right')].filter((side) => side !== undefined);
  if (call === undefined || values.length === 0 || values.length > MOST_PREFIXES) return undefined;
  const taken = lettersTaken(call);
  const prefixes = values.map(asciiText);
  if (taken === undefined || !prefixes.every((text) => text?.length === taken.letters)) return undefined;
  return {
    subject: taken.subject,
    prefixes: prefixes.filter((text) => text !== undefined),
    isNegated: node.type === 'COMPARE_NOTEQUAL' || node.type === 'COMPARE_NOT_IN',
  };
}

/** `left(subject, letters)`, or `substring(subject, 1, letters)`. */
function lettersTaken(call: AstNode): { readonly subject: AstNode; readonly letters: number } | undefined {
  if (call.class !== 'FUNCTION') return undefined;
  const [subject, ...places] = childNodes(call, 'children');
  const name = textOf(call, 'function_name');
  const numbers = places.map(wholeNumber);
  const isFromStart = name === 'left' || ((name === 'substring' || name === 'substr') && numbers.shift() === 1);
  const [letters, ...more] = numbers;
  if (!isFromStart || subject === undefined || letters === undefined || letters < 1 || more.length > 0)
    return undefined;
  return { subject, letters };
}

/** Of whole numbers only: a tree holds a decimal by its digits, 0.2 as 2, and a cast would round it. */
const wholeTypes: ReadonlySet<string> = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'INTEGER_LITERAL', 'BIGINT']);

function wholeNumber(node: AstNode): number | undefined {
  if (node.type === 'OPERATOR_CAST') {
    const child = childNode(node, 'child');
    const isWhole = wholeTypes.has(textOf(childNode(node, 'cast_type') ?? {}, 'id'));
    return child === undefined || !isWhole ? undefined : wholeNumber(child);
  }
  const constant = node.type === 'VALUE_CONSTANT' ? childNode(node, 'value') : undefined;
  if (constant === undefined || !wholeTypes.has(textOf(childNode(constant, 'type') ?? {}, 'id'))) return undefined;
  const value = Number(rawText(node));
  return Number.isSafeInteger(value) ? value : undefined;
}

function asciiText(node: AstNode): string | undefined {
  const value = node.type === 'VALUE_CONSTANT' ? childNode(node, 'value') : undefined;
  const type = value === undefined ? '' : textOf(childNode(value, 'type') ?? {}, 'id');
  const text = value?.is_null === true || type !== 'VARCHAR' ? undefined : value?.value;
  return typeof text === 'string' && /^[\x20-\x7e]+$/.test(text) ? text : undefined;
}

/** A number as the tree holds it, whichever way its digits are kept. */
function rawText(node: AstNode): unknown {
  const value: unknown = childNode(node, 'value')?.value;
  return typeof value === 'object' && value !== null && 'text' in value ? value.text : value;
}
