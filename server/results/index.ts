import { mkdir } from 'node:fs/promises';
import type { ExportFormat } from '../../lib/contract/result.ts';
import { isEnded, type Run } from '../../lib/contract/run.ts';
import type { Limits } from '../config/config.ts';
import { JoineryError } from '../errors.ts';
import type { Presence } from '../history/index.ts';
import type { Log } from '../log.ts';
import type { HistoryService, ResultExport, ResultService } from '../workbench.ts';
import { clearOf } from './clear-scratch.ts';
import type { ColumnNotes } from './export-ledger.ts';
import { ExportProcesses } from './export-processes.ts';
import { mediaTypes } from './export-result.ts';
import { safeFileName } from './file-name.ts';
import { ResultHandles } from './handles.ts';
import type { ResultFile } from './result-file.ts';
import { type Dropped, dropOldResults } from './retention.ts';
import { startedBytes } from './started-bytes.ts';
import { removeStored, resultPath, resultsFolder, scratchFolder, storedFiles } from './store-files.ts';

export { type OpenResultFile, openResultFile } from './open-result-file.ts';
export { resultPath, resultsFolder } from './store-files.ts';

/** Exports that are encoded at a time; each is a process of its own. */
const MAX_EXPORTS = 2;
/** Of the statement, in the list of what is stored. */
const TEXT_CHARACTERS = 200;
/** Files kept open beside those being read. */
const MAX_OPEN = 16;
/** A file without a run is left alone for so long where others write too. */
const UNKNOWN_MS = 3_600_000;

export interface ResultStore extends ResultService {
  /** Drops results beyond `limits.resultStoreBytes`, oldest first; runs in `keep` (being written) and the newest stay. */
  dropOldResults(keep?: ReadonlySet<string>): Promise<Dropped>;
  /** Removes a run's rows, or what there is of them. */
  remove(runId: string): Promise<void>;
  /** How many results there are, and the room they take. */
  stored(): Promise<{ readonly count: number; readonly bytes: number }>;
}

interface Options {
  readonly dataDir: string;
  readonly history: Pick<HistoryService, 'run' | 'document'>;
  readonly limits: Pick<Limits, 'resultStoreBytes'>;
  readonly log?: Log;
  /** This server among others that use the folder too, and those that are there. */
  readonly presence?: Pick<Presence, 'id' | 'ids'> | undefined;
  /** What the columns of a run's result are, for formats that carry it. */
  readonly notesOf?: ((runId: string) => Promise<ColumnNotes>) | undefined;
}

/** Opens the stored results of a data folder, clearing away what an earlier process left unfinished. The caller closes it. */
export async function openResults(options: Options): Promise<ResultStore> {
  const { dataDir, history, limits, log, notesOf, presence } = options;
  const [folder, scratch] = [resultsFolder(dataDir), scratchFolder(dataDir, presence?.id)];
  await clearOf(scratchFolder(dataDir), await presence?.ids());
  await mkdir(scratch, { recursive: true });
  const exports = new ExportProcesses({ scratch, atOnce: MAX_EXPORTS, log });
  const handles = new ResultHandles({ folder, scratch, maxOpen: MAX_OPEN });

  const lease = (runId: string) =>
    handles.lease(runId, async () => ({
      path: resultPath(dataDir, runId),
      columns: (await finishedRun(history, runId)).columns,
    }));
  const remove = async (runId: string): Promise<void> => {
    await handles.drop(runId);
    await removeStored(dataDir, runId);
  };
  await removeUnfinished(dataDir, history, remove, presence !== undefined);

  /** The rows are exported also where their columns cannot be described. */
  const columnNotes = async (runId: string): Promise<ColumnNotes | undefined> => {
    try {
      return await notesOf?.(runId);
    } catch (err) {
      log?.warn({ run: runId, err }, 'The columns of an export could not be described; it goes without their texts');
      return undefined;
    }
  };

  const withFile = async <Value>(runId: string, use: (file: ResultFile) => Promise<Value>): Promise<Value> => {
    const { file, release } = await lease(runId);
    try {
      return await use(file);
    } catch (thrown) {
      handles.noteFailure(thrown);
      throw thrown;
    } finally {
      release();
    }
  };

  return {
    window: (runId, window, signal) => withFile(runId, (file) => file.window(window, signal)),
    prepare: (runId, view, signal) => withFile(runId, (file) => file.prepare(view, signal)),
    summary: (runId, column, view, signal) => withFile(runId, (file) => file.summary(column, view, signal)),
    chart: (runId, spec, signal) => withFile(runId, (file) => file.chart(spec, signal)),
    async export(runId, format, signal, exportOptions): Promise<ResultExport> {
      const { columns } = await finishedRun(history, runId);
      const [fileName, ledger] = [await exportName(history, runId, format), await history.run(runId)];
      const { view, columns: positions, ...settings } = exportOptions ?? {};
      const notes = format === 'xlsx' || format === 'parquet' ? await columnNotes(runId) : undefined;
      const task = {
        path: resultPath(dataDir, runId),
        columns,
        view,
        positions,
        format,
        settings: { ...settings, view, ledger, notes },
      };
      const bytes = await startedBytes(exports.export(task, signal), signal);
      return { fileName, mediaType: mediaTypes[format], bytes };
    },
    async dropOldResults(keep) {
      const dropped = await dropOldResults(dataDir, limits.resultStoreBytes, remove, keep);
      if (dropped.runIds.length > 0) {
        log?.info(
          { results: dropped.runIds.length, bytes: dropped.bytes },
          'Dropped the oldest stored results to stay within the limit',
        );
      }
      return dropped;
    },
    remove,
    async stored() {
      const files = await storedFiles(dataDir);
      return { count: files.length, bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
    },
    async list() {
      const files = await storedFiles(dataDir);
      const found = await Promise.all(files.map(({ runId }) => history.run(runId).catch(() => undefined)));
      const results = files.flatMap(({ runId, sizeBytes }, index) => {
        const run = found[index];
        // One that is being written has no run that has ended.
        if (run?.hasResult !== true) return [];
        const { startedAt, rows, isPinned = false } = run;
        return [{ runId, text: run.text.slice(0, TEXT_CHARACTERS), startedAt, rows, sizeBytes, isPinned }];
      });
      results.sort((one, other) => other.startedAt.localeCompare(one.startedAt));
      const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      return { results, totalBytes, limitBytes: limits.resultStoreBytes };
    },
    async close() {
      await exports.close();
      await handles.close();
    },
  };
}

async function finishedRun(history: Options['history'], runId: string): Promise<Run> {
  const run = await history.run(runId);
  if (run.hasResult) return run;
  throw new JoineryError('not_found', 'This run has no stored result.', {
    hint: 'Only a run that has succeeded keeps its rows.',
  });
}

/** Files without a run, or of a run that never finished: a process that was killed left them. */
async function removeUnfinished(
  dataDir: string,
  history: Options['history'],
  remove: (runId: string) => Promise<void>,
  isShared: boolean,
): Promise<void> {
  for (const { runId, modifiedMs } of await storedFiles(dataDir)) {
    const run = await history.run(runId).catch((thrown: unknown) => {
      if (thrown instanceof JoineryError && thrown.code === 'not_found') return undefined;
      throw thrown;
    });
    // Another server may be writing it, and its run need not be in the history yet.
    const isGoing = run === undefined ? Date.now() - modifiedMs < UNKNOWN_MS : !isEnded(run.status);
    if (run?.hasResult !== true && !(isShared && isGoing)) await remove(runId);
  }
}

/** Title of the tab that the run was started from, with the run's time. */
async function exportName(history: Options['history'], runId: string, format: ExportFormat): Promise<string> {
  const run = await history.run(runId);
  const document =
    run.documentId === undefined ? undefined : await history.document(run.documentId).catch(() => undefined);
  const time = run.startedAt.slice(0, 19).replace('T', ' ').replaceAll(':', '');
  return safeFileName(`${document?.title ?? 'result'} ${time}`, format);
}
