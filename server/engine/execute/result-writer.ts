import { renameSync, statSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { JsonCell } from '../../../lib/contract/result.ts';
import { readBatches } from '../../results/read-batches.ts';
import { quoteLiteral } from '../duckdb.ts';
import type { EngineRequest } from '../engine.ts';
import { digestOf } from '../reduce/observed.ts';
import { type RunInstance, SMALL_RESULT } from './run-instance.ts';

const LARGE_RESULT = '"joinery large result"';
/** Up to so many a result is small. */
const FEW_ROWS = 10_000;

/** The file that a result is written to. */
interface ResultFile {
  readonly path: string;
  readonly catalog: string;
  /** Statements that attach it, before the instance is locked. */
  readonly attach: readonly string[];
}

/**
 * The file for about so many rows, a limit or a guess: the one that was made ahead, or one at `largePath` with blocks of DuckDB's own size, compressed. Where the guess
 * was wrong, that costs time or room, no more.
 */
export function resultFile(instance: RunInstance, largePath: string, expectedRows: number): ResultFile {
  if (expectedRows <= FEW_ROWS) return { path: instance.resultPath, catalog: SMALL_RESULT, attach: [] };
  const attach = `ATTACH ${quoteLiteral(largePath)} AS ${LARGE_RESULT} (RECOVERY_MODE no_wal_writes)`;
  return { path: largePath, catalog: LARGE_RESULT, attach: ["SET force_compression = 'auto'", attach] };
}

/**
 * The stored result while it is written: a DuckDB file, table `main.result`, columns `c0`... in order, row order = rowid.
 * It appears under its final name only when it is whole, so it needs no log of its own.
 */
export class ResultWriter {
  readonly #connection: DuckDBConnection;
  readonly #file: ResultFile;
  #written = 0;

  constructor(connection: DuckDBConnection, file: ResultFile) {
    this.#connection = connection;
    this.#file = file;
  }

  /** Runs `text` as it is into the file, up to one row more than `rowLimit`, so that `cut` can tell honestly whether there were more. */
  async write(text: string, columnCount: number, rowLimit: number | null): Promise<void> {
    const names = Array.from({ length: columnCount }, (_, index) => `c${index}`).join(', ');
    const limit = rowLimit === null ? '' : ` LIMIT ${rowLimit + 1}`;
    const count = await this.#connection.runAndReadAll(
      `CREATE TABLE ${this.#file.catalog}.main.result AS SELECT * FROM (\n${text}\n) AS statement(${names})${limit}`,
    );
    this.#written = Number(count.getRowsJson()[0]?.[0] ?? 0);
  }

  /** Drops the row beyond the limit. */
  async cut(rowLimit: number | null): Promise<{ readonly rows: number; readonly truncated: boolean }> {
    if (rowLimit === null || this.#written <= rowLimit) return { rows: this.#written, truncated: false };
    await this.#connection.run(`DELETE FROM ${this.#file.catalog}.main.result WHERE rowid = ${rowLimit}`);
    return { rows: rowLimit, truncated: true };
  }

  /** The rows, encoded, of a result that is not published. */
  async rows(): Promise<JsonCell[][]> {
    const rows: JsonCell[][] = [];
    for await (const batch of readBatches(this.#connection, `FROM ${this.#file.catalog}.main.result`, undefined))
      rows.push(...batch);
    return rows;
  }

  /** Closes the file and moves it to `finalPath`; answers its size. */
  async publish(finalPath: string): Promise<number> {
    await this.#connection.run(`DETACH ${this.#file.catalog}`);
    renameSync(this.#file.path, finalPath);
    return statSync(finalPath).size;
  }
}

/** Under which the number of rows of a stored result is noted; undefined where it is small by its limit. */
export function resultKeyOf({ target, text, parameters, rowLimit, resultPath }: EngineRequest): string | undefined {
  const mayBeLarge = resultPath !== undefined && (rowLimit ?? Number.POSITIVE_INFINITY) > FEW_ROWS;
  return mayBeLarge ? digestOf(['result', target, text, parameters ?? []]) : undefined;
}
