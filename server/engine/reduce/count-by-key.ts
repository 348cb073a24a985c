/**
 * `count(o.id)` of joined orders counts the rows that hold an order at all, where `o.id` is never NULL in its table. Any other column of the same order that is not NULL there tells the same, and the
 * one by which orders were joined is fetched anyway. So it is counted in place of `o.id`, which then need not be fetched if nothing else reads it. That `o.id` is NOT NULL is checked by the fetch, in the
 * snapshot of its rows. docs/decisions/0013.
 */
import type { ColumnInfo } from '../../connectors/connector.ts';
import { type AstNode, type AstValue, childNode, childNodes, isList, isNode, textOf, walk } from '../parse/ast.ts';
import type { Relation } from '../plan/scan.ts';
import type { Shadow } from '../plan/shadow.ts';
import { findTable, type Table } from '../plan/split-places.ts';
import { type CommonTables, type Source, type TracedColumn, Tracer } from '../plan/trace.ts';
import { proven } from '../route/proven.ts';
import type { RoutedStatement } from '../route/route-blocks.ts';
import { readTree, writeTree } from '../route/sql-tree.ts';
import { innerQueries } from './inner-queries.ts';
import { columnCount, isLarge, type SettleOptions } from './settle.ts';
import { parts, sourceMeant } from './settleable.ts';
import { isPlainTable } from './whole-tables.ts';

/** A count of a column, and the key to be counted instead. */
interface Count {
  readonly argument: AstNode;
  /** Name of its table in FROM, as written. */
  readonly table: string;
  readonly key: string;
  readonly relation: Table;
  /** The column of `relation`. */
  readonly column: ColumnInfo;
}

/** The statement with its counts by the keys of joins; as it is where that saves no column, or cannot be proven. */
export async function countByKey(
  statement: RoutedStatement,
  shadow: Shadow,
  { connector, log, always }: SettleOptions,
): Promise<RoutedStatement> {
  const { relations, plan } = statement;
  const large = relations.filter(
    (relation) =>
      relation.kind === 'table' &&
      isLarge(relation, always) &&
      connector(relation.connection).dialect.checksNeverNull === true,
  );
  if (large.length === 0) return statement;
  try {
    const root = await readTree(shadow.connection, statement.text);
    if (root === undefined) return statement;
    const counts = readCounts(root, large, relations);
    if (counts.length === 0) return statement;
    const nodes = new Map(counts.map((count) => [count.argument, keyOf(count)]));
    for (const item of unnamedItems(root, nodes))
      nodes.set(item, { ...rewritten(item, nodes), alias: await nameOf(item, shadow) });
    const counted = await proven(rewritten(root, nodes), resting(relations, counts), statement, shadow);
    return counted !== undefined && columnCount(counted.plan) < columnCount(plan) ? counted : statement;
  } catch (thrown) {
    log.debug({ reason: String(thrown) }, 'Nothing is counted by the key of its join');
    return statement;
  }
}

/** The relations, which check that the columns that are no longer counted hold no NULL. */
const resting = (relations: readonly Relation[], counts: readonly Count[]): readonly Relation[] =>
  relations.map((relation) => {
    const columns = counts.filter((count) => count.relation === relation).map(({ column }) => column);
    return relation.kind === 'table' && columns.length > 0
      ? { ...relation, neverNull: [...new Set(columns)] }
      : relation;
  });

/** Counts that may be by a key, of columns that nothing else seems to read. `large`: relations for which it may pay. */
function readCounts(root: AstNode, large: readonly Relation[], relations: readonly Relation[]): readonly Count[] {
  const reader = new Reader(root, large, relations);
  reader.query(root, new Map());
  const { found } = reader;
  const counted = new Set(found.map(({ argument }) => argument));
  const others = [...walk(root)].filter((node) => node.type === 'COLUMN_REF' && !counted.has(node)).map(namesOf);
  return found.filter(({ argument, table }) => {
    const column = namesOf(argument).at(-1);
    return !others.some(
      (names) => names.at(-1) === column && (names.at(-2) ?? table.toLowerCase()) === table.toLowerCase(),
    );
  });
}

class Reader {
  readonly found: Count[] = [];
  readonly #tracer: Tracer;
  readonly #large: readonly Relation[];
  readonly #relations: readonly Relation[];

  constructor(root: AstNode, large: readonly Relation[], relations: readonly Relation[]) {
    this.#tracer = new Tracer(root, relations);
    this.#large = large;
    this.#relations = relations;
  }

  query(node: AstNode, outer: CommonTables): void {
    const known = this.#tracer.commonTables(node, outer);
    const from = node.type === 'SELECT_NODE' ? childNode(node, 'from_table') : undefined;
    if (from?.type === 'JOIN' && node.sample == null) this.#counts(node, from, known);
    for (const { query } of innerQueries(node)) this.query(query, known);
  }

  #counts(node: AstNode, from: AstNode, known: CommonTables): void {
    const counted = ['select_list', 'having', 'modifiers', 'qualify'].flatMap((part) => [...countedIn(node[part])]);
    const sources = counted.length === 0 ? undefined : this.#tracer.from(from, known);
    if (sources === undefined) return;
    const keys = new Keys(sources);
    this.#joins(from, known, keys);
    const where = childNode(node, 'where_clause');
    if (where !== undefined) keys.addCondition(where, sources, plainTables(from));
    const aliases = new Set(childNodes(node, 'select_list').map((item) => textOf(item, 'alias').toLowerCase()));
    for (const argument of counted) {
      const names = namesOf(argument);
      const mayBeAlias = names.length === 1 && aliases.has(names[0] ?? '');
      const meant = mayBeAlias ? undefined : sourceMeant(names, sources);
      const key = meant && keys.besides(meant.column.name, meant.source);
      if (meant === undefined || key === undefined) continue;
      const base = this.#neverNull(meant.column, key.table);
      if (base !== undefined) this.found.push({ argument, table: meant.source.name, key: key.column, ...base });
    }
  }

  /** The column of the table, where its catalog tells that no row has NULL there. */
  #neverNull({ base }: TracedColumn, node: AstNode): Pick<Count, 'relation' | 'column'> | undefined {
    const relation = findTable(node, this.#relations);
    if (relation === undefined || base?.relation !== relation) return undefined;
    const column = relation.table.columns[base.index];
    const mayBe = relation.table.kind === 'table' && this.#large.includes(relation);
    return mayBe && column?.nullable === false && STAYS_VALUE.test(column.type) ? { relation, column } : undefined;
  }

  /** Keys of the tables that a join fills with NULLs or not at all, but never keeps without a partner. */
  #joins(node: AstNode, known: CommonTables, keys: Keys): void {
    const [left, right] = [childNode(node, 'left'), childNode(node, 'right')];
    if (node.type !== 'JOIN' || left === undefined || right === undefined) return;
    this.#joins(left, known, keys);
    this.#joins(right, known, keys);
    if (textOf(node, 'ref_type') !== 'REGULAR') return;
    const sides = { INNER: [left, right], LEFT: [right], RIGHT: [left] }[textOf(node, 'join_type')] ?? [];
    const using = isList(node.using_columns) ? node.using_columns.map(String) : [];
    for (const side of sides.filter(isPlainTable)) for (const column of using) keys.add(side, column);
    const condition = childNode(node, 'condition');
    const sources = condition && this.#tracer.from(node, known);
    if (condition !== undefined && sources !== undefined)
      keys.addCondition(condition, sources, sides.flatMap(plainTables));
  }
}

/** Columns of the tables of one FROM in which equalities leave no NULL, unless all of the table's row is NULL. */
class Keys {
  /** By the table's name in FROM, in lower case. */
  readonly #keys = new Map<string, { readonly table: AstNode; readonly columns: string[] }>();
  readonly #sources: readonly Source[];

  /** @param sources - of the whole FROM. */
  constructor(sources: readonly Source[]) {
    this.#sources = sources;
  }

  /** Those of `tables` that the equalities of a condition name; `sources`: where its names are looked up. */
  addCondition(condition: AstNode, sources: readonly Source[], tables: readonly AstNode[]): void {
    for (const part of parts(condition)) {
      if (part.type !== 'COMPARE_EQUAL') continue;
      for (const side of [childNode(part, 'left'), childNode(part, 'right')]) {
        const meant = side?.type === 'COLUMN_REF' ? sourceMeant(namesOf(side), sources) : undefined;
        const table = meant && tables.find((one) => nameOfTable(one) === meant.source.name.toLowerCase());
        if (meant !== undefined && table !== undefined) this.add(table, meant.column.name);
      }
    }
  }

  add(table: AstNode, column: string): void {
    const name = nameOfTable(table);
    // Of two tables of one name neither is taken.
    if (this.#sources.filter((source) => source.name.toLowerCase() === name).length !== 1) return;
    const known = this.#keys.get(name) ?? { table, columns: [] };
    known.columns.push(column);
    this.#keys.set(name, known);
  }

  /** The first key of a table; undefined where it has none, or the column is one itself, so that it is read anyway. */
  besides(column: string, source: Source): { readonly table: AstNode; readonly column: string } | undefined {
    const { table, columns = [] } = this.#keys.get(source.name.toLowerCase()) ?? {};
    const [first] = columns;
    const isKey = columns.some((key) => key.toLowerCase() === column.toLowerCase());
    return table === undefined || first === undefined || isKey ? undefined : { table, column: first };
  }
}

/** Types of which no value becomes NULL on its way, as a date of MySQL may. */
const STAYS_VALUE = /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\(.*|VARCHAR|UUID|BOOLEAN)$/;

const nameOfTable = (table: AstNode): string => (textOf(table, 'alias') || textOf(table, 'table_name')).toLowerCase();

/** Tables of connections below a FROM item. */
function plainTables(node: AstNode): readonly AstNode[] {
  if (node.type !== 'JOIN') return isPlainTable(node) ? [node] : [];
  return [childNode(node, 'left'), childNode(node, 'right')].flatMap((side) =>
    side === undefined ? [] : plainTables(side),
  );
}

/** The columns counted by plain `count(column)`, but not inside of subqueries. */
function* countedIn(value: AstValue | undefined): Generator<AstNode> {
  if (isList(value)) for (const item of value) yield* countedIn(item);
  if (!isNode(value) || value.class === 'CONSTANT' || value.class === 'SUBQUERY') return;
  const [argument, more] = childNodes(value, 'children');
  const isCount = value.class === 'FUNCTION' && value.function_name === 'count' && textOf(value, 'schema') === '';
  if (
    isCount &&
    value.distinct !== true &&
    value.export_state !== true &&
    argument?.type === 'COLUMN_REF' &&
    more === undefined
  )
    yield argument;
  for (const child of Object.values(value)) yield* countedIn(child);
}

/** In lower case. */
const namesOf = (node: AstNode): readonly string[] =>
  isList(node.column_names) ? node.column_names.map((name) => String(name).toLowerCase()) : [];

const keyOf = ({ argument, table, key }: Count): AstNode => ({ ...argument, column_names: [table, key] });

/** Items of SELECT lists without a name of their own in which something is replaced: they are called by their text. */
function unnamedItems(root: AstNode, nodes: ReadonlyMap<AstNode, AstNode>): readonly AstNode[] {
  return [...walk(root)]
    .filter(({ type }) => type === 'SELECT_NODE')
    .flatMap((query) => childNodes(query, 'select_list'))
    .filter((item) => textOf(item, 'alias') === '' && [...walk(item)].some((node) => nodes.has(node)));
}

/** What DuckDB calls an item that has no name. */
async function nameOf(item: AstNode, { connection }: Shadow): Promise<string> {
  const bare = await readTree(connection, 'SELECT 1');
  return (await writeTree(connection, { ...bare, select_list: [item] })).slice('SELECT '.length);
}

function rewritten(root: AstNode, nodes: ReadonlyMap<AstNode, AstNode>): AstNode {
  const rewrite = (value: AstValue): AstValue => {
    if (isList(value)) return value.map(rewrite);
    if (!isNode(value) || 'rawJSON' in value) return value;
    const other = nodes.get(value);
    if (other !== undefined) return other;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, rewrite(child)]));
  };
  return rewrite(root) as AstNode;
}
