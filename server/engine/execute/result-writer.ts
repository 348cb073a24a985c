import { rename, stat } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { JsonCell } from '../../../lib/contract/result.ts';
import { readBatches } from '../../results/read-batches.ts';
import { quoteLiteral } from '../duckdb.ts';

const CATALOG = '"joinery result"';
/** The smallest that DuckDB knows. */
const SMALL_BLOCK_BYTES = 16_384;
const FEW_ROWS = 10_000;

/**
 * The stored result while it is written: a DuckDB file in the run's own folder, table `main.result`, columns `c0`... in order, row order = rowid.
 * It appears under its final name only when it is whole, so it needs no log of its own.
 */
export class ResultWriter {
  readonly #connection: DuckDBConnection;
  readonly #path: string;
  #written = 0;

  private constructor(connection: DuckDBConnection, path: string) {
    this.#connection = connection;
    this.#path = path;
  }

  /**
   * Without a `path` the result stays in memory, for `rows`. `expectedRows`, a limit or a guess, decides the size of the file's blocks: with DuckDB's own, a
   * few rows would take half a mebibyte.
   */
  static async attach(
    connection: DuckDBConnection,
    path: string | undefined,
    expectedRows: number,
  ): Promise<ResultWriter> {
    if (path === undefined) {
      await connection.run(`ATTACH ':memory:' AS ${CATALOG}`);
      return new ResultWriter(connection, '');
    }
    const blocks = expectedRows <= FEW_ROWS ? `, BLOCK_SIZE ${SMALL_BLOCK_BYTES}` : '';
    await connection.run(`ATTACH ${quoteLiteral(path)} AS ${CATALOG} (RECOVERY_MODE no_wal_writes${blocks})`);
    return new ResultWriter(connection, path);
  }

  /** Runs `text` as it is into the file, up to one row more than `rowLimit`, so that `cut` can tell honestly whether there were more. */
  async write(text: string, columnCount: number, rowLimit: number | null): Promise<void> {
    const names = Array.from({ length: columnCount }, (_, index) => `c${index}`).join(', ');
    const limit = rowLimit === null ? '' : ` LIMIT ${rowLimit + 1}`;
    const count = await this.#connection.runAndReadAll(
      `CREATE TABLE ${CATALOG}.main.result AS SELECT * FROM (\n${text}\n) AS statement(${names})${limit}`,
    );
    this.#written = Number(count.getRowsJson()[0]?.[0] ?? 0);
  }

  /** Drops the row beyond the limit. */
  async cut(rowLimit: number | null): Promise<{ readonly rows: number; readonly truncated: boolean }> {
    if (rowLimit === null || this.#written <= rowLimit) return { rows: this.#written, truncated: false };
    await this.#connection.run(`DELETE FROM ${CATALOG}.main.result WHERE rowid = ${rowLimit}`);
    return { rows: rowLimit, truncated: true };
  }

  /** The rows of a result in memory, encoded. */
  async rows(): Promise<JsonCell[][]> {
    const rows: JsonCell[][] = [];
    for await (const batch of readBatches(this.#connection, `FROM ${CATALOG}.main.result`, undefined))
      rows.push(...batch);
    return rows;
  }

  /** Closes the file and moves it to `finalPath`; answers its size. */
  async publish(finalPath: string): Promise<number> {
    await this.#connection.run(`DETACH ${CATALOG}`);
    await rename(this.#path, finalPath);
    return (await stat(finalPath)).size;
  }
}
