/** The SQLite side of the figures: batches of what has been kept, and what only SQLite knows (texts, ids). Reads only. */
import Database from 'better-sqlite3';
import { JoineryError } from '../../errors.ts';

/** Rows read in one go, and rows of one chunk of DuckDB: a few milliseconds, so that others get their turn. */
export const BATCH_ROWS = 2_048;
/** Rowids are compared in groups of so many when something has gone. */
export const GROUP_ROWS = 4_096;

/** Values in the order of the columns of `figure-tables.ts`; whole numbers as bigint. */
export type Values = readonly (string | number | bigint | null)[];

export interface Batch {
  readonly runs: readonly Values[];
  readonly sources: readonly Values[];
  /** Rowid of the last run. */
  readonly lastRow: bigint;
}

export interface Extent {
  readonly runs: number;
  readonly lastRow: bigint;
}

export interface RunText {
  readonly runId: string;
  readonly text: string;
}

const RUN_COLUMNS = `figure.rowid, figure."startedMs", figure."fingerprint", figure."outcome", figure."totalMs", figure."queueMs", figure."planMs",
  figure."sourceMs", figure."fetchedRows", figure."fetchedBytes"`;
const SOURCE_COLUMNS = `figure.rowid, figure."startedMs", figure."fingerprint", figure."outcome", source."connection", source."ms", source."rows",
  source."bytes", source."serverMs", source."sourceQueueMs", source."bytesBilled"`;

export class FigureSource {
  readonly #file: Database.Database;

  constructor(path: string) {
    try {
      this.#file = new Database(path, { readonly: true, fileMustExist: true });
    } catch (cause) {
      throw new JoineryError('not_found', 'There is no history in the data folder yet.', {
        hint: 'Start Joinery once with this configuration, and run something.',
        cause,
      });
    }
  }

  /** Changes whenever anyone else has written to the file. */
  version(): number {
    return Number(this.#file.pragma('data_version', { simple: true }));
  }

  extent(): Extent {
    const sql =
      'SELECT (SELECT count(*) FROM "RunFigure") AS "runs", (SELECT max(rowid) FROM "RunFigure") AS "lastRow"';
    const row = this.#file.prepare<[], { runs: number; lastRow: number | null }>(sql).get();
    return { runs: row?.runs ?? 0, lastRow: BigInt(row?.lastRow ?? 0) };
  }

  /** The runs of `(after, upTo]`, at most `BATCH_ROWS`, with all their sources, from one state of the file. */
  batch(after: bigint, upTo: bigint): Batch {
    return this.#file.transaction(() => {
      const runs = this.#values(
        `SELECT ${RUN_COLUMNS} FROM "RunFigure" AS figure WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT ${BATCH_ROWS}`,
        after,
        upTo,
      );
      const lastRow = runs.length < BATCH_ROWS ? upTo : BigInt(runs.at(-1)?.[0] ?? upTo);
      const sources = this.#values(
        `SELECT ${SOURCE_COLUMNS} FROM "RunFigure" AS figure CROSS JOIN "RunSourceFigure" AS source ON source."runId" = figure."runId"
          WHERE figure.rowid > ? AND figure.rowid <= ? ORDER BY figure.rowid`,
        after,
        lastRow,
      );
      return { runs, sources, lastRow };
    })();
  }

  /** How many runs each group of rowids holds. */
  groups(): Map<number, number> {
    const sql = `SELECT rowid / ${GROUP_ROWS}, count(*) FROM "RunFigure" GROUP BY 1`;
    return new Map(this.#file.prepare<[], [number, number]>(sql).raw().all());
  }

  /** The run in a row, to see that the row is still the same one. */
  runIdOf(row: bigint): string | undefined {
    return this.#file.prepare<[bigint], string>('SELECT "runId" FROM "RunFigure" WHERE rowid = ?').pluck().get(row);
  }

  /** Ids and the beginning of the statements of runs, by rowid; empty text where history has it no more. */
  texts(rows: readonly bigint[], longest: number): Map<bigint, RunText> {
    const sql = `SELECT figure."runId", substr(run."text", 1, ${longest}) AS "text" FROM "RunFigure" AS figure
      LEFT JOIN "Run" AS run ON run."id" = figure."runId" WHERE figure.rowid = ?`;
    const find = this.#file.prepare<[bigint], { runId: string; text: string | null }>(sql);
    return new Map(
      rows.map((row) => {
        const found = find.get(row);
        return [row, { runId: found?.runId ?? '', text: found?.text ?? '' }];
      }),
    );
  }

  fingerprintText(id: string): string {
    return (
      this.#file.prepare<[string], string>('SELECT "text" FROM "Fingerprint" WHERE "id" = ?').pluck().get(id) ?? ''
    );
  }

  close(): void {
    this.#file.close();
  }

  #values(sql: string, after: bigint, upTo: bigint): Values[] {
    return this.#file.prepare<[bigint, bigint], Values>(sql).safeIntegers(true).raw().all(after, upTo);
  }
}
