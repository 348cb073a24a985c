/** What a server holds: of its processes, its disk and its source. Linux only: read from /proc. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface Holding {
  readonly processes: number;
  readonly memoryMib: number;
  readonly openFiles: number;
  readonly temporaryFiles: number;
  readonly sourceSessions: number;
}

async function familyOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const children = text.trim() === '' ? [] : text.trim().split(' ').map(Number);
  return [pid, ...(await Promise.all(children.map(familyOf))).flat()];
}

async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}

const openFilesOf = async (pid: number): Promise<number> =>
  (await readdir(`/proc/${pid}/fd`).catch((): string[] => [])).length;
const sum = (numbers: readonly number[]): number => Math.round(numbers.reduce((total, each) => total + each, 0));

export async function holding(pid: number, dataDir: string, sourceSessions: () => Promise<number>): Promise<Holding> {
  const family = await familyOf(pid);
  const temporary = await readdir(path.join(dataDir, 'tmp'), { recursive: true }).catch((): string[] => []);
  return {
    processes: family.length,
    memoryMib: sum(await Promise.all(family.map(memoryOf))),
    openFiles: sum(await Promise.all(family.map(openFilesOf))),
    // Pipes made ahead are kept for the next runs.
    temporaryFiles: temporary.filter((name) => !name.startsWith('pipes-')).length,
    sourceSessions: await sourceSessions(),
  };
}
