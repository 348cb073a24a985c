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

/** Conditions that must all hold. */
export const conjuncts = (node: AstNode): readonly AstNode[] =>
  node.type === 'CONJUNCTION_AND' ? childNodes(node, 'children').flatMap(conjuncts) : [node];
