import { storedFiles } from './store-files.ts';

export interface Dropped {
  readonly runIds: readonly string[];
  readonly bytes: number;
}

/**
 * Removes stored results, oldest first, until all together take at most `limitBytes`. The newest one stays whatever its size, and so do those
 * in `keep`.
 */
export async function dropOldResults(
  dataDir: string,
  limitBytes: number,
  remove: (runId: string) => Promise<void>,
  keep: ReadonlySet<string> = new Set(),
): Promise<Dropped> {
  const files = await storedFiles(dataDir);
  let total = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const runIds: string[] = [];
  let bytes = 0;
  for (const file of files.slice(0, -1)) {
    if (total <= limitBytes) break;
    if (keep.has(file.runId)) continue;
    await remove(file.runId);
    runIds.push(file.runId);
    bytes += file.sizeBytes;
    total -= file.sizeBytes;
  }
  return { runIds, bytes };
}
