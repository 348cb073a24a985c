/** A data folder as one zip file, taken while a server works in it. */
import { createWriteStream } from 'node:fs';
import { access, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import Database from 'better-sqlite3';
import { ZipFile } from 'yazl';
import { JoineryError } from '../errors.ts';
import { DATABASE, FORMAT_VERSION, filesToCopy, MANIFEST, type Manifest } from './backup-entries.ts';

export interface BackupOptions {
  readonly dataDir: string;
  /** File to write; its folder must be there. */
  readonly file: string;
  readonly withResults: boolean;
  readonly withKey: boolean;
}

/** Answers how many files the backup holds. The file is whole or not there. Throws `not_found` for a folder without a database, `conflict` for a file that exists. */
export async function backUp({ dataDir, file, withResults, withKey }: BackupOptions): Promise<number> {
  const database = path.join(dataDir, DATABASE);
  if (!(await exists(database))) throw new JoineryError('not_found', `There is nothing of Joinery in ${dataDir}.`);
  if (await exists(file)) throw new JoineryError('conflict', `${file} exists.`, { hint: 'Name another file.' });
  const folder = await mkdtemp(path.join(path.dirname(path.resolve(file)), '.joinery-backup-'));
  try {
    const copy = path.join(folder, DATABASE);
    await copyDatabase(database, copy);
    const manifest: Manifest = {
      formatVersion: FORMAT_VERSION,
      createdAt: new Date().toISOString(),
      withResults,
      withKey,
    };
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), MANIFEST);
    zip.addFile(copy, DATABASE);
    const names = await filesToCopy(dataDir, manifest);
    for (const name of names) zip.addFile(path.join(dataDir, name), name, { compress: !name.endsWith('.duckdb') });
    zip.end();
    const whole = path.join(folder, 'backup.zip');
    const failed = new Promise<never>((_, reject) => {
      zip.on('error', reject);
    });
    await Promise.race([pipeline(zip.outputStream, createWriteStream(whole, { mode: 0o600, flush: true })), failed]);
    await rename(whole, file);
    return names.length + 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** More pages than any file has. */
const ALL_PAGES = 2 ** 30;

/**
 * SQLite's online backup, in one step: a state that was whole at one moment, whatever is written meanwhile. By the library that the history uses:
 * a second copy of SQLite in one process would take its locks away when it closes the file.
 */
async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new Database(from, { readonly: true, fileMustExist: true, timeout: 10_000 });
  try {
    await source.backup(to, { progress: () => ALL_PAGES });
  } finally {
    source.close();
  }
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
