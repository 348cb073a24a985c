/** Makes the run's DuckDB look like the statement's world: views under the names that the text uses, over streams, tables or files. */
import { DuckDBTableFunction } from '@duckdb/node-api';
import type { ByteStream } from '../../connectors/connector.ts';
import { JoineryError } from '../../errors.ts';
import { quoteIdentifier, quoteLiteral } from '../duckdb.ts';
import { mergedRows } from '../fetch/merged-rows.ts';
import type { OpenFetch } from '../fetch/open-fetch.ts';
import { finalColumns, noRowsSql, readCsvSql, type StreamPlace, stagedName, unfetched } from '../fetch/staging.ts';
import { Catalogs, type View } from '../plan/catalogs.ts';
import { explainPlans, infoList, walkPlan } from '../plan/explain-tree.ts';
import { type Relation, relationColumns, scanColumn } from '../plan/scan.ts';
import { relationKey } from '../plan/view-names.ts';
import { appendRows } from './append-rows.ts';
import type { RunInstance } from './run-instance.ts';

export class ExecutionLayout {
  readonly #instance: RunInstance;
  readonly #catalogs: Catalogs;
  readonly #placeOf: (fetch: OpenFetch) => StreamPlace;
  readonly #materialised = new Set<string>();
  readonly #attached = new Map<string, Promise<void>>();
  #defining: Promise<void> = Promise.resolve();

  constructor(instance: RunInstance, placeOf: (fetch: OpenFetch) => StreamPlace) {
    this.#instance = instance;
    this.#catalogs = new Catalogs(instance.connection);
    this.#placeOf = placeOf;
  }

  /** What can be done before anything was fetched; `settings` first. */
  prepare(relations: readonly Relation[], settings: readonly string[]): Promise<void> {
    return this.#catalogs.prepare(relations, settings);
  }

  /** Makes a stored result or DuckDB file readable; before the instance is locked. A file is attached once, however many fetches read it. */
  async attachFile({ plan, stream }: OpenFetch): Promise<void> {
    if (stream.kind !== 'relation' || stream.attach === undefined) return;
    const { name, path } = stream.attach;
    const sql = `ATTACH ${quoteLiteral(path)} AS ${quoteIdentifier(name)} (READ_ONLY, TYPE duckdb)`;
    const attaching =
      this.#attached.get(name) ??
      this.#instance.beside(async (connection) => {
        await connection.run(sql);
      });
    this.#attached.set(name, attaching);
    await attaching.catch((thrown: unknown) => {
      throw new JoineryError('source_failed', 'The database file could not be opened for this run.', {
        connection: plan.connection,
        hint: 'Another program may have opened it for writing, or replaced it, a moment ago. Run again.',
        cause: thrown,
      });
    });
  }

  /** Reads a stream into a table, for relations that are read more than once or whose keys reduce others. */
  async materialise(fetch: OpenFetch): Promise<void> {
    if (fetch.stream.kind !== 'csv' || this.#placeOf(fetch).sizeBytes === 0) return;
    const { scan } = fetch.plan.needs;
    const rows = this.#csvOf(fetch, fetch.stream);
    await this.#instance.beside((connection) =>
      connection.run(`CREATE TABLE ${tableOf(scan)} AS SELECT * FROM ${rows}`),
    );
    this.#materialised.add(scan);
  }

  /** Takes packed rows into a table, all of them when it resolves. Rejects with `RunAgain` when they take more than `mostBytes`. */
  async append({ plan, stream, bytes }: OpenFetch, mostBytes: number): Promise<void> {
    if (stream.kind !== 'packed' || bytes === undefined) return;
    const { scan } = plan.needs;
    const types = await Promise.all(stream.columns.map((column) => this.#instance.type(column.stagedType)));
    const definitions = stream.columns.map(
      ({ stagedType }, index) => `${stagedName(scan, plan.positions[index] ?? index)} ${stagedType}`,
    );
    await this.#instance.beside(async (connection) => {
      await connection.run(`CREATE TABLE ${tableOf(scan)} (${definitions.join(', ')})`);
      await appendRows(connection, rowsName(scan), types, bytes, mostBytes);
    });
    this.#materialised.add(scan);
  }

  /** SQL of a fetched relation's rows under scan-column names; of a piped stream only after it was materialised. */
  rowsOf(fetch: OpenFetch): string {
    const { scan } = fetch.plan.needs;
    const list = columnsOf(fetch).map((column, index) => `${column} AS ${scanColumn(scan, index)}`);
    return `(SELECT ${list.join(', ')} FROM ${this.#repeatableOf(fetch)})`;
  }

  /** Defines the views of what one fetch has brought, while others are still on their way: one after another, as they share a connection. */
  defineViewsOf(relations: readonly Relation[], fetch: OpenFetch): Promise<void> {
    const read = relations.filter((relation) => isOf(fetch, relation));
    const defining = this.#defining.then(() => this.defineViews(read, [fetch]));
    this.#defining = defining.catch(() => undefined);
    return defining;
  }

  /** Defines a view for each relation, after running `before`. One that the plan does not read fails loudly if it is read after all. */
  async defineViews(
    relations: readonly Relation[],
    fetches: readonly OpenFetch[],
    before: readonly string[] = [],
  ): Promise<void> {
    const views = relations.map(async (relation) => {
      const fetch = fetches.find((one) => isOf(one, relation));
      return fetch === undefined
        ? unreadView(relation)
        : { relation, columns: columnsOf(fetch), source: await this.#sourceOf(fetch) };
    });
    await this.#catalogs.defineViews(await Promise.all(views), before);
  }

  /** How often the plan of `text` reads each stream, by scan name. A pipe can be read once. */
  async countReaders(text: string, fetches: readonly OpenFetch[]): Promise<ReadonlyMap<string, number>> {
    const { physical } = await explainPlans(this.#instance.connection, text);
    const counts = new Map<string, number>(fetches.map(({ plan }) => [plan.needs.scan, 0]));
    for (const { node } of walkPlan(physical)) {
      if (infoList(node, 'Function')[0] !== 'READ_CSV') continue;
      const scan = /^(s\d+)c\d+$/.exec(infoList(node, 'Projections')[0] ?? '')?.[1];
      if (scan !== undefined) counts.set(scan, (counts.get(scan) ?? 0) + 1);
    }
    return counts;
  }

  async #sourceOf(fetch: OpenFetch): Promise<string> {
    const { stream, plan } = fetch;
    const isPiped = stream.kind === 'csv' && this.#placeOf(fetch).sizeBytes === undefined;
    return isPiped && !this.#materialised.has(plan.needs.scan)
      ? this.#streamSource(fetch, stream)
      : this.#repeatableOf(fetch);
  }

  /** What may be read more than once: the source's own file, the table, the file that a small stream landed in. */
  #repeatableOf(fetch: OpenFetch): string {
    const { stream, plan } = fetch;
    if (stream.kind === 'relation') return stream.relation;
    const { scan } = plan.needs;
    if (!this.#materialised.has(scan)) return this.#csvOf(fetch, stream);
    const isMerged = stream.kind === 'csv' || stream.isInParts !== true;
    return isMerged ? tableOf(scan) : mergedRows(scan, plan, tableOf(scan));
  }

  #csvOf(fetch: OpenFetch, stream: ByteStream): string {
    const { scan } = fetch.plan.needs;
    const { positions } = fetch.plan;
    const place = this.#placeOf(fetch);
    const rows =
      place.sizeBytes === 0 ? noRowsSql(scan, stream, positions) : readCsvSql(place, scan, stream, positions);
    return stream.isInParts === true ? mergedRows(scan, fetch.plan, rows) : rows;
  }

  /**
   * The stream with its estimate: DuckDB takes a pipe for a handful of rows and would build its hash tables on the wrong side. A function that gives no rows
   * but declares the estimate, united with the stream, tells the optimizer the truth.
   */
  async #streamSource(fetch: OpenFetch, stream: ByteStream): Promise<string> {
    const { scan, estimatedRows } = fetch.plan.needs;
    const { positions } = fetch.plan;
    const types = await Promise.all(stream.columns.map((column) => this.#instance.type(column.stagedType)));
    this.#instance.connection.registerTableFunction(
      DuckDBTableFunction.create({
        name: scan,
        supportsProjectionPushdown: true,
        bindFunction: (bind) => {
          for (const [index, type] of types.entries())
            bind.addResultColumn(scanColumn(scan, positions[index] ?? index), type);
          bind.setCardinality(Math.max(1, Math.round(estimatedRows ?? 1)), false);
        },
        initFunction: () => {},
        mainFunction: (_info, output) => {
          output.rowCount = 0;
        },
      }),
    );
    return `(FROM ${this.#csvOf(fetch, stream)} UNION ALL FROM ${scan}())`;
  }
}

/** Whether the relation's rows are those of the fetch. */
function isOf({ plan }: OpenFetch, relation: Relation): boolean {
  const key = relationKey(relation);
  return [plan.needs.relation, ...(plan.also ?? [])].some((one) => relationKey(one) === key);
}

function unreadView(relation: Relation): View {
  const columns = relationColumns(relation).map((column) => unfetched(column.name, column.type));
  const source = `(SELECT ${unfetched('any column', 'INTEGER')} AS guard) AS unread WHERE guard IS NULL`;
  return { relation, columns, source };
}

const rowsName = (scan: string): string => `${scan}_rows`;
const tableOf = (scan: string): string => `memory.main.${rowsName(scan)}`;

function columnsOf({ plan, stream }: OpenFetch): string[] {
  const types = relationColumns(plan.needs.relation).map((column) => column.type);
  return finalColumns(plan.needs.scan, stream, plan.positions, types, plan.relationName);
}
