/** Conditions and numbers of a block, from the parse tree. What is not on this list is given up. */
import type { BlockColumnRef, BlockCondition, BlockValue } from '../../connectors/block.ts';
import type { ComparisonOperator } from '../../connectors/predicate.ts';
import { type AstNode, childNode, childNodes, textOf } from '../parse/ast.ts';
import { comparisonOperator, flipped } from '../parse/conditions.ts';
import { leadingText } from '../parse/leading-text.ts';
import { areComparable, type Constants, isConstant } from './constants.ts';
import { giveUp } from './give-up.ts';
import type { Scope } from './scope.ts';

export class Reader {
  readonly #scope: Scope;
  readonly #constants: Constants;

  constructor(scope: Scope, constants: Constants) {
    this.#scope = scope;
    this.#constants = constants;
  }

  async condition(node: AstNode): Promise<BlockCondition> {
    const begins = this.#beginning(node);
    if (begins !== undefined) return begins;
    const children = childNodes(node, 'children');
    const operator = comparisonOperator(node);
    if (operator !== undefined) return this.#comparison(childNode(node, 'left'), operator, childNode(node, 'right'));
    switch (node.type) {
      case 'CONJUNCTION_AND':
      case 'CONJUNCTION_OR':
        return { kind: node.type === 'CONJUNCTION_AND' ? 'and' : 'or', parts: await this.#all(children) };
      case 'OPERATOR_NOT':
        return { kind: 'not', part: await this.condition(children[0] ?? giveUp('NOT')) };
      case 'OPERATOR_IS_NULL':
      case 'OPERATOR_IS_NOT_NULL': {
        const { source, column } = this.#column(children[0]);
        const kind = node.type === 'OPERATOR_IS_NULL' ? 'isNull' : 'isNotNull';
        return { kind: 'atom', source, atom: { kind, column: column.name } };
      }
      case 'COMPARE_BETWEEN': {
        const input = childNode(node, 'input');
        const parts = [
          await this.#comparison(input, '>=', childNode(node, 'lower')),
          await this.#comparison(input, '<=', childNode(node, 'upper')),
        ];
        return { kind: 'and', parts };
      }
      case 'COMPARE_IN':
      case 'COMPARE_NOT_IN':
        return this.#in(children, node.type === 'COMPARE_NOT_IN');
      case 'FUNCTION':
        return this.#like(node, children);
      case 'COLUMN_REF': {
        const { source, column } = this.#column(node);
        if (column.type !== 'BOOLEAN') return giveUp('condition on a column');
        const value = { type: 'BOOLEAN', value: 'true' };
        return { kind: 'atom', source, atom: { kind: 'comparison', column: column.name, operator: '=', value } };
      }
      default:
        return giveUp(`condition ${textOf(node, 'type')}`);
    }
  }

  #beginning(node: AstNode): BlockCondition | undefined {
    const found = leadingText(node);
    const column = found === undefined ? undefined : this.#scope.findNode(found.subject);
    if (found === undefined || column?.column.type !== 'VARCHAR') return undefined;
    const parts = found.prefixes.map((text): BlockCondition => ({ kind: 'like', column, fragments: [text, ''] }));
    const begins: BlockCondition = parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'or', parts };
    return found.isNegated ? { kind: 'not', part: begins } : begins;
  }

  async value(node: AstNode): Promise<BlockValue> {
    const column = this.#scope.findNode(node);
    if (column !== undefined) return column;
    if (node.type === 'VALUE_CONSTANT') return { kind: 'number', value: await this.#constants.number(node) };
    if (node.type === 'CASE_EXPR') return this.#case(node);
    const [left, right, more] = childNodes(node, 'children');
    const operator = textOf(node, 'function_name');
    if (node.class !== 'FUNCTION' || left === undefined || right === undefined || more !== undefined)
      return giveUp(`value ${textOf(node, 'type')}`);
    if (operator !== '+' && operator !== '-' && operator !== '*') return giveUp(`function ${operator}`);
    const value: BlockValue = {
      kind: 'arithmetic',
      operator,
      left: await this.value(left),
      right: await this.value(right),
    };
    // Integers overflow here and there at different bounds, and in different words.
    return hasDecimal(value) ? value : giveUp('arithmetic of integers');
  }

  async #case(node: AstNode): Promise<BlockValue> {
    const otherwise = childNode(node, 'else_expr');
    const isNull = otherwise !== undefined && childNode(otherwise, 'value')?.is_null === true;
    let result = otherwise === undefined || isNull ? undefined : await this.value(otherwise);
    for (const check of childNodes(node, 'case_checks').toReversed()) {
      const [when, then] = [childNode(check, 'when_expr'), childNode(check, 'then_expr')];
      if (when === undefined || then === undefined) return giveUp('CASE');
      result = {
        kind: 'case',
        when: await this.condition(when),
        value: await this.value(then),
        otherwise: result,
      };
    }
    return result ?? giveUp('CASE');
  }

  async #all(nodes: readonly AstNode[]): Promise<BlockCondition[]> {
    const parts: BlockCondition[] = [];
    for (const node of nodes) parts.push(await this.condition(node));
    return parts;
  }

  #column(node: AstNode | undefined): BlockColumnRef {
    return (node === undefined ? undefined : this.#scope.findNode(node)) ?? giveUp('not a column');
  }

  async #comparison(
    left: AstNode | undefined,
    operator: ComparisonOperator,
    right: AstNode | undefined,
  ): Promise<BlockCondition> {
    if (left === undefined || right === undefined) return giveUp('comparison');
    if (isConstant(left)) {
      return isConstant(right) ? giveUp('two constants') : this.#comparison(right, flipped[operator], left);
    }
    const first = this.#column(left);
    if (isConstant(right)) {
      const [value = giveUp('no constant')] = await this.#constants.besides([right], first.column);
      const atom = { kind: 'comparison', column: first.column.name, operator, value } as const;
      return { kind: 'atom', source: first.source, atom };
    }
    const second = this.#column(right);
    const { type } = first.column;
    if (type !== second.column.type && !areComparable(type, second.column.type)) return giveUp('two types');
    return { kind: 'compare', operator, left: first, right: second };
  }

  async #in([first, ...rest]: readonly AstNode[], isNegated: boolean): Promise<BlockCondition> {
    const { source, column } = this.#column(first);
    const values = await this.#constants.besides(rest, column);
    const atom: BlockCondition = { kind: 'atom', source, atom: { kind: 'in', column: column.name, values } };
    return isNegated ? { kind: 'not', part: atom } : atom;
  }

  async #like(node: AstNode, [subject, pattern, more]: readonly AstNode[]): Promise<BlockCondition> {
    if (subject === undefined || pattern === undefined || more !== undefined) return giveUp('function');
    const column = this.#column(subject);
    const isText = column.column.type === 'VARCHAR' && isConstant(pattern);
    if (!isText) return giveUp('LIKE');
    const [constant] = await this.#constants.besides([pattern], column.column);
    const text = constant?.value ?? giveUp('NULL');
    const like = (fragments: readonly string[]): BlockCondition => ({ kind: 'like', column, fragments });
    switch (textOf(node, 'function_name')) {
      case '~~':
        return like(likeFragments(text));
      case '!~~':
        return { kind: 'not', part: like(likeFragments(text)) };
      case 'prefix':
      case 'starts_with':
      case '^@':
        return like([text, '']);
      case 'suffix':
      case 'ends_with':
        return like(['', text]);
      case 'contains':
        return like(['', text, '']);
      default:
        return giveUp(`function ${textOf(node, 'function_name')}`);
    }
  }
}

/** `_` is one letter in DuckDB, whatever a letter is at the source. */
function likeFragments(pattern: string): readonly string[] {
  return pattern.includes('_') ? giveUp('LIKE with _') : pattern.split('%');
}

function hasDecimal(value: BlockValue): boolean {
  switch (value.kind) {
    case 'column':
      return value.column.type.startsWith('DECIMAL');
    case 'number':
      return value.value.type.startsWith('DECIMAL');
    case 'arithmetic':
      return hasDecimal(value.left) || hasDecimal(value.right);
    case 'case':
      return hasDecimal(value.value) || (value.otherwise !== undefined && hasDecimal(value.otherwise));
  }
}
