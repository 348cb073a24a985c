/** What a server holds: of its processes, its disk and its source. Linux only: read from /proc. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface Holding {
  readonly processes: number;
  readonly serverMib: number;
  readonly enginesMib: number;
  readonly serverFiles: number;
  readonly engineFiles: number;
  readonly temporaryFiles: number;
  readonly sourceSessions: number;
}

async function familyOf(pid: number): Promise<number[]> {
  // Each thread has its own list of the processes that it started.
  const threads = await readdir(`/proc/${pid}/task`).catch((): string[] => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  const children = lists.flatMap((text) => text.trim().split(' ')).filter((one) => one !== '');
  return [pid, ...(await Promise.all(children.map((child) => familyOf(Number(child))))).flat()];
}

async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}

const openFilesOf = async (pid: number): Promise<number> =>
  (await readdir(`/proc/${pid}/fd`).catch((): string[] => [])).length;
const sumOf = async (pids: readonly number[], measure: (pid: number) => Promise<number>): Promise<number> =>
  Math.round((await Promise.all(pids.map(measure))).reduce((total, each) => total + each, 0));

export async function holding(pid: number, dataDir: string, sourceSessions: () => Promise<number>): Promise<Holding> {
  const [, ...engines] = await familyOf(pid);
  const temporary = await readdir(path.join(dataDir, 'tmp'), { recursive: true }).catch((): string[] => []);
  return {
    processes: engines.length + 1,
    serverMib: await sumOf([pid], memoryOf),
    enginesMib: await sumOf(engines, memoryOf),
    serverFiles: await sumOf([pid], openFilesOf),
    engineFiles: await sumOf(engines, openFilesOf),
    // Pipes made ahead are kept for the next runs.
    temporaryFiles: temporary.filter((name) => !name.startsWith('pipes-')).length,
    sourceSessions: await sourceSessions(),
  };
}
