import { access, readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Account, postgresAccount } from '../../../demo/postgres/account.ts';
import { findBinaries } from '../../../demo/postgres/binaries.ts';
import { isRoot, run } from '../../../test/servers/mariadb-binaries.ts';
import { exists } from './once.ts';

export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
  readonly account: Account | undefined;
  /** Names the kind and version: a data folder belongs to one. */
  readonly name: string;
  readonly hasMysqlFdw: boolean;
}

const DEBIAN = '/usr/lib/postgresql';

/** The system's PostgreSQL where mysql_fdw can be had for it (as root, Debian's package is installed), else the one that npm brings. */
export async function findPostgres(home: string): Promise<PostgresPrograms> {
  const account = await postgresAccount();
  for (const version of await debianVersions()) {
    const bin = path.join(DEBIAN, version, 'bin');
    if (!(await hasMysqlFdw(version))) await installMysqlFdw(version);
    if (!(await hasMysqlFdw(version))) continue;
    return {
      initdb: path.join(bin, 'initdb'),
      postgres: path.join(bin, 'postgres'),
      account,
      name: `postgres-${version}`,
      hasMysqlFdw: true,
    };
  }
  const binaries = await findBinaries(home, account);
  return { ...binaries, account, name: 'postgres-npm', hasMysqlFdw: false };
}

/** Newest first. */
async function debianVersions(): Promise<string[]> {
  const versions = await readdir(DEBIAN).catch(() => []);
  const usable = [];
  for (const version of versions) if (await exists(path.join(DEBIAN, version, 'bin', 'initdb'))) usable.push(version);
  return usable.sort((a, b) => Number(b) - Number(a));
}

const hasMysqlFdw = (version: string): Promise<boolean> => exists(path.join(DEBIAN, version, 'lib', 'mysql_fdw.so'));

async function installMysqlFdw(version: string): Promise<void> {
  const name = `postgresql-${version}-mysql-fdw`;
  if (!isRoot()) return;
  try {
    await access('/usr/bin/apt-get');
    await run('apt-get', ['install', '-y', '--no-install-recommends', name], { DEBIAN_FRONTEND: 'noninteractive' });
  } catch (error) {
    console.error(`${name} could not be installed: ${(error as Error).message.split('\n')[0]}`);
  }
}
