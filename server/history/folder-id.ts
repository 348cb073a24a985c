import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Tells data folders apart, wherever they are mounted: kept in the folder, made by whoever comes first. */
export async function folderIdOf(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'folder-id');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  try {
    const made = randomUUID();
    await writeFile(file, made, { flag: 'wx', mode: 0o600, flush: true });
    return made;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    return (await readFile(file, 'utf8')).trim();
  }
}
