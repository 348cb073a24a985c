import type { JsonCell, ResultWindow } from '../../lib/contract/result.ts';
import type { ResultColumn } from '../../lib/contract/run.ts';
import { JoineryError } from '../errors.ts';
import { resultError } from './failures.ts';
import { readBatches } from './read-batches.ts';
import { quoteName, type ResultDatabase } from './result-database.ts';

export const MAX_WINDOW_ROWS = 1_000;
/** A window of more cells than this is given with fewer columns; its `lastColumn` says so. */
export const MAX_WINDOW_CELLS = 200_000;

export interface WindowRequest {
  readonly offset: number;
  readonly limit: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
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

  async window(request: WindowRequest): Promise<ResultWindow> {
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
    const end = Math.min(offset + limit, this.rowCount);
    const rows: JsonCell[][] = [];
    if (offset < end) {
      const where = `WHERE rowid >= ${offset} AND rowid < ${end} ORDER BY rowid`;
      for await (const batch of this.#read(`${this.#select(firstColumn, lastColumn)} ${where}`)) rows.push(...batch);
    }
    return { offset, firstColumn, lastColumn, totalRows: this.rowCount, rows };
  }

  /** All rows, encoded, in batches of at most 2,048; never more than a few batches in memory. Ends with `Cancelled` on abort. */
  rows(signal?: AbortSignal): AsyncGenerator<JsonCell[][]> {
    return this.#read(this.#select(0, this.columns.length - 1), signal);
  }

  #select(first: number, last: number): string {
    const names = Array.from({ length: last - first + 1 }, (_, index) => quoteName(`c${first + index}`));
    return `SELECT ${names.join(', ')} FROM ${this.table}`;
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
