/**
 * Step 4: query blocks that run whole at their source. Each SELECT of the statement, outermost first, is read as a block; where it is one and its source
 * answers it exactly, it is replaced by a SELECT over the block's rows. The statement so rewritten must have the same columns as the original, or it is
 * not used. Whatever cannot be proven goes the normal way.
 */
import type { BlockColumn, BlockDialect, RenderedBlock } from '../../connectors/block.ts';
import type { ColumnInfo, Connector } from '../../connectors/connector.ts';
import type { Log } from '../../log.ts';
import { type AstNode, type AstValue, childNode, isLeaf, isList, isNode } from '../parse/ast.ts';
import type { Relation, ShadowPlan } from '../plan/scan.ts';
import type { DescribedQuery, Shadow } from '../plan/shadow.ts';
import { aggregateNames } from './aggregate-names.ts';
import { Constants } from './constants.ts';
import { giveUp, NotABlock } from './give-up.ts';
import { groupBelowJoin } from './group-below-join.ts';
import { proven } from './proven.ts';
import { type BlockReading, mayGain, readBlock } from './read-block.ts';
import { Scope } from './scope.ts';
import { readTree, writeTree } from './sql-tree.ts';
import { blockSteps } from './steps.ts';
import { isWorthIt } from './worth.ts';

/** DuckDB takes a fifth for any condition; on a sum or a count it is mostly there to find the few. */
const HAVING_SHARE = 0.1;

type BlockRelation = Extract<Relation, { kind: 'block' }>;

export interface RoutedStatement {
  /** The parse tree of `text`. */
  readonly root: AstNode;
  readonly text: string;
  readonly relations: readonly Relation[];
  readonly plan: ShadowPlan;
}

export interface RouteDependencies {
  readonly connector: (id: string) => Connector;
  readonly log: Pick<Log, 'debug'>;
  /** Groups below joins are made wherever they are right, not only where they pay. */
  readonly reducesAlways?: boolean | undefined;
}

/** `statement` is the statement as it was bound and planned; it comes back as it is if no block of it can go. */
export async function routeBlocks(
  statement: RoutedStatement,
  shadow: Shadow,
  dependencies: RouteDependencies,
): Promise<RoutedStatement> {
  const canAny = statement.relations.some(
    (relation) => relation.kind === 'table' && dependencies.connector(relation.connection).dialect.block !== undefined,
  );
  if (!canAny) return statement;
  try {
    const tree = await readTree(shadow.connection, statement.text);
    if (tree === undefined) return statement;
    const router = new Router({ ...statement, root: tree }, shadow, dependencies);
    const root = await router.query(tree, []);
    if (router.blocks.length === 0) return statement;
    const relations = [...statement.relations, ...router.blocks];
    return (await proven(root, relations, statement, shadow, { mayRename: true })) ?? statement;
  } catch (thrown) {
    dependencies.log.debug({ reason: String(thrown) }, 'No query block goes to its source');
    return statement;
  }
}

class Router {
  readonly blocks: BlockRelation[] = [];
  /** The statement as it was planned; `root` is its whole tree. */
  readonly #statement: Pick<RoutedStatement, 'root' | 'plan'>;
  readonly #relations: readonly Relation[];
  readonly #shadow: Shadow;
  readonly #dependencies: RouteDependencies;
  readonly #constants: Constants;

  constructor(statement: RoutedStatement, shadow: Shadow, dependencies: RouteDependencies) {
    this.#statement = statement;
    this.#relations = statement.relations;
    this.#shadow = shadow;
    this.#dependencies = dependencies;
    this.#constants = new Constants(shadow.connection);
  }

  /** A query node (SELECT or set operation) with its blocks replaced. `commonTables`: entries of WITH that are in sight, outer ones first. */
  async query(node: AstNode, commonTables: readonly AstValue[]): Promise<AstNode> {
    const block = node.type === 'SELECT_NODE' ? await this.#block(node, commonTables) : undefined;
    if (block !== undefined) return block;
    const below = node.type === 'SELECT_NODE' ? await this.#groupedBelow(node) : undefined;
    if (below !== undefined) return below;
    const map = childNode(node, 'cte_map')?.map;
    const inSight = [...commonTables, ...(isList(map) ? map : [])];
    return (await this.#children(node, inSight)) as AstNode;
  }

  async #children(value: AstValue, commonTables: readonly AstValue[]): Promise<AstValue> {
    if (isList(value)) {
      const items: AstValue[] = [];
      for (const item of value) items.push(await this.#child(item, commonTables));
      return items;
    }
    if (!isNode(value) || 'rawJSON' in value) return value;
    const entries: [string, AstValue][] = [];
    for (const [key, child] of Object.entries(value)) entries.push([key, await this.#child(child, commonTables)]);
    return Object.fromEntries(entries);
  }

  async #child(value: AstValue, commonTables: readonly AstValue[]): Promise<AstValue> {
    if (typeof value !== 'object' || value === null || (isNode(value) && isLeaf(value))) return value;
    const isQuery = isNode(value) && (value.type === 'SELECT_NODE' || value.type === 'SET_OPERATION_NODE');
    return isQuery ? this.query(value, commonTables) : this.#children(value, commonTables);
  }

  async #block(node: AstNode, commonTables: readonly AstValue[]): Promise<AstNode | undefined> {
    try {
      const aggregates = await aggregateNames(this.#shadow.connection);
      if (!mayGain(node, aggregates)) return undefined;
      const own = childNode(node, 'cte_map')?.map;
      const inSight = [...commonTables, ...(isList(own) ? own : [])];
      // Gives up what reads two connections before DuckDB is asked anything.
      Scope.read(this.#relations, childNode(node, 'from_table') ?? giveUp('no FROM'), inSight);
      // Bound alone, so a subquery that looks outside is no block.
      const alone = await this.#alone(node, inSight);
      const names = alone.columns.map(({ name }) => name);
      const reading = await readBlock(node, {
        relations: this.#relations,
        constants: this.#constants,
        aggregates,
        commonTables: inSight,
        names,
      });
      return await this.#replaced(reading, alone.estimatedRows, inSight);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message.slice(0, 200) : String(thrown);
      const kind = thrown instanceof NotABlock ? 'A query block stays here' : 'A query block could not be read';
      this.#dependencies.log.debug({ reason }, kind);
      return undefined;
    }
  }

  /** A table that is joined and only aggregated is grouped at its source, below the join. */
  async #groupedBelow(node: AstNode): Promise<AstNode | undefined> {
    try {
      const aggregates = await aggregateNames(this.#shadow.connection);
      if (childNode(node, 'from_table')?.type !== 'JOIN' || !mayGain(node, aggregates)) return undefined;
      const { reducesAlways = false, connector } = this.#dependencies;
      const made = groupBelowJoin(node, this.#relations, aggregates, reducesAlways);
      const asText = (columns: ShadowPlan['columns']) => JSON.stringify(columns.map(({ name, type }) => [name, type]));
      const alone = await this.#alone(node, []);
      const names = alone.columns.map(({ name }) => name);
      const above = await this.#describe(made.above(made.groups, names));
      if (asText(above.columns) !== asText(alone.columns)) return undefined;
      const groups = await this.#block(made.groups, []);
      const connection = this.blocks.at(-1)?.connection;
      const isByKey = connection !== undefined && connector(connection).dialect.block?.joins !== 'any';
      if (groups !== undefined && (isByKey || reducesAlways)) return made.above(groups, names);
      if (groups !== undefined) this.blocks.pop();
      return undefined;
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message.slice(0, 200) : String(thrown);
      this.#dependencies.log.debug({ reason }, 'Nothing is grouped below a join');
      return undefined;
    }
  }

  async #replaced(
    reading: BlockReading,
    estimatedRows: number | undefined,
    inSight: readonly AstValue[],
  ): Promise<AstNode | undefined> {
    const dialect = this.#dependencies.connector(reading.connection).dialect.block;
    if (dialect === undefined) return undefined;
    const types =
      reading.typeQuestion === undefined
        ? []
        : (await this.#describe({ ...reading.typeQuestion, cte_map: { map: inSight } })).columns.map(
            ({ type }) => type,
          );
    const rendered = render(reading, types, dialect);
    if ('refused' in rendered) throw new NotABlock(rendered.refused);
    const { query } = rendered;
    if (!isWorthIt(query, dialect)) throw new NotABlock('not worth it');
    const name = `block_${this.blocks.length + 1}`;
    const rows = query.isGrouped && query.outputs.every(({ value }) => value.kind === 'aggregate') ? 1 : estimatedRows;
    this.blocks.push({
      kind: 'block',
      name,
      connection: reading.connection,
      label: `block: ${query.sources.map(({ table }) => table.name).join(', ')}`,
      steps: blockSteps(query),
      query,
      request: { kind: 'block', sql: rendered.block.sql, columns: rendered.block.columns, query },
      columns: rendered.block.columns.map(columnInfo),
      rowEstimate: Math.ceil((rows ?? 1000) * (query.having.length > 0 ? HAVING_SHARE : 1)),
    });
    const from = { ...childNode(reading.node, 'from_table'), table_name: name };
    return { ...reading.node, from_table: from };
  }

  /** The query by itself; the whole statement has been planned already. */
  async #alone(node: AstNode, inSight: readonly AstValue[]): Promise<DescribedQuery> {
    const { root, plan } = this.#statement;
    return node === root ? plan : this.#describe(inSight.length === 0 ? node : { ...node, cte_map: { map: inSight } });
  }

  async #describe(node: AstNode) {
    return this.#shadow.describe(await writeTree(this.#shadow.connection, node), this.#relations);
  }
}

/** With the cut where the source can, else without. */
function render(reading: BlockReading, types: readonly string[], dialect: BlockDialect) {
  const attempt = (isCut: boolean) => {
    const query = reading.query(types, { isCut });
    const block: RenderedBlock | { readonly refused: string } = dialect.render(query);
    return 'refused' in block ? block : { query, block };
  };
  const cut = reading.canCut ? attempt(true) : undefined;
  if (cut !== undefined && (!('refused' in cut) || !reading.isGrouped)) return cut;
  return attempt(false);
}

const columnInfo = ({ name, type, sourceType }: BlockColumn): ColumnInfo => ({
  name,
  sourceType,
  type,
  nullable: true,
});
