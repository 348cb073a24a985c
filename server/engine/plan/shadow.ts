import { type DuckDBConnection, DuckDBTableFunction, type DuckDBType } from '@duckdb/node-api';
import { createClosedInstance } from '../duckdb.ts';
import { fromDuckDBError } from '../parse/duckdb-error.ts';
import { Recent } from '../recent.ts';
import { allScanColumns, Catalogs } from './catalogs.ts';
import {
  type ExplainedPlans,
  estimatedCardinality,
  explainPlans,
  infoList,
  multipliesRows,
  type PlanNode,
  planToText,
  readsToEnd,
  walkPlan,
} from './explain-tree.ts';
import { type Relation, relationColumns, type ScanNeeds, type ShadowPlan, scanColumn } from './scan.ts';
import { relationKey, viewNameOf, viewSql } from './view-names.ts';

const SHADOW_MEMORY_BYTES = 256 * 1_048_576;
/** Rows assumed where a source has no estimate (views, native statements). */
export const UNKNOWN_ROWS = 100_000;

export interface DescribedQuery {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly estimatedRows: number | undefined;
}

interface RegisteredScan {
  readonly scan: string;
  readonly shape: string;
}

interface KnownPlan {
  readonly columns: DescribedQuery['columns'];
  readonly physical: PlanNode;
  readonly planText: string;
  readonly estimatedRows: number | undefined;
  readonly multipliesRows: boolean;
  readonly readsToEnd: boolean;
}

/** What the names of a statement stand for. */
interface Surroundings {
  readonly key: string;
  /** A table that is read under two names has one scan. */
  readonly places: readonly (readonly [scan: string, relation: Relation])[];
}

/** Characters of plans and statements kept. */
const REMEMBERED = 16_000_000;

/** Functions whose value may be folded into a plan but is another one later. A column of such a name costs only time. */
const PASSING =
  /\b(?:current_|local_?time|get_current_|transaction_timestamp|pg_\w+_time|(?:now|today|ago|age|txid_current|random|nextval|currval|\w*uuid\w*)"?\s*(?:\(|\/\*|--))/i;

/**
 * Step 3: a warm in-memory DuckDB in which each relation is a table function that returns no rows but declares columns and an estimate. DuckDB's own
 * binder and optimizer plan the user's text over it, and the plan is read back: which columns each scan needs, and the filters above it.
 * One statement at a time; callers wait for each other.
 */
export class Shadow {
  readonly #connection: DuckDBConnection;
  /** Tells columns while the other explains. */
  readonly #second: DuckDBConnection;
  readonly #catalogs: Catalogs;
  readonly #scans = new Map<string, RegisteredScan>();
  readonly #types = new Map<string, DuckDBType>();
  readonly #plans = new Recent<KnownPlan>(REMEMBERED);
  /** Those that cannot be bound too, with what the binder said. */
  readonly #descriptions = new Recent<DescribedQuery | { readonly thrown: unknown }>(REMEMBERED);
  #last: Promise<unknown> = Promise.resolve();
  #count = 0;

  private constructor(connection: DuckDBConnection, second: DuckDBConnection) {
    this.#connection = connection;
    this.#second = second;
    this.#catalogs = new Catalogs(connection);
  }

  static async create(): Promise<Shadow> {
    const instance = await createClosedInstance(SHADOW_MEMORY_BYTES);
    const connections = await Promise.all([instance.connect(), instance.connect()]);
    for (const connection of connections)
      await connection.run(
        `SET explain_output = 'all'; SET disabled_optimizers = 'compressed_materialization,statistics_propagation,in_clause';
        SET TimeZone = 'UTC'; SET errors_as_json = true`,
      );
    // Columns are told by the binder.
    await connections[1].run('PRAGMA disable_optimizer');
    return new Shadow(...connections);
  }

  /** For parsing only. */
  get connection(): DuckDBConnection {
    return this.#connection;
  }

  /** Number of relations registered so far; they are never forgotten, so a shadow is replaced from time to time. */
  get size(): number {
    return this.#count;
  }

  /** Plans `text`. Throws the binder's errors with their position in `text`. */
  async plan(text: string, relations: readonly Relation[]): Promise<ShadowPlan> {
    const turn = this.#last.then(() => this.#plan(text, relations));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Names and types of the columns of `text`, which reads only `relations`, and the rows that it is estimated to give. Throws the binder's errors. */
  async describe(text: string, relations: readonly Relation[]): Promise<DescribedQuery> {
    const turn = this.#last.then(() => this.#describe(text, relations));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #describe(text: string, relations: readonly Relation[]): Promise<DescribedQuery> {
    const { key: surroundings, places } = await this.#surroundings(relations);
    const key = `${surroundings}\n${text}`;
    const known =
      this.#descriptions.get(key) ?? (await this.#bind(text, places).catch((thrown: unknown) => ({ thrown })));
    this.#descriptions.set(key, known, JSON.stringify(known).length);
    if ('thrown' in known) throw known.thrown;
    return known;
  }

  async #bind(text: string, places: Surroundings['places']): Promise<DescribedQuery> {
    await this.#defineViews(places);
    const { columns, physical, optimized } = await this.#explained(text);
    return {
      columns,
      estimatedRows: estimatedCardinality(optimized ?? physical) ?? estimatedCardinality(physical),
    };
  }

  /** Columns and plans of `text`. What is wrong with it is told with its place in the text itself. */
  async #explained(text: string): Promise<ExplainedPlans & Pick<KnownPlan, 'columns'>> {
    const [columns, plans] = await Promise.allSettled([this.#columns(text), explainPlans(this.#connection, text)]);
    if (columns.status === 'rejected') throw columns.reason;
    if (plans.status === 'rejected') throw plans.reason;
    return { columns: columns.value, ...plans.value };
  }

  async #columns(text: string): Promise<DescribedQuery['columns']> {
    const prepared = await this.#second.prepare(text);
    const columns = Array.from({ length: prepared.columnCount }, (_, index) => ({
      name: prepared.columnName(index),
      type: prepared.columnType(index).toString(),
    }));
    prepared.destroySync();
    return columns;
  }

  async #plan(text: string, relations: readonly Relation[]): Promise<ShadowPlan> {
    const surroundings = await this.#surroundings(relations);
    const scans = new Map(surroundings.places);
    try {
      const { physical, ...plan } = await this.#planIn(surroundings, text, scans);
      return { ...plan, scans: readNeeds(physical, scans) };
    } catch (thrown) {
      throw fromDuckDBError(thrown, text);
    }
  }

  async #planIn(surroundings: Surroundings, text: string, scans: ReadonlyMap<string, Relation>): Promise<KnownPlan> {
    const key = `${surroundings.key}\n${text}`;
    const known = this.#plans.get(key);
    if (known !== undefined) return known;
    await this.#defineViews(surroundings.places);
    const { columns, physical, optimized } = await this.#explained(text);
    const plan = {
      columns,
      physical,
      planText: planToText(optimized ?? physical, columnRenamer(scans)),
      estimatedRows: estimatedCardinality(optimized ?? physical) ?? estimatedCardinality(physical),
      multipliesRows: multipliesRows(physical),
      readsToEnd: readsToEnd(physical),
    };
    if (!PASSING.test(text)) this.#plans.set(key, plan, JSON.stringify(plan).length);
    return plan;
  }

  async #surroundings(relations: readonly Relation[]): Promise<Surroundings> {
    const places: [string, Relation][] = [];
    for (const relation of relations) places.push([await this.#register(relation), relation]);
    return { key: JSON.stringify(places.map(([scan, relation]) => [scan, placeOf(relation)])), places };
  }

  /** Makes the names of a statement mean its relations. */
  async #defineViews(places: Surroundings['places']): Promise<void> {
    await this.#catalogs.defineViews(
      places.map(([scan, relation]) => ({ relation, columns: allScanColumns(scan, relation), source: `${scan}()` })),
    );
  }

  async #register(relation: Relation): Promise<string> {
    const key = relationKey(relation);
    const estimate = estimateOf(relation);
    const shape = JSON.stringify([estimate, relationColumns(relation).map((column) => [column.name, column.type])]);
    const known = this.#scans.get(key);
    if (known?.shape === shape) return known.scan;
    const scan = `s${++this.#count}`;
    await this.#registerFunction(scan, relation, estimate);
    this.#scans.set(key, { scan, shape });
    return scan;
  }

  async #registerFunction(scan: string, relation: Relation, estimate: number): Promise<void> {
    const columns: [string, DuckDBType][] = [];
    for (const [index, column] of relationColumns(relation).entries())
      columns.push([scanColumn(scan, index), await this.#type(column.type)]);
    this.#connection.registerTableFunction(
      DuckDBTableFunction.create({
        name: scan,
        supportsProjectionPushdown: true,
        bindFunction: (bind) => {
          for (const [name, type] of columns) bind.addResultColumn(name, type);
          bind.setCardinality(estimate, false);
        },
        initFunction: () => {},
        mainFunction: (_info, output) => {
          output.rowCount = 0;
        },
      }),
    );
  }

  async #type(name: string): Promise<DuckDBType> {
    const known = this.#types.get(name);
    if (known !== undefined) return known;
    const reader = await this.#connection.runAndReadAll(`SELECT NULL::${name}`);
    const type = reader.columnType(0);
    this.#types.set(name, type);
    return type;
  }
}

/** The name by which a statement finds the relation. */
const placeOf = (relation: Relation): string =>
  relation.kind === 'native' ? relationKey(relation) : viewSql(viewNameOf(relation));

function estimateOf(relation: Relation): number {
  if (relation.kind === 'result') return relation.rows;
  if (relation.kind === 'native') return Math.max(1, Math.round(relation.rowEstimate ?? UNKNOWN_ROWS));
  if (relation.kind === 'block') return Math.max(1, Math.round(relation.rowEstimate));
  return Math.max(1, Math.round(relation.table.rowEstimate ?? UNKNOWN_ROWS));
}

/** Reads each relation's needs from the physical plan, where a scan lists its columns and its filters stand directly above it. */
function readNeeds(root: PlanNode, scans: ReadonlyMap<string, Relation>): ScanNeeds[] {
  const needs = new Map<string, { columns: Set<number>; filters: string[][]; estimatedRows: number | undefined }>();
  for (const { node, parent } of walkPlan(root)) {
    const scan = infoList(node, 'Function')[0]?.toLowerCase();
    if (scan === undefined || !scans.has(scan)) continue;
    const need = needs.get(scan) ?? { columns: new Set<number>(), filters: [], estimatedRows: 0 };
    for (const name of infoList(node, 'Projections')) need.columns.add(Number(name.slice(name.lastIndexOf('c') + 1)));
    const isFiltered = parent?.name === 'FILTER' && parent.children.length === 1;
    need.filters.push(isFiltered ? [...infoList(parent, 'Expression')] : []);
    const rows = estimatedCardinality(isFiltered ? parent : node);
    need.estimatedRows = rows === undefined || need.estimatedRows === undefined ? undefined : need.estimatedRows + rows;
    needs.set(scan, need);
  }
  return [...needs].map(([scan, need]) => {
    const relation = scans.get(scan);
    if (relation === undefined) throw new Error(`Scan ${scan} is not registered`);
    const columns = [...need.columns].sort((a, b) => a - b);
    return {
      scan,
      relation,
      columns: columns.length === 0 ? [0] : columns,
      filters: need.filters,
      estimatedRows: need.estimatedRows,
    };
  });
}

function columnRenamer(scans: ReadonlyMap<string, Relation>): (text: string) => string {
  return (text) =>
    text.replace(/\b(s\d+)(?:c(\d+))?\b/gi, (whole, scan: string, index: string | undefined) => {
      const relation = scans.get(scan.toLowerCase());
      if (relation === undefined) return whole;
      if (index !== undefined) return relationColumns(relation)[Number(index)]?.name ?? whole;
      if (relation.kind === 'block') return relation.label;
      return relation.kind === 'table'
        ? `${relation.connection}.${relation.table.name}`
        : relation.kind === 'native'
          ? `native ${relation.connection}`
          : `results.${relation.name}`;
    });
}
