import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Process id of the server that runs on this cluster, if one does. */
export async function runningServer(clusterPath: string): Promise<number | undefined> {
  const pid = await readPid(clusterPath);
  return pid !== undefined && (await commandOf(pid)).includes(clusterPath) ? pid : undefined;
}

/**
 * Removes the `postmaster.pid` of a server that was killed. PostgreSQL does so itself, except where another program has got the same
 * process id since. Only call this where `runningServer` found none.
 */
export async function removeStalePidFile(clusterPath: string): Promise<void> {
  await rm(pidFile(clusterPath), { force: true });
}

async function readPid(clusterPath: string): Promise<number | undefined> {
  try {
    const pid = Number.parseInt(await readFile(pidFile(clusterPath), 'utf8'), 10);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Command line of a process; empty if there is no such process. */
async function commandOf(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') return await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return (await run('ps', ['-o', 'args=', '-p', String(pid)])).stdout;
  } catch {
    return '';
  }
}

const pidFile = (clusterPath: string): string => join(clusterPath, 'postmaster.pid');
