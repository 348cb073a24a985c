/** Python programs that stand in for cloud services in tests: each set of packages in an environment of its own, installed once into the user's cache. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './mariadb-binaries.ts';

/** Why programs in Python cannot run here; undefined if they can. Tests that need them are then skipped with this reason. */
export function whyNoPython(): string | undefined {
  const answer = spawnSync('python3', ['-c', 'import sys, venv, ensurepip; print(sys.version_info >= (3, 11))']);
  if (answer.error !== undefined) return 'python3 is not on the PATH';
  if (answer.status !== 0) return 'python3 has no venv module';
  return answer.stdout.toString().trim() === 'True' ? undefined : 'python3 is older than 3.11';
}

/** Folder of an environment that holds `packages`, each with its exact version. */
export async function ensurePythonPackages(name: string, packages: readonly string[]): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'joinery');
  const version = createHash('sha256').update(packages.join('\n')).digest('hex').slice(0, 12);
  const target = join(cache, `python-${name}-${version}`);
  if (existsSync(join(target, 'complete'))) return target;
  const work = `${target}.${process.pid}`;
  await mkdir(cache, { recursive: true });
  try {
    await run('python3', ['-m', 'venv', work]);
    await run(join(work, 'bin', 'python'), [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      ...packages,
    ]);
    await mkdir(join(work, 'complete'));
    await rename(work, target).catch((error: unknown) => {
      // Another process was faster.
      if (!existsSync(join(target, 'complete'))) throw error;
    });
  } catch (error) {
    throw new Error(
      `The Python packages ${packages.join(', ')}, which stand in for a cloud service in tests, cannot be installed: ${(error as Error).message}`,
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return target;
}

/** Python of an environment. Programs in its `bin` hold the path at which it was made, so they are run as modules. */
export const pythonOf = (environment: string): string => join(environment, 'bin', 'python');
