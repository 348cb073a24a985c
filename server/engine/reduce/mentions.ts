/**
 * Whether anything in a query may still mean a table of its FROM clause: a column, the row as a whole, a star, a place by number. Where that cannot be told for sure, it does. Names are looked up as
 * DuckDB does: in the innermost query that knows them, in ORDER BY first among the names that the select list gives.
 */
import { uniqueNames } from '../../unique-names.ts';
import { type AstNode, type AstValue, childNode, childNodes, isLeaf, isList, isNode, textOf } from '../parse/ast.ts';
import { relationColumns } from '../plan/scan.ts';
import type { Table } from '../plan/split-places.ts';
import { type CommonTables, columnsCalled, type Source, type Tracer } from '../plan/trace.ts';

export interface Meant {
  /** The table in FROM. */
  readonly table: AstNode;
  readonly relation: Table;
}

/** `known`: the common tables that the query sees, its own among them. */
export function mentions(query: AstNode, meant: Meant, tracer: Tracer, known: CommonTables): boolean {
  return new Search(meant, tracer).own(query, known);
}

/** Relations of the queries between a name and the query whose table is looked for, and what WITH gives there. */
interface Between {
  readonly hiding: readonly (readonly Source[])[];
  readonly known: CommonTables;
}

class Search {
  readonly #called: string;
  /** Names that may stand before its own, as the statement writes them. */
  readonly #homes: ReadonlySet<string>;
  readonly #columns: ReadonlySet<string>;
  readonly #tracer: Tracer;

  constructor({ table, relation }: Meant, tracer: Tracer) {
    this.#called = (textOf(table, 'alias') || textOf(table, 'table_name')).toLowerCase();
    this.#homes = new Set([textOf(table, 'catalog_name'), textOf(table, 'schema_name')].map(lower));
    this.#columns = new Set(uniqueNames(relationColumns(relation).map(({ name }) => name)).map(lower));
    this.#tracer = tracer;
  }

  /** The query itself. Its common tables do not see its FROM clause. */
  own(query: AstNode, known: CommonTables): boolean {
    const between = { hiding: [], known };
    const given = new Set(childNodes(query, 'select_list').map((item) => lower(textOf(item, 'alias'))));
    return Object.entries(query).some(([key, value]) => {
      if (key === 'cte_map') return false;
      if (key !== 'modifiers' || !isList(value)) return this.#in(value, between, true);
      return value.some((modifier) => this.#modifier(modifier, given, between));
    });
  }

  #modifier(modifier: AstValue, given: ReadonlySet<string>, between: Between): boolean {
    if (!isNode(modifier) || modifier.type !== 'ORDER_MODIFIER') return this.#in(modifier, between, true);
    return childNodes(modifier, 'orders').some((order) => {
      const [name, ...more] = namesOf(childNode(order, 'expression') ?? {});
      const isGiven = name !== undefined && more.length === 0 && given.has(name);
      return !isGiven && this.#in(order, between, true);
    });
  }

  #in(value: AstValue | undefined, between: Between, isOwn: boolean): boolean {
    if (isList(value)) return value.some((item) => this.#in(item, between, isOwn));
    if (!isNode(value) || 'rawJSON' in value || isLeaf(value)) return false;
    if (value.type === 'SELECT_NODE' || value.type === 'SET_OPERATION_NODE') return this.#inner(value, between);
    if (value.type === 'POSITIONAL_REFERENCE') return true;
    if (value.type === 'COLUMN_REF') return this.#isMeant(namesOf(value), between.hiding);
    if (value.type === 'STAR') {
      const relation = lower(textOf(value, 'relation_name'));
      if (relation === this.#called || (isOwn && relation === '')) return true;
    }
    return Object.values(value).some((child) => this.#in(child, between, isOwn));
  }

  /** A query inside: what its own FROM clause knows is not looked for outside, except in that clause, whose parts do not see all of it. */
  #inner(query: AstNode, outer: Between): boolean {
    const known = this.#tracer.commonTables(query, outer.known);
    const from = query.type === 'SELECT_NODE' ? childNode(query, 'from_table') : undefined;
    const sources = from === undefined ? undefined : this.#tracer.from(from, known);
    const around = { ...outer, known };
    const within = sources === undefined ? around : { known, hiding: [...outer.hiding, sources] };
    return Object.entries(query).some(([key, value]) =>
      this.#in(value, key === 'from_table' || key === 'cte_map' ? around : within, false),
    );
  }

  #isMeant(names: readonly string[], hiding: Between['hiding']): boolean {
    const [first, ...more] = names;
    if (first === undefined) return true;
    if (hiding.some((sources) => isKnown(sources, first))) return false;
    if (first === this.#called || this.#columns.has(first)) return true;
    return this.#homes.has(first) && more.includes(this.#called);
  }
}

const isKnown = (sources: readonly Source[], name: string): boolean =>
  sources.some((source) => lower(source.name) === name) || columnsCalled(sources, undefined, name).length > 0;

const lower = (text: string): string => text.toLowerCase();

const namesOf = (node: AstNode): readonly string[] =>
  node.type === 'COLUMN_REF' && isList(node.column_names) ? node.column_names.map((name) => lower(String(name))) : [];
