/** Connections of both origins for a command that runs without a server. */
import { existsSync } from 'node:fs';
import type { Config, ConnectionConfig } from '../config/config.ts';
import type { Driver } from '../connectors/connector.ts';
import { toJoineryError } from '../errors.ts';
import { openHistory } from '../history/index.ts';
import { databasePath } from '../history/migrate.ts';
import type { Log } from '../log.ts';
import { openKeyRing } from '../secrets/key-ring.ts';
import { LiveConnections } from './live-connections.ts';

/** Those of config.yaml alone, with a warning, if the kept ones cannot be read. */
export async function readConnections(
  config: Config,
  drivers: Readonly<Record<string, Driver>>,
  log: Log,
): Promise<readonly ConnectionConfig[]> {
  const { dataDir, database, references } = config;
  if (database === undefined && !existsSync(databasePath(dataDir))) return config.connections;
  try {
    const history = await openHistory({ dataDir, database, log });
    try {
      const keys = openKeyRing(dataDir, references.env);
      const live = new LiveConnections({ config, drivers, references, keys, records: history.connections, log });
      await live.reload();
      return live.configs;
    } finally {
      await history.close();
    }
  } catch (thrown) {
    log.warn(`Connections added in the browser cannot be read: ${toJoineryError(thrown).message}`);
    return config.connections;
  }
}
