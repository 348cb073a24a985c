import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectionPolicySchema } from '../lib/contract/connection.ts';
import { createCatalog } from '../server/catalog/catalog.ts';
import type { Config, ConnectionConfig } from '../server/config/config.ts';
import { readConnections } from '../server/connections/index.ts';
import { drivers } from '../server/connectors/registry.ts';
import { LocalEngine } from '../server/engine/local-engine.ts';
import { JoineryError } from '../server/errors.ts';
import type { Log } from '../server/log.ts';
import { openObservations } from '../server/observations/observations.ts';
import { Connectors } from '../server/supervisor/connectors.ts';
import type { CatalogService } from '../server/workbench.ts';

export interface OpenEngine {
  readonly engine: LocalEngine;
  readonly catalog: CatalogService;
  readonly connections: readonly ConnectionConfig[];
  readonly connectors: Connectors;
  /** For results and pipes; removed on close. */
  readonly folder: string;
  close(): Promise<void>;
}

/** The engine in this process, without a server: for one command. */
export async function openEngine(
  config: Config,
  log: Log,
  /** A source works this long at most on one query, whatever its policy allows. */
  { maxFetchMs }: { readonly maxFetchMs?: number | undefined } = {},
): Promise<OpenEngine> {
  const folder = await mkdtemp(path.join(await temporaryRoot(config), 'cli-'));
  const configured = await readConnections(config, drivers, log);
  const connections = maxFetchMs === undefined ? configured : configured.map((one) => withTimeLimit(one, maxFetchMs));
  const connectors = new Connectors(connections, config.baseDir, log);
  const catalog = createCatalog({
    config: { ...config, connections },
    connectors: (id) => connectors.get(id),
    log,
    driverLabel: (name) => drivers[name]?.displayName ?? name,
    refreshInBackground: false,
  });
  const observations = await openObservations(config.dataDir, log);
  const engine = new LocalEngine({
    connectionIds: connectors.ids,
    connector: (id) => connectors.get(id),
    catalog,
    storedResult: async (name) => {
      throw new JoineryError('unknown_table', `There is no stored result "${name}" here.`, {
        hint: 'Stored results belong to the workbench; run the statement there.',
      });
    },
    observations,
    tempDir: folder,
    limits: config.limits,
    log,
  });
  return {
    engine,
    catalog,
    connections,
    connectors,
    folder,
    async close() {
      await engine.close();
      await observations.close();
      await Promise.allSettled([catalog.close(), connectors.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function withTimeLimit(connection: ConnectionConfig, maxFetchMs: number): ConnectionConfig {
  const policy = connection.policy ?? connectionPolicySchema.parse({});
  return { ...connection, policy: { ...policy, maxFetchMs: Math.min(policy.maxFetchMs ?? maxFetchMs, maxFetchMs) } };
}

/** Beside the data if that can be written, else the system's temporary folder. */
async function temporaryRoot(config: Config): Promise<string> {
  const folder = path.join(config.dataDir, 'cli');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch {
    return tmpdir();
  }
}
