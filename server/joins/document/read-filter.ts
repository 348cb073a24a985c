import type { ColumnReference, InputFilter } from '../../../lib/contract/join.ts';
import { isVarchar, typeClass } from '../../../lib/join/types.ts';
import { type AstNode, childNode, childNodes, textOf } from '../../engine/parse/ast.ts';
import { comparisonOperator, flipped } from '../../engine/parse/conditions.ts';
import { Beyond } from './beyond.ts';
import { type Literal, parameterName, readLiteral, unmasked } from './read-values.ts';
import type { Scope } from './scope.ts';
import { bareColumns, type SourceText, unqualified } from './source-text.ts';

type ColumnFilter = Exclude<InputFilter, { expression: string }>;

/** A condition over columns of the one input `alias`: a filter of its column if it is a plain one, else an expression. */
export async function readFilter(node: AstNode, alias: string, scope: Scope, source: SourceText): Promise<InputFilter> {
  const plain = readPlain(node, scope, source);
  if (plain !== undefined) return plain;
  const name = scope.nameOf(alias);
  if (scope.isRenamed(alias))
    throw new Beyond('An own condition over a join in brackets is beyond the builder: put it inside.', node);
  const text = await source.of(node, (piece) => unqualified(piece, name), bareColumns(node));
  if (text === undefined) throw new Beyond('This condition cannot be kept as a filter of one input.', node);
  return { expression: unmasked(text) };
}

function readPlain(node: AstNode, scope: Scope, source: SourceText): ColumnFilter | undefined {
  const column = (of: AstNode | undefined): ColumnReference | undefined =>
    of?.class === 'COLUMN_REF' && parameterName(of) === undefined ? scope.resolve(of) : undefined;
  const filter = (
    of: ColumnReference | undefined,
    operator: ColumnFilter['operator'],
    nodes: readonly (AstNode | undefined)[],
  ): ColumnFilter | undefined => {
    if (of === undefined) return undefined;
    const values = nodes.map((one) => readLiteral(one, source));
    const type = operator === 'contains' || operator === 'starts with' ? 'VARCHAR' : scope.typeOf(of);
    const known = values.filter((value) => value !== undefined && fits(value, type));
    return known.length === nodes.length
      ? { column: of.column, operator, values: known.map((value) => value?.value ?? '') }
      : undefined;
  };
  const children = childNodes(node, 'children');
  const [first, second] = children;
  switch (node.type) {
    case 'OPERATOR_IS_NULL':
      return filter(column(first), 'is null', []);
    case 'OPERATOR_IS_NOT_NULL':
      return filter(column(first), 'is not null', []);
    case 'COMPARE_IN':
      return filter(column(first), 'in', children.slice(1));
    case 'COMPARE_NOT_IN':
      return filter(column(first), 'not in', children.slice(1));
    case 'COMPARE_BETWEEN':
      return filter(column(childNode(node, 'input')), 'between', [childNode(node, 'lower'), childNode(node, 'upper')]);
    case 'OPERATOR_NOT':
      return first?.class === 'FUNCTION' && parameterName(childNodes(first, 'children')[0]) !== undefined
        ? listFilter(first, 'not in')
        : undefined;
    case 'FUNCTION':
      return readFunction();
    default: {
      const operator = comparisonOperator(node);
      const [left, right] = [childNode(node, 'left'), childNode(node, 'right')];
      if (operator === undefined) return undefined;
      return column(left) === undefined
        ? filter(column(right), flipped[operator], [left])
        : filter(column(left), operator, [right]);
    }
  }

  /** `IN {{names}}` reads as a function, `contains(names, column)`. */
  function listFilter(call: AstNode, operator: 'in' | 'not in'): ColumnFilter | undefined {
    const [list, value] = childNodes(call, 'children');
    const name = parameterName(list);
    if (name !== undefined) source.listParameters.add(name);
    return textOf(call, 'function_name') === 'contains' ? filter(column(value), operator, [list]) : undefined;
  }

  function readFunction(): ColumnFilter | undefined {
    const name = textOf(node, 'function_name');
    if (children.length !== 2) return undefined;
    if (name === 'contains' && parameterName(first) !== undefined) return listFilter(node, 'in');
    if (name !== 'contains' && name !== 'starts_with') return undefined;
    return filter(textColumn(first), name === 'contains' ? 'contains' : 'starts with', [second]);
  }

  /** The column of `contains(CAST(column AS VARCHAR), ...)`; the cast stands there just where the column is no text. */
  function textColumn(of: AstNode | undefined): ColumnReference | undefined {
    const direct = column(of);
    if (direct !== undefined) return isVarchar(scope.typeOf(direct)) ? direct : undefined;
    const isCast = of?.type === 'OPERATOR_CAST' && textOf(childNode(of, 'cast_type') ?? {}, 'id') === 'VARCHAR';
    const inner = isCast && of !== undefined ? column(childNode(of, 'child')) : undefined;
    return inner === undefined || isVarchar(scope.typeOf(inner)) ? undefined : inner;
  }
}

/** Whether the value is spelled in the document as a value of the column's type. */
function fits({ kind }: Literal, type: string): boolean {
  if (kind === 'parameter') return true;
  switch (typeClass(type)) {
    case 'number':
      return kind === 'number';
    case 'boolean':
      return kind === 'boolean';
    case 'date':
      return kind === 'date' || kind === 'text';
    default:
      return kind === 'text';
  }
}
