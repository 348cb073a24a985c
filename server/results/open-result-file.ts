import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type {
  ColumnSummary,
  ExportFormat,
  JsonCell,
  PreparedView,
  ResultView,
  ResultWindow,
} from '../../lib/contract/result.ts';
import type { ResultColumn } from '../../lib/contract/run.ts';
import { exportResult } from './export-result.ts';
import type { TextOptions } from './export-text.ts';
import { resultError } from './failures.ts';
import { ResultDatabase } from './result-database.ts';
import { ResultFile, type WindowRequest } from './result-file.ts';

/** One result file without history or service: what the command line reads. The caller closes it. */
export interface OpenResultFile {
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  window(request: WindowRequest): Promise<ResultWindow>;
  /** Sorts and filters, so that windows of the view come fast. */
  prepare(view: ResultView, signal: AbortSignal): Promise<PreparedView>;
  summary(column: number, view: ResultView, signal: AbortSignal): Promise<ColumnSummary>;
  /** Encoded rows in batches, as JSON holds them. */
  rows(signal?: AbortSignal): AsyncIterable<JsonCell[][]>;
  /** Writes the whole result to `sink`, no faster than it takes it, and leaves it open. Rejects with `Cancelled` on abort. */
  export(format: ExportFormat, sink: Writable, options?: TextOptions, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file that the engine has finished and closed. Throws `result_expired` if it is missing or damaged. */
export async function openResultFile(file: string, columns: readonly ResultColumn[]): Promise<OpenResultFile> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'joinery-export-'));
  const database = await ResultDatabase.open(path.dirname(path.resolve(file)), scratch);
  const close = async (): Promise<void> => {
    await database.close();
    await rm(scratch, { recursive: true, force: true });
  };
  try {
    const result = await ResultFile.open(database, await database.attach(file), columns);
    return {
      columns,
      rowCount: result.rowCount,
      window: (request) => result.window(request),
      prepare: (view, signal) => result.prepare(view, signal),
      summary: (column, view, signal) => result.summary(column, view, signal),
      rows: (signal) => result.rows(signal),
      export: async (format, sink, options, signal) => {
        const bytes = Readable.from(exportResult(result.part(), format, options, signal), {
          objectMode: true,
          highWaterMark: 1,
        });
        await pipeline(bytes, sink, { end: false });
      },
      close,
    };
  } catch (thrown) {
    await close();
    throw resultError(thrown);
  }
}
