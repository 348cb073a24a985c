/** What of a data folder belongs in a backup. Everything else there is made anew: pipes, caches, the access token. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';

export const DATABASE = 'joinery.sqlite';
export const MANIFEST = 'backup.json';
export const FORMAT_VERSION = 1;

export interface Manifest {
  readonly formatVersion: number;
  readonly createdAt: string;
  readonly withResults: boolean;
  /** Without the key the sealed secrets of connections cannot be opened. */
  readonly withKey: boolean;
}

/** Names that a backup may hold. What is named otherwise is never written to a disk. */
const patterns = {
  always: [
    /^joinery\.sqlite$/,
    /^observations\.json$/,
    /^(metadata|dictionary)\/[\w-]{1,80}(\.[\w-]{1,40}){0,3}$/,
    /^assistant\/conversations\/\w{1,64}\.json$/,
    /^suggestions\/dismissed\.json$/,
  ],
  key: [/^secret\.key$/],
  results: [/^results\/[\w-]{1,80}\.duckdb$/],
} as const;

export function belongs(name: string, { withResults, withKey }: Pick<Manifest, 'withResults' | 'withKey'>): boolean {
  const allowed = [...patterns.always, ...(withKey ? patterns.key : []), ...(withResults ? patterns.results : [])];
  return allowed.some((pattern) => pattern.test(name));
}

/** Files to copy, by their names in the backup. The database is not among them: it is copied by SQLite itself. */
export async function filesToCopy(
  dataDir: string,
  contents: Pick<Manifest, 'withResults' | 'withKey'>,
): Promise<string[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dataDir, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => name !== DATABASE && belongs(name, contents))
    .sort();
}
