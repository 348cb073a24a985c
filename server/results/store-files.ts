/** Where stored results lie, and how much room they take: one DuckDB file per run under `<dataDir>/results`. */
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { JoineryError } from '../errors.ts';

const ENDING = '.duckdb';
const RUN_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

export const resultsFolder = (dataDir: string): string => path.join(dataDir, 'results');
/** Room for what is made on the way. Each of several servers has its own. */
export const scratchFolder = (dataDir: string, serverId = ''): string => path.join(dataDir, 'results', 'tmp', serverId);

/** File of a run's rows; refuses ids that could lead out of the folder. */
export function resultPath(dataDir: string, runId: string): string {
  if (!RUN_ID.test(runId)) throw new JoineryError('not_found', 'There is no such run.');
  return path.join(resultsFolder(dataDir), runId + ENDING);
}

export interface StoredFile {
  readonly runId: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** All stored results, oldest first. */
export async function storedFiles(dataDir: string): Promise<StoredFile[]> {
  const names = (await readdir(resultsFolder(dataDir))).filter(
    (name) => name.endsWith(ENDING) && RUN_ID.test(name.slice(0, -ENDING.length)),
  );
  const files = await Promise.all(
    names.map(async (name) => {
      const found = await stat(path.join(resultsFolder(dataDir), name)).catch(() => undefined);
      if (found === undefined) return [];
      return [{ runId: name.slice(0, -ENDING.length), sizeBytes: found.size, modifiedMs: found.mtimeMs }];
    }),
  );
  return files.flat().sort((left, right) => left.modifiedMs - right.modifiedMs);
}

export async function removeStored(dataDir: string, runId: string): Promise<void> {
  const file = resultPath(dataDir, runId);
  await Promise.all([rm(file, { force: true }), rm(`${file}.wal`, { force: true })]);
}
