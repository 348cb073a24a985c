import type { DuckDBType } from '@duckdb/node-api';
import type { JsonCell, ResultView } from '../../lib/contract/result.ts';
import type { ResultColumn } from '../../lib/contract/run.ts';
import { JoineryError } from '../errors.ts';
import { resultError } from './failures.ts';
import { readBatches } from './read-batches.ts';
import type { ResultDatabase } from './result-database.ts';
import { storedName, viewClauses, viewError } from './view-sql.ts';

/** Rows and columns of a result that an export takes: all of them, or those shown. */
export class ResultPart {
  readonly database: ResultDatabase;
  /** The columns taken, in the order wanted. */
  readonly columns: readonly ResultColumn[];
  /** Their names in the table. */
  readonly names: readonly string[];
  /** Table and WHERE, for counting. */
  readonly from: string;
  /** ORDER BY with a blank in front, or nothing. */
  readonly orderBy: string;

  constructor(
    database: ResultDatabase,
    table: string,
    columns: readonly ResultColumn[],
    view: ResultView,
    positions: readonly number[] = columns.map((_, position) => position),
  ) {
    const { where, orderBy } = viewClauses(columns, view);
    this.database = database;
    this.columns = positions.map((position) => {
      const column = columns[position];
      if (column === undefined) throw new JoineryError('bad_request', `The result has no column ${position}.`);
      return column;
    });
    this.names = positions.map(storedName);
    this.from = `${table}${where}`;
    this.orderBy = orderBy;
  }

  /** DuckDB's own types of the columns taken. */
  async types(): Promise<readonly DuckDBType[]> {
    const connection = await this.database.connect();
    try {
      return (
        await connection.runAndReadAll(`SELECT ${this.names.join(', ')} FROM ${this.from} LIMIT 0`)
      ).columnTypes();
    } catch (thrown) {
      throw resultError(viewError(thrown));
    } finally {
      connection.closeSync();
    }
  }

  /**
   * Rows, encoded, in batches of at most 2,048; never more than a few batches in memory. Ends with `Cancelled` on abort.
   * @param expressions - SQL over the table's columns, instead of these columns as they are.
   */
  async *rows(signal?: AbortSignal, expressions: readonly string[] = this.names): AsyncGenerator<JsonCell[][]> {
    const connection = await this.database.connect();
    try {
      yield* readBatches(connection, `SELECT ${expressions.join(', ')} FROM ${this.from}${this.orderBy}`, signal);
    } catch (thrown) {
      throw resultError(viewError(thrown), signal);
    } finally {
      connection.closeSync();
    }
  }
}
