import { type DuckDBConnection, DuckDBTableFunction, type DuckDBType } from '@duckdb/node-api';
import { createClosedInstance } from '../duckdb.ts';
import { fromDuckDBError } from '../parse/duckdb-error.ts';
import { allScanColumns, Catalogs } from './catalogs.ts';
import { estimatedCardinality, explainPlans, infoList, type PlanNode, planToText, walkPlan } from './explain-tree.ts';
import { type Relation, relationColumns, type ScanNeeds, type ShadowPlan, scanColumn } from './scan.ts';
import { relationKey } from './view-names.ts';

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

/**
 * Step 3: a warm in-memory DuckDB in which each relation is a table function that returns no rows but declares columns and an estimate. DuckDB's own
 * binder and optimizer plan the user's text over it, and the plan is read back: which columns each scan needs, and the filters above it.
 * One statement at a time; callers wait for each other.
 */
export class Shadow {
  readonly #connection: DuckDBConnection;
  readonly #catalogs: Catalogs;
  readonly #scans = new Map<string, RegisteredScan>();
  readonly #types = new Map<string, DuckDBType>();
  #last: Promise<unknown> = Promise.resolve();
  #count = 0;

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
    this.#catalogs = new Catalogs(connection);
  }

  static async create(): Promise<Shadow> {
    const instance = await createClosedInstance(SHADOW_MEMORY_BYTES);
    const connection = await instance.connect();
    await connection.run("SET explain_output = 'all'");
    await connection.run("SET disabled_optimizers = 'compressed_materialization,statistics_propagation,in_clause'");
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run('SET errors_as_json = true');
    return new Shadow(connection);
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

  /**
   * Names and types of `text`'s columns, and the rows that it is estimated to give. `text` reads only relations of a statement that was planned just
   * before. Throws the binder's errors.
   */
  async describe(text: string): Promise<DescribedQuery> {
    const turn = this.#last.then(async (): Promise<DescribedQuery> => {
      const { physical, optimized } = await explainPlans(this.#connection, text);
      return {
        columns: await this.#columns(text),
        estimatedRows: estimatedCardinality(optimized ?? physical) ?? estimatedCardinality(physical),
      };
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #columns(text: string): Promise<DescribedQuery['columns']> {
    const prepared = await this.#connection.prepare(text);
    const columns = Array.from({ length: prepared.columnCount }, (_, index) => ({
      name: prepared.columnName(index),
      type: prepared.columnType(index).toString(),
    }));
    prepared.destroySync();
    return columns;
  }

  async #plan(text: string, relations: readonly Relation[]): Promise<ShadowPlan> {
    const scans = new Map<string, Relation>();
    for (const relation of relations) scans.set(await this.#register(relation), relation);
    try {
      const columns = await this.#columns(text);
      const plans = await explainPlans(this.#connection, text);
      const rename = columnRenamer(scans);
      return {
        scans: readNeeds(plans.physical, scans),
        columns,
        planText: planToText(plans.optimized ?? plans.physical, rename),
      };
    } catch (thrown) {
      throw fromDuckDBError(thrown, text);
    }
  }

  async #register(relation: Relation): Promise<string> {
    const key = relationKey(relation);
    const estimate = estimateOf(relation);
    const shape = JSON.stringify([estimate, relationColumns(relation).map((column) => [column.name, column.type])]);
    const known = this.#scans.get(key);
    const scan = known?.shape === shape ? known.scan : `s${++this.#count}`;
    if (known?.shape !== shape) {
      await this.#registerFunction(scan, relation, estimate);
      this.#scans.set(key, { scan, shape });
    }
    await this.#catalogs.defineView(relation, allScanColumns(scan, relation), `${scan}()`);
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

function estimateOf(relation: Relation): number {
  if (relation.kind === 'result') return relation.rows;
  if (relation.kind === 'native') return UNKNOWN_ROWS;
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
