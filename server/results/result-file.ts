import {
  type ChartAnswer,
  type ChartSpec,
  type ColumnSummary,
  isWhole,
  type JsonCell,
  type PreparedView,
  type ResultView,
  type ResultWindow,
  wholeResult,
} from '../../lib/contract/result.ts';
import type { ResultColumn } from '../../lib/contract/run.ts';
import { JoineryError } from '../errors.ts';
import { chartOf } from './chart.ts';
import { summarizeColumn } from './column-summary.ts';
import { resultError } from './failures.ts';
import { readBatches } from './read-batches.ts';
import type { ResultDatabase } from './result-database.ts';
import { ResultPart } from './result-part.ts';
import { stoppable } from './stoppable.ts';
import type { StoredOrder } from './stored-orders.ts';
import { storedName, viewClauses, viewError } from './view-sql.ts';

export const MAX_WINDOW_ROWS = 1_000;
/** A window of more cells than this is given with fewer columns; its `lastColumn` says so. */
export const MAX_WINDOW_CELLS = 200_000;

export interface WindowRequest {
  readonly offset: number;
  readonly limit: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly view?: ResultView | undefined;
}

/**
 * The rows of one finished run: table `main.result` with columns `c0` ... `cN-1` in result order, rows in the order of `rowid`. Readers
 * run beside each other, each on a connection of its own.
 */
export class ResultFile {
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  readonly database: ResultDatabase;
  /** The table in SQL of `database`. */
  readonly table: string;

  private constructor(database: ResultDatabase, table: string, columns: readonly ResultColumn[], rowCount: number) {
    this.database = database;
    this.table = table;
    this.columns = columns;
    this.rowCount = rowCount;
  }

  /** `name` is what `database.attach` answered. */
  static async open(database: ResultDatabase, name: string, columns: readonly ResultColumn[]): Promise<ResultFile> {
    const table = `${name}.main.result`;
    const connection = await database.connect();
    try {
      const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${table}`);
      return new ResultFile(database, table, columns, Number(reader.value(0, 0)));
    } finally {
      connection.closeSync();
    }
  }

  async window(request: WindowRequest, signal?: AbortSignal): Promise<ResultWindow> {
    const { offset, firstColumn } = request;
    const limit = Math.min(request.limit, MAX_WINDOW_ROWS);
    if (![offset, limit, firstColumn, request.lastColumn].every((value) => Number.isSafeInteger(value) && value >= 0)) {
      throw new JoineryError('bad_request', 'Offset, limit and columns of a window are whole numbers from 0.');
    }
    if (firstColumn >= this.columns.length || firstColumn > request.lastColumn) {
      throw new JoineryError('bad_request', `The result has ${this.columns.length} columns, counted from 0.`);
    }
    const widest = Math.max(1, Math.floor(MAX_WINDOW_CELLS / Math.max(1, limit)));
    const lastColumn = Math.min(request.lastColumn, this.columns.length - 1, firstColumn + widest - 1);
    const names = Array.from({ length: lastColumn - firstColumn + 1 }, (_, index) => storedName(firstColumn + index));
    const read = async (totalRows: number, sql: (end: number) => string): Promise<ResultWindow> => {
      const end = Math.min(offset + limit, totalRows);
      const rows: JsonCell[][] = [];
      if (offset < end) for await (const batch of this.#read(sql(end), signal)) rows.push(...batch);
      return { offset, firstColumn, lastColumn, totalRows, rows };
    };
    const view = request.view ?? wholeResult;
    if (isWhole(view)) {
      const within = (end: number): string => `WHERE rowid >= ${offset} AND rowid < ${end} ORDER BY rowid`;
      return read(this.rowCount, (end) => `SELECT ${names.join(', ')} FROM ${this.table} ${within(end)}`);
    }
    return this.#ordered(view, signal, ({ table, rows }) =>
      read(rows, (end) => {
        const places = `SELECT r, rowid AS place FROM ${table} WHERE rowid >= ${offset} AND rowid < ${end}`;
        const cells = names.map((name) => `shown.${name}`).join(', ');
        return `SELECT ${cells} FROM ${this.table} AS shown JOIN (${places}) AS places ON shown.rowid = places.r ORDER BY places.place`;
      }),
    );
  }

  /** Makes the windows of a view ready; windows do it themselves where it was not done or is gone again. */
  async prepare(view: ResultView, signal: AbortSignal): Promise<PreparedView> {
    const started = performance.now();
    const rows = isWhole(view) ? this.rowCount : await this.#ordered(view, signal, async (order) => order.rows);
    return { rows, totalRows: this.rowCount, ms: Math.round(performance.now() - started) };
  }

  /** Figures of a column over the rows that pass the view's filters. */
  async summary(position: number, view: ResultView, signal: AbortSignal): Promise<ColumnSummary> {
    const column = this.columns[position];
    if (column === undefined) throw new JoineryError('bad_request', 'The result has no such column.');
    const from = `${this.table}${viewClauses(this.columns, view).where}`;
    try {
      return await this.database.heavy.run(signal, () =>
        stoppable(this.database, signal, (connection) => summarizeColumn(connection, from, column, position, signal)),
      );
    } catch (thrown) {
      throw resultError(viewError(thrown), signal);
    }
  }

  /** A picture of the rows that pass the filters. */
  async chart(spec: ChartSpec, signal: AbortSignal): Promise<ChartAnswer> {
    const from = `${this.table}${viewClauses(this.columns, spec.view).where}`;
    try {
      return await this.database.heavy.run(signal, () =>
        stoppable(this.database, signal, (connection) => chartOf(connection, from, this.columns, spec, signal)),
      );
    } catch (thrown) {
      throw resultError(viewError(thrown), signal);
    }
  }

  /** The rows of a view with the columns at `positions`, in that order; what exports read. */
  part(view: ResultView = wholeResult, positions?: readonly number[]): ResultPart {
    return new ResultPart(this.database, this.table, this.columns, view, positions);
  }

  /** All rows, encoded, in batches of at most 2,048; never more than a few batches in memory. Ends with `Cancelled` on abort. */
  rows(signal?: AbortSignal): AsyncGenerator<JsonCell[][]> {
    return this.part().rows(signal);
  }

  async #ordered<Value>(
    view: ResultView,
    signal: AbortSignal | undefined,
    use: (order: StoredOrder) => Promise<Value>,
  ): Promise<Value> {
    const { where, orderBy } = viewClauses(this.columns, view);
    // Half the memory for results of fewer rows than 32 bits count.
    const row = this.rowCount < 2 ** 32 ? 'CAST(rowid AS UINTEGER)' : 'rowid';
    const select = `SELECT ${row} AS r FROM ${this.table}${where}${orderBy === '' ? ' ORDER BY rowid' : orderBy}`;
    try {
      return await this.database.orders.with(select, signal, use);
    } catch (thrown) {
      throw resultError(viewError(thrown), signal);
    }
  }

  async *#read(sql: string, signal?: AbortSignal): AsyncGenerator<JsonCell[][]> {
    const connection = await this.database.connect();
    try {
      yield* readBatches(connection, sql, signal);
    } catch (thrown) {
      throw resultError(thrown, signal);
    } finally {
      connection.closeSync();
    }
  }
}
