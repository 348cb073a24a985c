/**
 * Where a result's columns come from, for those that are a column of a source as it is: followed through the parse tree's aliases, subqueries, CTEs and
 * stars. Only for showing: what cannot be followed surely has no origin, and the caller compares names before it believes one.
 */
import type { ColumnOrigin } from '../../../lib/contract/run.ts';
import { uniqueNames } from '../../unique-names.ts';
import { type AstNode, childNode, childNodes, isList, isNode, textOf } from '../parse/ast.ts';
import { type Relation, relationColumns } from './scan.ts';

export interface TracedColumn {
  readonly name: string;
  readonly origin?: ColumnOrigin | undefined;
}

/** One relation of a FROM clause, under the names by which it can be called. */
interface Source {
  readonly names: readonly string[];
  readonly columns: readonly TracedColumn[];
}

type CommonTables = ReadonlyMap<string, readonly TracedColumn[] | undefined>;
type Traced = readonly TracedColumn[] | undefined;

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Columns of the statement in order; undefined if their number cannot be told. */
export function traceOrigins(root: AstNode, relations: readonly Relation[]): Traced {
  return traceQuery(root, new Map(), relations);
}

function traceQuery(node: AstNode, outer: CommonTables, relations: readonly Relation[]): Traced {
  const known = withCommonTables(node, outer, relations);
  if (node.type === 'SET_OPERATION_NODE') {
    const left = childNode(node, 'left');
    const right = childNode(node, 'right');
    if (left === undefined || right === undefined || textOf(node, 'setop_type') === 'UNION_BY_NAME') return undefined;
    const [first, second] = [traceQuery(left, known, relations), traceQuery(right, known, relations)];
    return first?.map((column, index) =>
      isSameOrigin(column.origin, second?.[index]?.origin) ? column : { name: column.name },
    );
  }
  if (node.type !== 'SELECT_NODE') return undefined;
  const from = childNode(node, 'from_table');
  const sources = from === undefined ? [] : traceFrom(from, known, relations);
  const items = childNodes(node, 'select_list').map((item) => traceItem(item, sources));
  return items.some((item) => item === undefined) ? undefined : items.flatMap((item) => item ?? []);
}

function withCommonTables(node: AstNode, outer: CommonTables, relations: readonly Relation[]): CommonTables {
  const map = childNode(node, 'cte_map')?.map;
  if (!isList(map)) return outer;
  const known = new Map(outer);
  for (const entry of map) {
    const value = isNode(entry) ? childNode(entry, 'value') : undefined;
    const query = value === undefined ? undefined : childNode(value, 'query');
    const inner = query === undefined ? undefined : childNode(query, 'node');
    if (!isNode(entry) || value === undefined) continue;
    known.set(
      textOf(entry, 'key').toLowerCase(),
      inner === undefined ? undefined : renamed(traceQuery(inner, known, relations), value.aliases),
    );
  }
  return known;
}

/** Undefined if a star over it could not be expanded. */
function traceFrom(node: AstNode, known: CommonTables, relations: readonly Relation[]): readonly Source[] | undefined {
  switch (node.type) {
    case 'EMPTY':
      return [];
    case 'BASE_TABLE':
      return sourceOf(node, [textOf(node, 'alias') || textOf(node, 'table_name')], traceTable(node, known, relations));
    case 'SUBQUERY': {
      const inner = childNode(childNode(node, 'subquery') ?? {}, 'node');
      return sourceOf(
        node,
        [textOf(node, 'alias')],
        inner === undefined ? undefined : traceQuery(inner, known, relations),
      );
    }
    case 'TABLE_FUNCTION':
      return sourceOf(
        node,
        [textOf(node, 'alias') || textOf(childNode(node, 'function') ?? {}, 'function_name')],
        traceNative(node, relations),
      );
    case 'JOIN':
      return traceJoin(node, known, relations);
    default:
      return undefined;
  }
}

function sourceOf(node: AstNode, names: readonly string[], columns: Traced): readonly Source[] | undefined {
  const shown = renamed(columns, node.column_name_alias);
  return shown === undefined ? undefined : [{ names, columns: shown }];
}

/** USING and NATURAL merge columns, and semi joins hide a side; those are left alone. */
function traceJoin(node: AstNode, known: CommonTables, relations: readonly Relation[]): readonly Source[] | undefined {
  const [left, right] = [childNode(node, 'left'), childNode(node, 'right')];
  const isPlain =
    childNodes(node, 'using_columns').length === 0 &&
    !isList(node.using_columns) &&
    ['REGULAR', 'CROSS'].includes(textOf(node, 'ref_type'));
  if (left === undefined || right === undefined || !isPlain || ['SEMI', 'ANTI'].includes(textOf(node, 'join_type')))
    return undefined;
  const [first, second] = [traceFrom(left, known, relations), traceFrom(right, known, relations)];
  return first === undefined || second === undefined ? undefined : [...first, ...second];
}

function traceTable(node: AstNode, known: CommonTables, relations: readonly Relation[]): Traced {
  const [catalog, schema, name] = [
    textOf(node, 'catalog_name'),
    textOf(node, 'schema_name'),
    textOf(node, 'table_name'),
  ];
  if (catalog === '' && schema === '') return known.get(name.toLowerCase());
  const relation = relations.find(
    (candidate) =>
      candidate.kind === 'table' &&
      same(candidate.connection, catalog || schema) &&
      same(candidate.table.name, name) &&
      (catalog === '' ? candidate.viaDefaultSchema : same(candidate.table.schema, schema)),
  );
  return relation === undefined ? undefined : relationTrace(relation);
}

function traceNative(node: AstNode, relations: readonly Relation[]): Traced {
  const call = childNode(node, 'function');
  const [connection, sql] =
    call === undefined ? [] : childNodes(call, 'children').map((argument) => childNode(argument, 'value')?.value);
  const relation = relations.find(
    (candidate) => candidate.kind === 'native' && candidate.connection === connection && candidate.sql === sql,
  );
  return relation === undefined ? undefined : relationTrace(relation);
}

function relationTrace(relation: Relation): readonly TracedColumn[] {
  const columns = relationColumns(relation);
  const names = uniqueNames(columns.map((column) => column.name));
  return columns.map((column, index) => ({
    name: names[index] ?? column.name,
    origin: originOf(relation, column.name),
  }));
}

function originOf(relation: Relation, column: string): ColumnOrigin | undefined {
  if (relation.kind === 'table')
    return { connection: relation.connection, schema: relation.table.schema, table: relation.table.name, column };
  return relation.kind === 'native'
    ? { connection: relation.connection, schema: '', table: 'native', column }
    : undefined;
}

function traceItem(item: AstNode, sources: readonly Source[] | undefined): Traced {
  if (item.type === 'STAR') return traceStar(item, sources);
  const alias = textOf(item, 'alias');
  const names = isList(item.column_names) ? item.column_names.map(String) : [];
  const column = names.at(-1);
  if (item.type !== 'COLUMN_REF' || column === undefined) return [{ name: alias }];
  const origin = sources === undefined ? undefined : findColumn(sources, names.at(-2), column)?.origin;
  return [{ name: alias || column, origin }];
}

/** The one column meant; undefined where the name could mean two. */
function findColumn(
  sources: readonly Source[],
  qualifier: string | undefined,
  column: string,
): TracedColumn | undefined {
  const meant = sources
    .filter((source) => qualifier === undefined || source.names.some((name) => same(name, qualifier)))
    .flatMap((source) => source.columns.filter((candidate) => same(candidate.name, column)));
  return meant.length === 1 ? meant[0] : undefined;
}

function traceStar(item: AstNode, sources: readonly Source[] | undefined): Traced {
  const isChanged = item.columns === true || isList(item.replace_list) || isList(item.rename_list) || isNode(item.expr);
  if (sources === undefined || isChanged) return undefined;
  const relation = textOf(item, 'relation_name');
  const excluded = isList(item.exclude_list)
    ? item.exclude_list.map((name) => (isNode(name) ? textOf(name, 'column') : String(name)))
    : [];
  return sources
    .filter((source) => relation === '' || source.names.some((name) => same(name, relation)))
    .flatMap((source) => source.columns)
    .filter((column) => !excluded.some((name) => same(name, column.name)));
}

function renamed(columns: Traced, aliases: unknown): Traced {
  if (!Array.isArray(aliases)) return columns;
  return columns?.map((column, index) => ({
    ...column,
    name: typeof aliases[index] === 'string' ? aliases[index] : column.name,
  }));
}

const isSameOrigin = (a: ColumnOrigin | undefined, b: ColumnOrigin | undefined): boolean =>
  a !== undefined && JSON.stringify(a) === JSON.stringify(b);
