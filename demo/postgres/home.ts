import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { runningServer } from './pid-file.ts';

/** Where root keeps the clusters: the account `postgres` cannot enter a clone in a private home. One folder per data folder. */
const ROOT_HOMES = '/var/lib/joinery-demo';

export interface PostgresHome {
  /** Folder of the cluster and what belongs to it, owned by us. */
  readonly path: string;
  /** Folder of the cluster itself: 0700, owned by the account that the server runs as. */
  readonly clusterPath: string;
}

/** A plain user's cluster lies in the data folder, root's outside it (see docs/decisions/0002). Makes the folders. */
export async function openPostgresHome(dataDir: string, account: Account | undefined): Promise<PostgresHome> {
  const path = homePath(dataDir, account);
  const home = { path, clusterPath: join(path, 'cluster') };
  await mkdir(home.clusterPath, { recursive: true });
  if (account !== undefined) {
    await removeAbandonedHomes();
    await chmod(ROOT_HOMES, 0o755);
    await chmod(path, 0o755);
    await writeFile(join(path, 'data-folder'), dataDir, { mode: 0o600 });
    await chown(home.clusterPath, account.uid, account.gid);
  }
  await chmod(home.clusterPath, 0o700);
  return home;
}

export function homePath(dataDir: string, account: Account | undefined): string {
  if (account === undefined) return join(dataDir, 'postgres');
  return join(ROOT_HOMES, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
}

/** Removes root's clusters whose data folder is gone: nobody can come back for them. */
async function removeAbandonedHomes(): Promise<void> {
  for (const name of await readdir(ROOT_HOMES)) {
    const path = join(ROOT_HOMES, name);
    const owner = join(path, 'data-folder');
    if (!existsSync(owner) || existsSync(await readFile(owner, 'utf8'))) continue;
    if ((await runningServer(join(path, 'cluster'))) === undefined) await rm(path, { recursive: true, force: true });
  }
}
