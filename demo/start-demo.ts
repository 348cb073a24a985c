/** The demo: a PostgreSQL server `shop`, a SQLite file `crm` and a folder of files `web`, made on the first start and kept. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeDemoConfig } from './demo-config.ts';
import { findFreePort, isPortFree } from './free-port.ts';
import { isMade, markMade } from './made.ts';
import { type Account, postgresAccount } from './postgres/account.ts';
import { findBinaries } from './postgres/binaries.ts';
import { homePath, openPostgresHome, type PostgresHome } from './postgres/home.ts';
import {
  createCluster,
  ensureNoneRuns,
  type PostgresServer,
  type PostgresSetup,
  startServer,
} from './postgres/server.ts';
import { secretIn } from './secret-file.ts';
import { makeCrm } from './sources/crm.ts';
import { loadShop } from './sources/shop.ts';
import { makeWeb } from './sources/web.ts';

export interface DemoOptions {
  /** Folder for everything the demo keeps. Made if missing. */
  readonly dataDir: string;
  readonly log: { info(message: string): void };
}

export interface Demo {
  /** config.yaml with the connections shop, crm and web. */
  readonly configPath: string;
  /** Ends the PostgreSQL server. The data stay. */
  stop(): Promise<void>;
}

/** Makes what is missing and starts the server. Throws `JoineryError` with a hint where this machine does not allow it. */
export async function startDemo({ dataDir, log }: DemoOptions): Promise<Demo> {
  const folder = resolve(dataDir);
  await mkdir(folder, { recursive: true });
  // The server's programs work beside this process, so the files are made meanwhile.
  const [server] = await Promise.allSettled([startShop(folder, log), makeFiles(folder, log)]).then(unwrapAll);
  const configPath = join(folder, 'config.yaml');
  await writeDemoConfig(configPath, server.port, ANALYST_PASSWORD_FILE);
  return { configPath, stop: () => server.stop() };
}

/** Removes all that the demo made for this folder, also what lies outside of it. The demo must be stopped. */
export async function removeDemo(dataDir: string): Promise<void> {
  const folder = resolve(dataDir);
  await rm(homePath(folder, await postgresAccount()), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}

const ANALYST_PASSWORD_FILE = './secrets/shop-analyst';

async function startShop(folder: string, log: DemoOptions['log']): Promise<PostgresServer> {
  const account = await postgresAccount();
  let home = await openPostgresHome(folder, account);
  await ensureNoneRuns(home.clusterPath);
  const marker = join(home.path, 'shop-made');
  // Without its password a cluster is of no use.
  const isReady = existsSync(join(folder, ANALYST_PASSWORD_FILE)) && (await isMade(marker));
  if (!isReady) {
    await rm(home.clusterPath, { recursive: true, force: true });
    home = await openPostgresHome(folder, account);
  }
  const setup = await serverSetup(folder, home, account);
  if (isReady) return startServer(setup);
  log.info('Demo: setting up a PostgreSQL server for the shop (first start only)');
  const since = performance.now();
  await createCluster(setup);
  const server = await startServer(setup);
  try {
    await loadShop(server, await secretIn(join(folder, ANALYST_PASSWORD_FILE)));
    await markMade(marker);
  } catch (error) {
    await server.stop();
    throw error;
  }
  log.info(`Demo: the shop has customers, products and orders (${seconds(since)})`);
  return server;
}

async function serverSetup(folder: string, home: PostgresHome, account: Account | undefined): Promise<PostgresSetup> {
  return {
    binaries: await findBinaries(home.path, account),
    account,
    clusterPath: home.clusterPath,
    port: await keptPort(join(folder, 'shop-port')),
    superuserPassword: await secretIn(join(folder, 'secrets', 'shop-superuser')),
  };
}

/** The port of the last start, so that copied configurations stay valid; another one if a stranger holds it now. */
async function keptPort(path: string): Promise<number> {
  const kept = existsSync(path) ? Number.parseInt(await readFile(path, 'utf8'), 10) : Number.NaN;
  if (Number.isInteger(kept) && (await isPortFree(kept))) return kept;
  const port = await findFreePort();
  await writeFile(path, `${port}\n`);
  return port;
}

async function makeFiles(folder: string, log: DemoOptions['log']): Promise<void> {
  const marker = join(folder, 'files-made');
  const [crm, web] = [join(folder, 'crm.sqlite'), join(folder, 'web')];
  if (existsSync(crm) && existsSync(web) && (await isMade(marker))) return;
  const since = performance.now();
  await makeCrm(crm);
  await makeWeb(web);
  await markMade(marker);
  log.info(`Demo: the CRM's SQLite file and the web's files are written (${seconds(since)})`);
}

/** The values of both, or the first failure once neither is going any more; a server that did start is stopped then. */
async function unwrapAll(
  results: readonly [PromiseSettledResult<PostgresServer>, PromiseSettledResult<void>],
): Promise<readonly [PostgresServer]> {
  const [server, files] = results;
  if (server.status === 'rejected') throw server.reason;
  if (files.status === 'fulfilled') return [server.value];
  await server.value.stop();
  throw files.reason;
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
