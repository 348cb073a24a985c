import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Empties a folder of temporary files of what earlier processes left; `ids` names the parts of servers that are still there. */
export async function clearOf(folder: string, ids: readonly string[] = []): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  const left = names.filter((name) => !ids.includes(name));
  await Promise.all(left.map((name) => rm(path.join(folder, name), { recursive: true, force: true })));
}
