import type { ComparisonOperator } from '../../connectors/predicate.ts';
import { type AstNode, childNodes, textOf } from './ast.ts';

const operators: Readonly<Record<string, ComparisonOperator>> = {
  COMPARE_EQUAL: '=',
  COMPARE_NOTEQUAL: '<>',
  COMPARE_LESSTHAN: '<',
  COMPARE_LESSTHANOREQUALTO: '<=',
  COMPARE_GREATERTHAN: '>',
  COMPARE_GREATERTHANOREQUALTO: '>=',
};

/** The operator with its sides exchanged. */
export const flipped: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** Undefined for a node that is no comparison. */
export const comparisonOperator = (node: AstNode): ComparisonOperator | undefined => operators[textOf(node, 'type')];

/** Conditions that must all hold. What every branch of an OR asks for stands beside the OR once more: `(a AND b) OR (a AND c)` asks for a. */
export function conjuncts(node: AstNode): readonly AstNode[] {
  if (node.type === 'CONJUNCTION_AND') return childNodes(node, 'children').flatMap(conjuncts);
  if (node.type !== 'CONJUNCTION_OR') return [node];
  const [first, ...others] = childNodes(node, 'children').map(conjuncts);
  const texts = others.map((branch) => new Set(branch.map(textWithoutPlaces)));
  const common = (first ?? []).filter((part) => texts.every((branch) => branch.has(textWithoutPlaces(part))));
  return others.length === 0 ? [node] : [node, ...common];
}

/** Equal for nodes that are written alike. */
export const textWithoutPlaces = (node: AstNode): string =>
  JSON.stringify(node, (key, value: unknown) => (key === 'query_location' ? undefined : value));
