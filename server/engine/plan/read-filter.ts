/**
 * Filters of DuckDB's plan as predicates. The plan prints them as SQL over scan columns; DuckDB's own parser reads them back. What has no predicate form
 * is simply not pushed: it stays with DuckDB, which evaluates the whole statement anyway.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnInfo } from '../../connectors/connector.ts';
import type { Atom, ComparisonOperator, Constant, Predicate } from '../../connectors/predicate.ts';
import { firstRow, losesDigits, parseDuckDBJson } from '../duckdb.ts';
import { type AstNode, type AstValue, childNode, childNodes, isList, isNode, textOf } from '../parse/ast.ts';
import { comparisonOperator, conjuncts, flipped } from '../parse/conditions.ts';
import { leadingText } from '../parse/leading-text.ts';

/** A number of the parse tree with its digits as written; JSON numbers would round 64-bit integers. */
class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * The conditions of one filter text that must all hold; `undefined` members have no predicate form. `texts` are the same conditions, for people.
 * `columnOf` gives the column behind a scan column's name.
 */
export async function readFilter(
  connection: DuckDBConnection,
  text: string,
  columnOf: (name: string) => ColumnInfo | undefined,
): Promise<readonly (Predicate | undefined)[]> {
  const [json] = await firstRow(
    connection,
    'SELECT json_serialize_sql($text::VARCHAR, skip_null := true, skip_empty := true)',
    { text: `SELECT ${text}` },
  );
  const parsed = withDigits(json ?? '{}');
  const expression = selectedExpression(parsed as AstNode);
  return expression === undefined ? [undefined] : conjuncts(expression).map((node) => toPredicate(node, columnOf));
}

/** Where no number is too long it is read as it is: several times faster than looking at each value. */
const withDigits = (json: string): unknown =>
  losesDigits(json)
    ? parseDuckDBJson(json, (_key, value, context) =>
        typeof value === 'number' && context?.source !== undefined ? new Digits(context.source) : value,
      )
    : JSON.parse(json);

const digitsOf = (raw: unknown): string | undefined =>
  raw instanceof Digits ? raw.text : typeof raw === 'number' ? String(raw) : undefined;

function selectedExpression(parsed: AstNode): AstNode | undefined {
  const [statement] = childNodes(parsed, 'statements');
  const node = statement === undefined ? undefined : childNode(statement, 'node');
  return node === undefined ? undefined : childNodes(node, 'select_list')[0];
}

type ColumnOf = (name: string) => ColumnInfo | undefined;

function toPredicate(node: AstNode, columnOf: ColumnOf): Predicate | undefined {
  switch (node.type) {
    case 'CONJUNCTION_AND':
      return combine(childNodes(node, 'children'), columnOf, (all) => ({ kind: 'and', all }));
    case 'CONJUNCTION_OR':
      return combine(childNodes(node, 'children'), columnOf, (any) => ({ kind: 'or', any }));
    case 'OPERATOR_NOT':
      return combine(childNodes(node, 'children'), columnOf, ([not]) =>
        not === undefined ? undefined : { kind: 'not', not },
      );
    default:
      return beginning(node, columnOf) ?? toAtom(node, columnOf);
  }
}

function beginning(node: AstNode, columnOf: ColumnOf): Predicate | undefined {
  const found = leadingText(node);
  const column = found === undefined ? undefined : columnName(found.subject, columnOf);
  if (found === undefined || column?.type !== 'VARCHAR') return undefined;
  const any = found.prefixes.map((prefix): Predicate => ({ kind: 'prefix', column: column.name, prefix }));
  const begins: Predicate = any.length === 1 && any[0] !== undefined ? any[0] : { kind: 'or', any };
  return found.isNegated ? { kind: 'not', not: begins } : begins;
}

function combine(
  nodes: readonly AstNode[],
  columnOf: ColumnOf,
  make: (parts: Predicate[]) => Predicate | undefined,
): Predicate | undefined {
  const parts = nodes.map((node) => toPredicate(node, columnOf));
  return parts.some((part) => part === undefined) ? undefined : make(parts as Predicate[]);
}

function toAtom(node: AstNode, columnOf: ColumnOf): Predicate | undefined {
  const children = childNodes(node, 'children');
  const [first, ...rest] = children;
  const operator = comparisonOperator(node);
  if (operator !== undefined) return comparison(node, operator, columnOf);
  if (node.type === 'COMPARE_BETWEEN') return between(node, columnOf);
  const column = first === undefined ? undefined : columnName(first, columnOf);
  if (column === undefined) return undefined;
  switch (node.type) {
    case 'OPERATOR_IS_NULL':
      return { kind: 'isNull', column: column.name };
    case 'OPERATOR_IS_NOT_NULL':
      return { kind: 'isNotNull', column: column.name };
    case 'COMPARE_IN':
    case 'COMPARE_NOT_IN': {
      const values = rest.map((value) => constant(value, column));
      if (values.some((value) => value === undefined)) return undefined;
      const atom: Atom = { kind: 'in', column: column.name, values: values as Constant[] };
      return node.type === 'COMPARE_IN' ? atom : { kind: 'not', not: atom };
    }
    case 'FUNCTION': {
      const name = textOf(node, 'function_name');
      if (name in likes || name === '!~~') return like(name, rest, column);
      const prefix = rest[0] === undefined || rest.length > 1 ? undefined : constant(rest[0], column);
      if (
        (name !== 'prefix' && name !== 'starts_with' && name !== '^@') ||
        prefix?.value == null ||
        prefix.type !== 'VARCHAR'
      )
        return undefined;
      return { kind: 'prefix', column: column.name, prefix: prefix.value };
    }
    default:
      return undefined;
  }
}

/** Functions that DuckDB's optimizer makes of LIKE, and the fragments that each asks for. `_` is one letter there, whatever a letter is at the source. */
const likes: Readonly<Record<string, (text: string) => readonly string[] | undefined>> = {
  contains: (text) => ['', text, ''],
  suffix: (text) => ['', text],
  ends_with: (text) => ['', text],
  '~~': (text) => (/[_\\]/.test(text) ? undefined : text.split('%')),
};

function like(name: string, rest: readonly AstNode[], column: ColumnInfo): Predicate | undefined {
  const [pattern, more] = rest;
  const value = pattern === undefined || more !== undefined ? undefined : constant(pattern, column);
  if (column.type !== 'VARCHAR' || value?.value == null || value.type !== 'VARCHAR') return undefined;
  const fragments = likes[name === '!~~' ? '~~' : name]?.(value.value);
  if (fragments === undefined) return undefined;
  const found: Predicate = { kind: 'like', column: column.name, fragments };
  return name === '!~~' ? { kind: 'not', not: found } : found;
}

function comparison(node: AstNode, operator: ComparisonOperator, columnOf: ColumnOf): Predicate | undefined {
  const left = childNode(node, 'left');
  const right = childNode(node, 'right');
  if (left === undefined || right === undefined) return undefined;
  const leftColumn = columnName(left, columnOf);
  const rightColumn = columnName(right, columnOf);
  if (leftColumn !== undefined && rightColumn !== undefined)
    return { kind: 'columns', left: leftColumn.name, operator, right: rightColumn.name };
  if (leftColumn !== undefined) {
    const value = constant(right, leftColumn);
    return value === undefined ? undefined : { kind: 'comparison', column: leftColumn.name, operator, value };
  }
  if (rightColumn === undefined) return undefined;
  const value = constant(left, rightColumn);
  return value === undefined
    ? undefined
    : { kind: 'comparison', column: rightColumn.name, operator: flipped[operator], value };
}

function between(node: AstNode, columnOf: ColumnOf): Predicate | undefined {
  const input = childNode(node, 'input');
  const lower = childNode(node, 'lower');
  const upper = childNode(node, 'upper');
  const column = input === undefined ? undefined : columnName(input, columnOf);
  if (column === undefined || lower === undefined || upper === undefined) return undefined;
  const low = constant(lower, column);
  const high = constant(upper, column);
  return low === undefined || high === undefined ? undefined : { kind: 'between', column: column.name, low, high };
}

function columnName(node: AstNode, columnOf: ColumnOf): ColumnInfo | undefined {
  const names = node.column_names;
  return node.type === 'COLUMN_REF' && isList(names) && names.length === 1 ? columnOf(String(names[0])) : undefined;
}

/** A literal compared with `column`. DuckDB's binder has made both sides one type, so a bare number has the column's. */
function constant(node: AstNode, column: ColumnInfo): Constant | undefined {
  if (node.type === 'OPERATOR_CAST') {
    const child = childNode(node, 'child');
    const type = castType(childNode(node, 'cast_type'));
    const inner = child === undefined ? undefined : constant(child, column);
    return inner === undefined || type === undefined ? undefined : { type, value: inner.value };
  }
  const value = childNode(node, 'value');
  if (node.type !== 'VALUE_CONSTANT' || value === undefined) return undefined;
  if (value.is_null === true) return { type: column.type, value: null };
  const type = childNode(value, 'type');
  const text = literalText(value.value, type);
  if (text === undefined) return undefined;
  return { type: textOf(type ?? {}, 'id') === 'VARCHAR' ? 'VARCHAR' : column.type, value: text };
}

/** Plain casts only; a type with details (DECIMAL width, nested types) is left alone. */
function castType(node: AstNode | undefined): string | undefined {
  return node === undefined || isNode(node.type_info) ? undefined : textOf(node, 'id');
}

function literalText(value: AstValue | undefined, type: AstNode | undefined): string | undefined {
  const raw: unknown = value;
  const id = type === undefined ? '' : textOf(type, 'id');
  if (typeof raw === 'string') return raw;
  if (typeof raw === 'boolean') return String(raw);
  if (id === 'HUGEINT') {
    const parts = raw as { upper?: unknown; lower?: unknown };
    const [upper, lower] = [digitsOf(parts.upper), digitsOf(parts.lower)];
    return upper === undefined || lower === undefined ? undefined : String(BigInt(upper) * 2n ** 64n + BigInt(lower));
  }
  const digits = digitsOf(raw);
  if (digits === undefined || id !== 'DECIMAL') return digits;
  const scaleOf: unknown = type === undefined ? undefined : childNode(type, 'type_info')?.scale;
  return decimalText(digits, Number(digitsOf(scaleOf) ?? 0));
}

function decimalText(unscaled: string, scale: number): string {
  if (scale === 0) return unscaled;
  const sign = unscaled.startsWith('-') ? '-' : '';
  const digits = unscaled.slice(sign.length).padStart(scale + 1, '0');
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
