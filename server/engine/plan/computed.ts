/**
 * Values computed of one relation's columns, whose keys DuckDB can take of the fetched rows as the statement itself computes them. Only what gives the same for
 * the same columns whenever it runs, and NULL for NULLs: a row that an outer join fills with NULLs then has no key that the relation's rows lack.
 */

import { quoteLiteral } from '../duckdb.ts';
import { type AstNode, childNode, childNodes, isNode, textOf } from '../parse/ast.ts';
import { type Relation, relationColumns } from './scan.ts';
import type { TracedColumn } from './trace.ts';

export interface ComputedColumn {
  readonly relation: Relation;
  /** Position of the first column that it is made of. */
  readonly index: number;
  readonly type: string;
  /** As of `BaseColumn`: two such values need not be of one row, so nothing is computed of both. */
  readonly isShared: boolean;
  /** SQL of it, given the SQL of the relation's columns. */
  readonly sql: (column: (index: number) => string) => string;
}

/** Functions of texts (and whole numbers) that give a text. */
const textFunctions: ReadonlySet<string> = new Set([
  'upper',
  'ucase',
  'lower',
  'lcase',
  'trim',
  'ltrim',
  'rtrim',
  'replace',
  'substring',
  'substr',
  'left',
  'right',
  'lpad',
  'rpad',
  'reverse',
  '||',
]);
const castTypes: ReadonlySet<string> = new Set(['VARCHAR', 'INTEGER', 'BIGINT', 'DATE']);

/** What `node` computes; `columnOf` follows a reference to a column. Undefined where it is a plain column, or not surely a key. */
export function computedColumn(
  node: AstNode,
  columnOf: (reference: AstNode) => TracedColumn | undefined,
): ComputedColumn | undefined {
  if (node.type === 'OPERATOR_CAST') return cast(node, columnOf);
  if (node.class !== 'FUNCTION' || !textFunctions.has(textOf(node, 'function_name'))) return undefined;
  if (
    node.distinct === true ||
    isNode(node.filter) ||
    childNodes(childNode(node, 'order_bys') ?? {}, 'orders').length > 0
  )
    return undefined;
  const name = textOf(node, 'function_name');
  const parts = childNodes(node, 'children').map((child) => constantSql(child) ?? textPart(child, columnOf));
  let first: ComputedColumn | undefined;
  const texts: ComputedColumn['sql'][] = [];
  for (const part of parts) {
    if (part === undefined) return undefined;
    if (typeof part === 'string') {
      texts.push(() => part);
      continue;
    }
    if (first !== undefined && (first.relation !== part.relation || first.isShared || part.isShared)) return undefined;
    first ??= part;
    texts.push(part.sql);
  }
  if (first === undefined) return undefined;
  const { relation, index, isShared } = first;
  return {
    relation,
    index,
    isShared,
    type: 'VARCHAR',
    sql: (column) => {
      const list = texts.map((text) => text(column));
      return name === '||' ? `(${list.join(' || ')})` : `${name}(${list.join(', ')})`;
    },
  };
}

function cast(node: AstNode, columnOf: (reference: AstNode) => TracedColumn | undefined): ComputedColumn | undefined {
  const child = childNode(node, 'child');
  const target = childNode(node, 'cast_type');
  const type = target === undefined || isNode(target.type_info) ? '' : textOf(target, 'id');
  const inner = child === undefined || !castTypes.has(type) ? undefined : part(child, columnOf);
  if (inner === undefined) return undefined;
  const word = node.try_cast === true ? 'TRY_CAST' : 'CAST';
  return { ...inner, type, sql: (column) => `${word}(${inner.sql(column)} AS ${type})` };
}

/** A column, or what is computed of one. */
function part(node: AstNode, columnOf: (reference: AstNode) => TracedColumn | undefined): ComputedColumn | undefined {
  if (node.type !== 'COLUMN_REF') return computedColumn(node, columnOf);
  const traced = columnOf(node);
  if (traced?.base === undefined) return traced?.computed;
  const { relation, index, isShared } = traced.base;
  const type = relationColumns(relation)[index]?.type ?? '';
  return { relation, index, isShared, type, sql: (column) => column(index) };
}

const textPart: typeof part = (node, columnOf) => {
  const found = part(node, columnOf);
  return found?.type === 'VARCHAR' ? found : undefined;
};

function constantSql(node: AstNode): string | undefined {
  const constant = node.type === 'VALUE_CONSTANT' ? childNode(node, 'value') : undefined;
  if (constant === undefined || constant.is_null === true) return undefined;
  const type = textOf(childNode(constant, 'type') ?? {}, 'id');
  // Empty texts are left out of the tree.
  if (type === 'VARCHAR') return quoteLiteral(typeof constant.value === 'string' ? constant.value : '');
  return type === 'INTEGER' && Number.isSafeInteger(constant.value) ? String(constant.value) : undefined;
}
