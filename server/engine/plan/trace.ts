/**
 * Follows columns through the parse tree's aliases, subqueries, CTEs and stars back to the relations that they are columns of. What cannot be followed surely
 * is not followed. Two users: the origins that results show, and the join keys by which sources are reduced.
 */

import { uniqueNames } from '../../unique-names.ts';
import { type AstNode, childNode, childNodes, isList, isNode, someNode, textOf, walk } from '../parse/ast.ts';
import { type ComputedColumn, computedColumn } from './computed.ts';
import { type Relation, relationColumns } from './scan.ts';
import { findTable } from './split-places.ts';
import { BLOCK_CATALOG } from './view-names.ts';

/** A column of a relation, as it is. */
export interface BaseColumn {
  readonly relation: Relation;
  /** Position among the relation's columns. */
  readonly index: number;
  /**
   * True if rows of the relation may be left out by the value of this column wherever the reader of the traced column throws rows of that value (and
   * of NULL) away: no LIMIT, window or other aggregate between sees the difference.
   */
  readonly isDroppable: boolean;
  /** True if the statement may read the relation, or a common table over it, more than once: two such columns need not be of one row. */
  readonly isShared: boolean;
}

export interface TracedColumn {
  readonly name: string;
  readonly base?: BaseColumn | undefined;
  /** Where it is no column as it is, but computed of columns of one relation. */
  readonly computed?: ComputedColumn | undefined;
}

/** One relation of a FROM clause, under the name by which it can be called. */
export interface Source {
  readonly name: string;
  readonly columns: readonly TracedColumn[];
  /** Names, in lower case, that USING has merged into columns of sources before: found only with the source's name before them. */
  readonly merged?: ReadonlySet<string> | undefined;
}

/** Undefined: the columns cannot be told, or (of a source) a star over it cannot be expanded. */
type Columns = readonly TracedColumn[] | undefined;
export type CommonTables = ReadonlyMap<string, Columns>;

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export class Tracer {
  readonly #relations: readonly Relation[];
  readonly #followsResults: boolean;
  /** How often each CTE name is read. */
  readonly #readers = new Map<string, number>();
  /** In how many places of the text each relation stands. */
  readonly #places = new Map<Relation, number>();

  /** @param followsResults - also to columns of stored results, which no source can be reduced by. */
  constructor(root: AstNode, relations: readonly Relation[], followsResults = false) {
    this.#relations = relations;
    this.#followsResults = followsResults;
    for (const node of walk(root)) {
      const relation = this.#relation(node);
      if (relation !== undefined) this.#places.set(relation, (this.#places.get(relation) ?? 0) + 1);
      if (node.type !== 'BASE_TABLE' || textOf(node, 'schema_name') !== '') continue;
      const name = textOf(node, 'table_name').toLowerCase();
      this.#readers.set(name, (this.#readers.get(name) ?? 0) + 1);
    }
  }

  /** Output columns of a query in order. */
  query(node: AstNode, outer: CommonTables): Columns {
    const known = this.commonTables(node, outer);
    if (node.type === 'SET_OPERATION_NODE') return this.#setOperation(node, known);
    if (node.type !== 'SELECT_NODE') return undefined;
    const from = childNode(node, 'from_table');
    const sources = from === undefined ? [] : this.from(from, known);
    const items = childNodes(node, 'select_list').map((item) => traceItem(item, sources));
    if (items.some((item) => item === undefined)) return undefined;
    const columns = items.flatMap((item) => item ?? []);
    if (keepsRows(node)) return columns;
    const keys = groupKeys(node, sources);
    return columns.map((column, index) => (keys(column, index) ? column : asFixed(column)));
  }

  /** CTEs that a query sees: its own and those around it. */
  commonTables(node: AstNode, outer: CommonTables): CommonTables {
    const map = childNode(node, 'cte_map')?.map;
    if (!isList(map)) return outer;
    const known = new Map(outer);
    for (const entry of map) {
      const value = isNode(entry) ? childNode(entry, 'value') : undefined;
      if (!isNode(entry) || value === undefined) continue;
      const inner = childNode(childNode(value, 'query') ?? {}, 'node');
      const name = textOf(entry, 'key').toLowerCase();
      const columns = inner === undefined ? undefined : renamed(this.query(inner, known), value.aliases);
      known.set(name, (this.#readers.get(name) ?? 0) > 1 ? columns?.map(asShared) : columns);
    }
    return known;
  }

  /** Sources of a FROM clause in order. */
  from(node: AstNode, known: CommonTables): readonly Source[] | undefined {
    switch (node.type) {
      case 'EMPTY':
        return [];
      case 'BASE_TABLE':
        return sourceOf(node, textOf(node, 'table_name'), this.#table(node, known));
      case 'SUBQUERY': {
        const inner = childNode(childNode(node, 'subquery') ?? {}, 'node');
        return sourceOf(node, '', inner === undefined ? undefined : this.query(inner, known));
      }
      case 'TABLE_FUNCTION':
        return sourceOf(
          node,
          textOf(childNode(node, 'function') ?? {}, 'function_name'),
          this.#columnsOf(this.#native(node)),
        );
      case 'JOIN':
        return this.#join(node, known);
      default:
        return undefined;
    }
  }

  #setOperation(node: AstNode, known: CommonTables): Columns {
    const [left, right] = [childNode(node, 'left'), childNode(node, 'right')];
    if (left === undefined || right === undefined || textOf(node, 'setop_type') === 'UNION_BY_NAME') return undefined;
    const second = this.query(right, known);
    return this.query(left, known)?.map((column, index) =>
      asFixed(isSameBase(column, second?.[index]) ? column : { name: column.name }),
    );
  }

  /**
   * USING shows its columns once, as those of the left side; a semi join shows its left side only. NATURAL, and USING that shows the right side's columns, are
   * not followed.
   */
  #join(node: AstNode, known: CommonTables): readonly Source[] | undefined {
    const [left, right] = [childNode(node, 'left'), childNode(node, 'right')];
    if (left === undefined || right === undefined || !['REGULAR', 'CROSS'].includes(textOf(node, 'ref_type')))
      return undefined;
    const first = this.from(left, known);
    const type = textOf(node, 'join_type');
    if (type === 'SEMI' || type === 'ANTI') return first;
    const second = this.from(right, known);
    if (first === undefined || second === undefined) return undefined;
    const using = isList(node.using_columns) ? node.using_columns.map((name) => String(name).toLowerCase()) : [];
    if (using.length === 0) return [...first, ...second];
    if (type !== 'INNER' && type !== 'LEFT') return undefined;
    return [
      ...first,
      ...second.map((source) => ({ ...source, merged: new Set([...(source.merged ?? []), ...using]) })),
    ];
  }

  #table(node: AstNode, known: CommonTables): Columns {
    if (textOf(node, 'catalog_name') === '' && textOf(node, 'schema_name') === '')
      return known.get(textOf(node, 'table_name').toLowerCase());
    if (isNode(node.sample)) return undefined;
    return this.#columnsOf(this.#relation(node));
  }

  #columnsOf(relation: Relation | undefined): Columns {
    return relation === undefined ? undefined : baseColumns(relation, this.#places.get(relation) !== 1);
  }

  /** The relation that a FROM item names. */
  #relation(node: AstNode): Relation | undefined {
    if (node.type === 'TABLE_FUNCTION') return this.#native(node);
    if (node.type !== 'BASE_TABLE' || textOf(node, 'schema_name') === '') return undefined;
    const [catalog, name] = [textOf(node, 'catalog_name'), textOf(node, 'table_name')];
    return (
      findTable(node, this.#relations) ??
      (this.#followsResults ? this.#result(node) : undefined) ??
      this.#relations.find(
        (candidate) => candidate.kind === 'block' && catalog === BLOCK_CATALOG && candidate.name === name,
      )
    );
  }

  #result(node: AstNode): Relation | undefined {
    const name = textOf(node, 'table_name');
    if (textOf(node, 'catalog_name') !== '' || !same(textOf(node, 'schema_name'), 'results')) return undefined;
    return this.#relations.find((candidate) => candidate.kind === 'result' && same(candidate.name, name));
  }

  #native(node: AstNode): Relation | undefined {
    const call = childNode(node, 'function');
    const [connection, sql] =
      call === undefined ? [] : childNodes(call, 'children').map((argument) => childNode(argument, 'value')?.value);
    return this.#relations.find(
      (candidate) => candidate.kind === 'native' && candidate.connection === connection && candidate.sql === sql,
    );
  }
}

/** The one column meant by a name in a scope; undefined where the name could mean two. */
export function findColumn(
  sources: readonly Source[],
  qualifier: string | undefined,
  column: string,
): TracedColumn | undefined {
  const meant = columnsCalled(sources, qualifier, column);
  return meant.length === 1 ? meant[0] : undefined;
}

export const columnsCalled = (
  sources: readonly Source[],
  qualifier: string | undefined,
  column: string,
): readonly TracedColumn[] =>
  sources
    .filter((source) =>
      qualifier === undefined ? source.merged?.has(column.toLowerCase()) !== true : same(source.name, qualifier),
    )
    .flatMap((source) => source.columns.filter((candidate) => same(candidate.name, column)));

/** The column that a column reference means, as far as it can be followed. */
export function traceReference(node: AstNode, sources: readonly Source[]): TracedColumn | undefined {
  const names = node.type === 'COLUMN_REF' && isList(node.column_names) ? node.column_names.map(String) : [];
  const column = names.at(-1);
  return column === undefined ? undefined : findColumn(sources, names.at(-2), column);
}

function baseColumns(relation: Relation, isShared: boolean): readonly TracedColumn[] {
  const names = uniqueNames(relationColumns(relation).map((column) => column.name));
  return names.map((name, index) => ({ name, base: { relation, index, isDroppable: true, isShared } }));
}

function sourceOf(node: AstNode, name: string, columns: Columns): readonly Source[] | undefined {
  const shown = renamed(columns, node.column_name_alias);
  return shown === undefined ? undefined : [{ name: textOf(node, 'alias') || name, columns: shown }];
}

function traceItem(item: AstNode, sources: readonly Source[] | undefined): Columns {
  if (item.type === 'STAR') return traceStar(item, sources);
  const alias = textOf(item, 'alias');
  if (item.type !== 'COLUMN_REF') {
    const computed =
      sources === undefined ? undefined : computedColumn(item, (reference) => traceReference(reference, sources));
    return [{ name: alias, ...(computed === undefined ? {} : { computed }) }];
  }
  const names = isList(item.column_names) ? item.column_names.map(String) : [];
  const { base, computed } = (sources === undefined ? undefined : traceReference(item, sources)) ?? {};
  return [{ name: alias || (names.at(-1) ?? ''), base, computed }];
}

function traceStar(item: AstNode, sources: readonly Source[] | undefined): Columns {
  const isChanged = item.columns === true || isList(item.replace_list) || isList(item.rename_list) || isNode(item.expr);
  if (sources === undefined || isChanged) return undefined;
  const relation = textOf(item, 'relation_name');
  const excluded = isList(item.exclude_list)
    ? item.exclude_list.map((name) => (isNode(name) ? textOf(name, 'column') : String(name)))
    : [];
  return sources
    .filter((source) => relation === '' || same(source.name, relation))
    .flatMap(({ columns, merged }) =>
      relation === '' ? columns.filter(({ name }) => merged?.has(name.toLowerCase()) !== true) : columns,
    )
    .filter((column) => !excluded.some((name) => same(name, column.name)));
}

/** Whether a SELECT gives its rows on as they are: nothing in it counts, orders or cuts them. */
export function keepsRows(node: AstNode): boolean {
  if (isList(node.group_expressions) && node.group_expressions.length > 0) return false;
  if (isList(node.group_sets) && node.group_sets.length > 0) return false;
  if (node.aggregate_handling !== 'STANDARD_HANDLING' || isNode(node.having)) return false;
  if (childNodes(node, 'modifiers').some(({ type }) => type !== 'ORDER_MODIFIER') || !seesRowsAlone(node)) return false;
  return !someNode(node.select_list, (part) => part.class === 'FUNCTION' && part.is_operator !== true);
}

/** Neither windows nor cuts nor samples: whether a row (or group) is given does not depend on others. */
function seesRowsAlone(node: AstNode): boolean {
  const isCut = childNodes(node, 'modifiers').some((modifier) => {
    if (modifier.type === 'DISTINCT_MODIFIER') return childNodes(modifier, 'distinct_on_targets').length > 0;
    return modifier.type !== 'ORDER_MODIFIER';
  });
  return !isCut && !isNode(node.qualify) && !isNode(node.sample) && !someNode(node, isWindow);
}

const isWindow = (part: AstNode): boolean => part.class === 'WINDOW';

/**
 * Which columns of a SELECT are keys of its groups (DISTINCT groups by all of them): all rows of one key are one group, so they may be left out together.
 * Only of one plain grouping; not where there are no keys, since that gives a row even over nothing.
 */
function groupKeys(
  node: AstNode,
  sources: readonly Source[] | undefined,
): (column: TracedColumn, index: number) => boolean {
  if (sources === undefined || !seesRowsAlone(node)) return () => false;
  const groups = childNodes(node, 'group_expressions');
  const sets = isList(node.group_sets) ? node.group_sets : [];
  const items = childNodes(node, 'select_list');
  if (node.aggregate_handling === 'FORCE_AGGREGATES' || items.some(({ type }) => type === 'STAR')) return () => false;
  if (groups.length === 0) {
    const isDistinct = childNodes(node, 'modifiers').some(({ type }) => type === 'DISTINCT_MODIFIER');
    const isPlain = sets.length === 0 && items.every(({ type }) => type === 'COLUMN_REF') && !isNode(node.having);
    return () => isDistinct && isPlain;
  }
  if (sets.length > 1 || (isList(sets[0]) && sets[0].length !== groups.length)) return () => false;
  return (column, index) => groups.some((group) => isKey(group, column, index, sources));
}

/** A grouping key is the column itself, its position, or its alias where no column of FROM has that name. */
function isKey(group: AstNode, column: TracedColumn, index: number, sources: readonly Source[]): boolean {
  if (group.type === 'VALUE_CONSTANT') return childNode(group, 'value')?.value === index + 1;
  if (group.type !== 'COLUMN_REF' || !isList(group.column_names)) return false;
  const names = group.column_names.map(String);
  const name = names.at(-1) ?? '';
  const meant = columnsCalled(sources, names.at(-2), name);
  if (meant.length === 0) return names.length === 1 && same(name, column.name);
  return meant.length === 1 && meant[0] !== undefined && isSameBase(column, meant[0]);
}

function renamed(columns: Columns, aliases: unknown): Columns {
  if (!Array.isArray(aliases)) return columns;
  return columns?.map((column, index) => ({
    ...column,
    name: typeof aliases[index] === 'string' ? aliases[index] : column.name,
  }));
}

const asFixed = (column: TracedColumn): TracedColumn =>
  column.base === undefined ? column : { ...column, base: { ...column.base, isDroppable: false } };

const asShared = ({ name, base, computed }: TracedColumn): TracedColumn => ({
  name,
  base: base && { ...base, isDroppable: false, isShared: true },
  computed: computed && { ...computed, isShared: true },
});

const isSameBase = (a: TracedColumn, b: TracedColumn | undefined): boolean =>
  a.base !== undefined && a.base.relation === b?.base?.relation && a.base.index === b.base.index;
