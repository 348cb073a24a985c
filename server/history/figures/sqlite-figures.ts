/** The figures as a SQLite file holds them; their numbers are rowids. */
import Database from 'better-sqlite3';
import { JoineryError } from '../../errors.ts';
import { copyPath } from './copy-file.ts';
import {
  BATCH_ROWS,
  type Batch,
  type Extent,
  type FigurePlace,
  type FigureSource,
  GROUP_ROWS,
  RUN_COLUMNS,
  type RunText,
  SOURCE_COLUMNS,
} from './figure-source.ts';

const RUN_LINE = lineOf('figure', ['rowid', ...RUN_COLUMNS]);
const SOURCE_LINE = `figure.rowid || char(31) || ${lineOf('source', SOURCE_COLUMNS)}`;

/** Empty text stands for NULL. */
function lineOf(table: string, columns: readonly string[]): string {
  return columns.map((name) => `coalesce(${table}."${name}", '')`).join(' || char(31) || ');
}

/** The copy of a file lies beside it. */
export const figuresOfFile = (path: string): FigurePlace => ({
  open: async () => new SqliteFigures(path),
  copyPath: copyPath(path),
});

class SqliteFigures implements FigureSource {
  readonly #file: Database.Database;
  /** An answer asks it a hundred times. */
  #textOfFingerprint: Database.Statement<[string], string> | undefined;

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

  async version(): Promise<number> {
    return Number(this.#file.pragma('data_version', { simple: true }));
  }

  async extent(): Promise<Extent> {
    const sql =
      'SELECT (SELECT count(*) FROM "RunFigure") AS "runs", (SELECT max(rowid) FROM "RunFigure") AS "lastRow"';
    const row = this.#file.prepare<[], { runs: number; lastRow: number | null }>(sql).get();
    return { runs: row?.runs ?? 0, lastRow: BigInt(row?.lastRow ?? 0) };
  }

  async batch(after: bigint, upTo: bigint): Promise<Batch> {
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

  async groups(): Promise<Map<number, number>> {
    const sql = `SELECT rowid / ${GROUP_ROWS}, count(*) FROM "RunFigure" GROUP BY 1`;
    return new Map(this.#file.prepare<[], [number, number]>(sql).raw().all());
  }

  async runIdOf(row: bigint): Promise<string | undefined> {
    return this.#file.prepare<[bigint], string>('SELECT "runId" FROM "RunFigure" WHERE rowid = ?').pluck().get(row);
  }

  async texts(rows: readonly bigint[], longest: number): Promise<Map<bigint, RunText>> {
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

  async fingerprintText(id: string): Promise<string> {
    this.#textOfFingerprint ??= this.#file
      .prepare<[string], string>('SELECT "text" FROM "Fingerprint" WHERE "id" = ?')
      .pluck();
    return this.#textOfFingerprint.get(id) ?? '';
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
