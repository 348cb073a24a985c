/** A data folder from a backup. Everything is unpacked and checked beside it before anything takes its place. */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { z } from 'zod';
import { JoineryError } from '../errors.ts';
import { belongs, DATABASE, FORMAT_VERSION, MANIFEST, type Manifest } from './backup-entries.ts';

const manifestSchema = z.object({
  formatVersion: z.number().int(),
  createdAt: z.string(),
  withResults: z.boolean(),
  withKey: z.boolean(),
});

/** Answers what the backup held. The folder must not be there, or be empty. Throws `bad_request` for a file that is no backup, or is not whole. */
export async function restore(file: string, dataDir: string): Promise<Manifest> {
  if ((await readdir(dataDir).catch(() => [])).length > 0) {
    throw new JoineryError('conflict', `${dataDir} is not empty.`, {
      hint: 'Stop the server, move the folder aside, and restore again.',
    });
  }
  await mkdir(path.dirname(dataDir), { recursive: true });
  const folder = await mkdtemp(path.join(path.dirname(dataDir), '.joinery-restore-'));
  try {
    await unpack(file, folder).catch((cause: unknown) => {
      throw notABackup(`${file} cannot be read as a backup.`, cause);
    });
    const manifest = await readManifest(folder);
    checkDatabase(path.join(folder, DATABASE));
    await rm(path.join(folder, MANIFEST));
    await rm(dataDir, { recursive: true, force: true });
    await rename(folder, dataDir);
    return manifest;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function unpack(file: string, folder: string): Promise<void> {
  const zip = await openPromise(file);
  try {
    for await (const entry of zip.eachEntry()) await unpackEntry(zip, entry, folder);
  } finally {
    zip.close();
  }
}

async function unpackEntry(zip: ZipFile, entry: Entry, folder: string): Promise<void> {
  const name = entry.fileName;
  if (name !== MANIFEST && !belongs(name, { withResults: true, withKey: true }))
    throw new Error('It holds a file that is none of a backup');
  const place = path.join(folder, name);
  await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
  const stream = await zip.openReadStreamPromise(entry);
  await pipeline(stream, createWriteStream(place, { mode: 0o600, flags: 'wx', flush: true }));
}

async function readManifest(folder: string): Promise<Manifest> {
  const read = manifestSchema.safeParse(
    JSON.parse(await readFile(path.join(folder, MANIFEST), 'utf8').catch(() => 'null')) as unknown,
  );
  if (!read.success) throw notABackup('The file does not say what it holds.');
  if (read.data.formatVersion > FORMAT_VERSION) throw notABackup('The backup was made by a newer version of Joinery.');
  return read.data;
}

function checkDatabase(file: string): void {
  const database = new DatabaseSync(file);
  try {
    const said = database.prepare('PRAGMA integrity_check').get();
    if (Object.values(said ?? {})[0] !== 'ok') throw new Error('damaged');
  } catch (cause) {
    throw notABackup('The database in the backup is damaged.', cause);
  } finally {
    database.close();
  }
}

const notABackup = (message: string, cause?: unknown): JoineryError =>
  new JoineryError('bad_request', message, { hint: 'Take another backup file. Nothing was changed.', cause });
