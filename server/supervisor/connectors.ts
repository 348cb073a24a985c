import type { ConnectionConfig } from '../config/config.ts';
import type { Connector } from '../connectors/connector.ts';
import { driverByName } from '../connectors/registry.ts';
import { JoineryError } from '../errors.ts';
import type { Log } from '../log.ts';
import { rememberOptionSecrets } from '../secrets/known-secrets.ts';

/** The open connectors of one process, made when first asked for. */
export class Connectors {
  readonly #configs: ReadonlyMap<string, ConnectionConfig>;
  readonly #open = new Map<string, Connector>();
  readonly #baseDir: string;
  readonly #log: Log;

  constructor(connections: readonly ConnectionConfig[], baseDir: string, log: Log) {
    this.#configs = new Map(connections.map((connection) => [connection.id, connection]));
    this.#baseDir = baseDir;
    this.#log = log;
  }

  get ids(): readonly string[] {
    return [...this.#configs.keys()];
  }

  /** Throws `unknown_connection`, or the connection's own configuration error. */
  get(id: string): Connector {
    const open = this.#open.get(id);
    if (open !== undefined) return open;
    const config = this.#configs.get(id);
    if (config === undefined) {
      throw new JoineryError('unknown_connection', `There is no connection "${id}".`, {
        hint: `Connections are: ${this.ids.join(', ')}.`,
      });
    }
    if (config.error !== undefined) throw config.error;
    const driver = driverByName(config.driver);
    if (driver === undefined)
      throw new JoineryError('config_invalid', `There is no driver "${config.driver}".`, { connection: id });
    rememberOptionSecrets(config.options, driver.secretOptions);
    const connector = driver.create(config.options, { id, baseDir: this.#baseDir, log: this.#log });
    this.#open.set(id, connector);
    return connector;
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    await Promise.allSettled(open.map((connector) => connector.close()));
  }
}
