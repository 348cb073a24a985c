/** The SQLite side of the figures: batches of what has been kept, and what only SQLite knows (texts, ids). Reads only. */
import Database from 'better-sqlite3';
import { JoineryError } from '../../errors.ts';

/** Runs read in one go: some ten milliseconds, so that others get their turn. */
export const BATCH_ROWS = 4_096;
/** Rowids are compared in groups of so many when something has gone. */
export const GROUP_ROWS = 4_096;

/** Rows as lines of text, values apart by `SEPARATOR`: SQLite writes it and DuckDB reads it without an object for each value between them. */
export interface Batch {
  readonly runs: string;
  readonly sources: string;
  /** No run has a smaller rowid. */
  readonly firstRow: bigint;
  /** Rowid of the last run. */
  readonly lastRow: bigint;
}

/** Signs that stand in no id, name or number. */
export const SEPARATOR = '\u001f';

export interface Extent {
  readonly runs: number;
  readonly lastRow: bigint;
}

export interface RunText {
  readonly runId: string;
  readonly text: string;
}

const RUN_LINE = lineOf('figure', [
  'rowid',
  'startedMs',
  'fingerprint',
  'outcome',
  'ownerId',
  'totalMs',
  'queueMs',
  'planMs',
  'sourceMs',
  'fetchedRows',
  'fetchedBytes',
]);
/** What a source shares with its run is not written again. */
const SOURCE_LINE = `figure.rowid || char(31) || ${lineOf('source', ['connection', 'ms', 'rows', 'bytes', 'serverMs', 'sourceQueueMs', 'bytesBilled'])}`;

/** Empty text stands for NULL. */
function lineOf(table: string, columns: readonly string[]): string {
  return columns.map((name) => `coalesce(${table}."${name}", '')`).join(' || char(31) || ');
}

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
      const lastRow = this.#lastOf(after, upTo);
      return {
        runs: this.#lines(RUN_LINE, '"RunFigure" AS figure', after, lastRow),
        sources: this.#lines(
          SOURCE_LINE,
          '"RunFigure" AS figure CROSS JOIN "RunSourceFigure" AS source ON source."runId" = figure."runId"',
          after,
          lastRow,
        ),
        firstRow: after + 1n,
        lastRow,
      };
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

  #lastOf(after: bigint, upTo: bigint): bigint {
    const sql = `SELECT rowid FROM "RunFigure" WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT 1 OFFSET ${BATCH_ROWS - 1}`;
    return this.#file.prepare<[bigint, bigint], bigint>(sql).pluck().safeIntegers(true).get(after, upTo) ?? upTo;
  }

  #lines(line: string, from: string, after: bigint, lastRow: bigint): string {
    const sql = `SELECT group_concat(${line}, char(10)) FROM ${from} WHERE figure.rowid > ? AND figure.rowid <= ?`;
    return this.#file.prepare<[bigint, bigint], string | null>(sql).pluck().get(after, lastRow) ?? '';
  }
}
