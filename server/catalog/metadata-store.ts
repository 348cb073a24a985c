/**
 * The metadata files: `<dataDir>/metadata/<connection>.yaml` is what counts and may be edited; `.cache/<connection>.json` beside it holds the
 * same tables by the hash of their YAML, only to be read faster, and may be deleted at any time (docs/decisions/0004-metadata-files.md).
 */
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { itemHash, type MetadataItem, type ReadMetadata, readMetadata } from './read-metadata.ts';
import { type StoredCatalog, type StoredTable, tableKey } from './stored-catalog.ts';
import { headText, tableText } from './write-metadata.ts';

const FAST_COPY_VERSION = 1;

export interface MetadataStore {
  /**
   * What the file says; undefined if there is none. A file that cannot be read is kept aside as `.corrupt-<time>` with a warning; tables of it
   * that can be read are still given, and `isDamaged` says that the source should be asked again.
   */
  load(connection: string): Promise<{ readonly catalog?: StoredCatalog; readonly isDamaged: boolean }>;
  /**
   * Settles when the merged catalog is on disk. `merge` gets what the file says at this moment, edits made since `load` included. Tables
   * that did not change keep their text, remarks included.
   */
  update(connection: string, merge: (before: StoredCatalog | undefined) => StoredCatalog): Promise<StoredCatalog>;
}

export function createMetadataStore(dataDir: string, log: Log, now: () => Date = () => new Date()): MetadataStore {
  const folder = join(dataDir, 'metadata');
  const yamlPath = (connection: string): string => join(folder, `${connection}.yaml`);
  const fastPath = (connection: string): string => join(folder, '.cache', `${connection}.json`);

  const read = async (connection: string): Promise<{ found?: ReadMetadata | undefined; isDamaged: boolean }> => {
    const path = yamlPath(connection);
    const text = await readIfThere(path);
    if (text === undefined) return { isDamaged: false };
    let found: ReadMetadata | undefined;
    let problems: readonly string[];
    try {
      found = await readMetadata(text, readFastCopy(await readIfThere(fastPath(connection))));
      problems = found.problems;
    } catch (cause) {
      log.debug({ err: cause, path }, 'A metadata file is not readable');
      problems = ['it is not a metadata file of Joinery'];
    }
    if (problems.length > 0) await keepAside(connection, problems);
    return { found, isDamaged: problems.length > 0 };
  };

  const keepAside = async (connection: string, problems: readonly string[]): Promise<void> => {
    const path = yamlPath(connection);
    const aside = `${path}.corrupt-${now().toISOString().replaceAll(/[:.]/g, '-')}`;
    await rename(path, aside);
    log.warn(
      { connection, problems: problems.slice(0, 5) },
      `The catalog file of ${connection} could not be read in full (${problems[0]}); it is kept as ${aside} and is rebuilt from the source`,
    );
  };

  const write = async (catalog: StoredCatalog, before: ReadMetadata | undefined): Promise<void> => {
    const earlier = new Map(before?.items.map((item) => [tableKey(item.table.schema, item.table.name), item]));
    const items = catalog.tables.map((table) => itemOf(table, earlier.get(tableKey(table.schema, table.name))));
    const { connection } = catalog;
    await writeFileAtomic(yamlPath(connection), headText(catalog) + items.map(({ text }) => text).join(''));
    const fast = { version: FAST_COPY_VERSION, tables: items.map((item) => [item.hash, item.table]) };
    await writeFileAtomic(fastPath(connection), JSON.stringify(fast));
  };

  return {
    async load(connection) {
      const { found, isDamaged } = await read(connection);
      // An edited file is read slowly once; from then on the fast copy knows it.
      if (found !== undefined && (found.parsedCount > 0 || isDamaged)) await write(found.catalog, found);
      return found === undefined ? { isDamaged } : { catalog: found.catalog, isDamaged };
    },
    async update(connection, merge) {
      const { found } = await read(connection);
      const catalog = merge(found?.catalog);
      await write(catalog, found);
      return catalog;
    },
  };
}

function itemOf(table: StoredTable, before: MetadataItem | undefined): MetadataItem {
  const text = tableText(table);
  if (before !== undefined && (before.text === text || tableText(before.table) === text)) {
    return { text: before.text, hash: before.hash, table };
  }
  return { text, hash: itemHash(text), table };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
}

/** A fast copy that cannot be used is as good as none. */
function readFastCopy(text: string | undefined): ReadonlyMap<string, StoredTable> {
  if (text === undefined) return new Map();
  try {
    const copy: { version?: unknown; tables?: unknown } = JSON.parse(text);
    if (copy.version !== FAST_COPY_VERSION || !Array.isArray(copy.tables)) return new Map();
    return new Map(copy.tables as [string, StoredTable][]);
  } catch {
    return new Map();
  }
}
