/** FROM of a block: its tables, and what column names mean. What is not plain is given up. Pure. */
import type { BlockColumnRef, BlockCondition, BlockSource } from '../../connectors/block.ts';
import { uniqueNames } from '../../unique-names.ts';
import { type AstNode, type AstValue, childNode, childNodes, isList, textOf } from '../parse/ast.ts';
import { type Relation, relationColumns } from '../plan/scan.ts';
import { giveUp, NotABlock } from './give-up.ts';
import { checkPlain, checkPlainStar, inlinedQuery } from './plain-select.ts';

export interface NamedColumn {
  readonly name: string;
  readonly ref: BlockColumnRef;
}

interface NamedSource {
  /** Qualifiers by which it can be called, each a list of names. */
  readonly qualifiers: readonly (readonly string[])[];
  readonly columns: readonly NamedColumn[];
}

/** A condition still to be read: of the join of `source`, or of WHERE. */
export interface PendingCondition {
  readonly source: number | undefined;
  /** Where its names are looked up. */
  readonly scope: Scope;
  readonly node: AstNode;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, index) => same(name, b[index] ?? ''));

/** What all scopes of one block share: its tables in the order of their joins, and conditions still to be read. */
interface Gathered {
  readonly sources: { table: BlockSource['table']; join?: { kind: JoinKind; on: BlockCondition[] } }[];
  readonly pending: PendingCondition[];
  connection: string | undefined;
}

type JoinKind = 'inner' | 'left';

export class Scope {
  readonly #gathered: Gathered;
  readonly #named: NamedSource[] = [];
  readonly #merged = new Map<string, BlockColumnRef>();
  readonly #relations: readonly Relation[];
  readonly #commonTables: readonly AstValue[];

  private constructor(
    relations: readonly Relation[],
    commonTables: readonly AstValue[],
    gathered: Gathered = { sources: [], pending: [], connection: undefined },
  ) {
    this.#relations = relations;
    this.#commonTables = commonTables;
    this.#gathered = gathered;
  }

  /** `commonTables`: entries of WITH in sight of `from`. */
  static read(relations: readonly Relation[], from: AstNode, commonTables: readonly AstValue[]): Scope {
    const scope = new Scope(relations, commonTables);
    scope.#add(from, undefined);
    return scope;
  }

  get sources(): Gathered['sources'] {
    return this.#gathered.sources;
  }

  get pending(): readonly PendingCondition[] {
    return this.#gathered.pending;
  }

  get connection(): string | undefined {
    return this.#gathered.connection;
  }

  /** All columns in the order of `*`; or those of one source. */
  star(qualifier: string): readonly NamedColumn[] {
    if (this.#merged.size > 0) giveUp('* over USING');
    return this.#named
      .filter(({ qualifiers }) => qualifier === '' || qualifiers.some((names) => sameNames(names, [qualifier])))
      .flatMap(({ columns }) => columns);
  }

  /** The column that a name means here; undefined if none. Two are given up. */
  find(names: readonly string[]): BlockColumnRef | undefined {
    const column = names.at(-1) ?? '';
    const qualifier = names.slice(0, -1);
    const merged = this.#merged.get(column.toLowerCase());
    if (qualifier.length === 0 && merged !== undefined) return merged;
    const found = this.#named
      .filter(({ qualifiers }) => qualifier.length === 0 || qualifiers.some((known) => sameNames(known, qualifier)))
      .flatMap(({ columns }) => columns.filter(({ name }) => same(name, column)));
    if (found.length > 1) giveUp(`two columns ${column}`);
    return found[0]?.ref;
  }

  findNode(node: AstNode): BlockColumnRef | undefined {
    const names = node.column_names;
    return node.type === 'COLUMN_REF' && isList(names) ? this.find(names.map(String)) : undefined;
  }

  #add(node: AstNode, join: JoinKind | undefined): void {
    if (node.sample != null) giveUp('sample');
    const isNamed = node.type === 'BASE_TABLE' && textOf(node, 'schema_name') !== '';
    if (isNamed) this.#addTable(node, join);
    else if (node.type === 'BASE_TABLE' || node.type === 'SUBQUERY') this.#addQuery(node, join);
    else if (node.type === 'JOIN') this.#addJoin(node, join);
    else giveUp(`FROM ${textOf(node, 'type')}`);
  }

  #addTable(node: AstNode, join: JoinKind | undefined): void {
    const [catalog, schema, name] = [
      textOf(node, 'catalog_name'),
      textOf(node, 'schema_name'),
      textOf(node, 'table_name'),
    ];
    if (node.at_clause != null) giveUp('AT');
    const relation = this.#relations.find(
      (candidate) =>
        candidate.kind === 'table' &&
        same(candidate.connection, catalog || schema) &&
        same(candidate.table.name, name) &&
        (catalog === '' ? candidate.viaDefaultSchema : same(candidate.table.schema, schema)),
    );
    if (relation?.kind !== 'table') throw new NotABlock('not a table of a connection');
    if ((this.connection ?? relation.connection) !== relation.connection) giveUp('two connections');
    this.#gathered.connection = relation.connection;
    const source = this.sources.length;
    this.sources.push({ table: relation.table, ...(join === undefined ? {} : { join: { kind: join, on: [] } }) });
    const aliases = isList(node.column_name_alias) ? node.column_name_alias.map(String) : [];
    const columns = relationColumns(relation);
    const alias = textOf(node, 'alias');
    this.#named.push({
      qualifiers:
        alias === '' ? [[name], [schema, name], ...(catalog === '' ? [] : [[catalog, schema, name]])] : [[alias]],
      columns: uniqueNames(columns.map((column) => column.name)).flatMap((unique, index) => {
        const column = columns[index];
        return column === undefined
          ? []
          : [{ name: aliases[index] ?? unique, ref: { kind: 'column', source, column } as const }];
      }),
    });
  }

  /** A subquery or common table that only chooses columns and rows: its tables join here, its conditions stand in WHERE. */
  #addQuery(item: AstNode, join: JoinKind | undefined): void {
    const { node, columnNames, commonTables } = inlinedQuery(item, this.#commonTables);
    checkPlain(node);
    const before = this.sources.length;
    const inner = new Scope(this.#relations, commonTables, this.#gathered);
    inner.#add(childNode(node, 'from_table') ?? giveUp('no FROM'), join);
    const where = childNode(node, 'where_clause');
    // Below an outer join neither may be moved.
    if (join === 'left' && (where !== undefined || this.sources.length > before + 1)) giveUp('nested outer join');
    if (where !== undefined) this.#gathered.pending.push({ source: undefined, scope: inner, node: where });
    const given = isList(item.column_name_alias) ? item.column_name_alias.map(String) : [];
    const columns = childNodes(node, 'select_list').flatMap((one) => inner.#chosen(one));
    const alias = textOf(item, 'alias') || textOf(item, 'table_name');
    this.#named.push({
      qualifiers: alias === '' ? [] : [[alias]],
      columns: columns.map(({ name, ref }, index) => ({ name: given[index] ?? columnNames[index] ?? name, ref })),
    });
  }

  #chosen(item: AstNode): readonly NamedColumn[] {
    if (item.type === 'STAR') {
      checkPlainStar(item);
      return this.star(textOf(item, 'relation_name'));
    }
    const names = isList(item.column_names) ? item.column_names.map(String) : [];
    return [{ name: textOf(item, 'alias') || (names.at(-1) ?? ''), ref: this.findNode(item) ?? giveUp('column') }];
  }

  #addJoin(node: AstNode, outer: JoinKind | undefined): void {
    const [left, right] = [childNode(node, 'left'), childNode(node, 'right')];
    if (left === undefined || right === undefined || outer === 'left') throw new NotABlock('join');
    if (childNodes(node, 'duplicate_eliminated_columns').length > 0) giveUp('join');
    const kind = joinKind(node);
    this.#add(left, outer);
    if (kind === 'left' && right.type === 'JOIN') giveUp('nested outer join');
    const leftNamed = [...this.#named];
    const before = this.sources.length;
    this.#add(right, kind);
    // The conditions of an inner join may as well stand in WHERE; they must where the joined side is a join itself.
    const source = this.sources.length > before + 1 ? undefined : before;
    const condition = childNode(node, 'condition');
    if (condition !== undefined) this.#gathered.pending.push({ source, scope: this, node: condition });
    for (const name of isList(node.using_columns) ? node.using_columns.map(String) : [])
      this.#merge(name, leftNamed, source);
  }

  #merge(name: string, leftNamed: readonly NamedSource[], source: number | undefined): void {
    const columns = (named: readonly NamedSource[]) =>
      named.flatMap((one) => one.columns.filter((column) => same(column.name, name)).map(({ ref }) => ref));
    const left = this.#merged.get(name.toLowerCase()) ?? single(columns(leftNamed));
    const right = single(columns(this.#named.slice(leftNamed.length)));
    const join = this.sources[source ?? -1]?.join;
    if (join === undefined || left.column.type !== right.column.type) throw new NotABlock('USING');
    join.on.push({ kind: 'compare', operator: '=', left, right });
    this.#merged.set(name.toLowerCase(), left);
  }
}

const single = (refs: readonly BlockColumnRef[]): BlockColumnRef =>
  refs.length === 1 && refs[0] !== undefined ? refs[0] : giveUp('USING');

function joinKind(node: AstNode): JoinKind {
  const type = textOf(node, 'join_type');
  const reference = textOf(node, 'ref_type');
  if (reference === 'CROSS' || (reference === 'REGULAR' && type === 'INNER')) return 'inner';
  return reference === 'REGULAR' && type === 'LEFT' ? 'left' : giveUp(`${reference} ${type} join`);
}
