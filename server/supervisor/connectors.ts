import type { ConnectionConfig } from '../config/config.ts';
import { isSameSource } from '../config/same-source.ts';
import type { Connector } from '../connectors/connector.ts';
import { driverByName } from '../connectors/registry.ts';
import { JoineryError } from '../errors.ts';
import type { Log } from '../log.ts';
import { rememberOptionSecrets } from '../secrets/known-secrets.ts';
import { type FetchLimits, LimitedConnector } from './limited-connector.ts';

const noLimits: FetchLimits = { maxFetchRows: null, maxFetchMs: null };

/** The open connectors of one process, made when first asked for. */
export class Connectors {
  #configs: ReadonlyMap<string, ConnectionConfig>;
  readonly #open = new Map<string, LimitedConnector>();
  readonly #retiring = new Set<LimitedConnector>();
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
    const inner = driver.create(config.options, { id, baseDir: this.#baseDir, log: this.#log });
    const connector = new LimitedConnector(inner, config.policy ?? noLimits);
    this.#open.set(id, connector);
    return connector;
  }

  /**
   * Takes these connections in place of the ones it has. What still uses a connector of before keeps it until it is done; connectors whose
   * source did not change stay open.
   */
  apply(connections: readonly ConnectionConfig[]): void {
    const before = this.#configs;
    this.#configs = new Map(connections.map((connection) => [connection.id, connection]));
    for (const [id, connector] of this.#open) {
      const [was, is] = [before.get(id), this.#configs.get(id)];
      if (was !== undefined && is !== undefined && isSameSource(was, is)) {
        connector.limits = is.policy ?? noLimits;
        continue;
      }
      this.#open.delete(id);
      this.#retiring.add(connector);
      void connector
        .retire()
        .catch((thrown: unknown) => this.#log.debug({ connection: id, err: thrown }, `${id} could not be closed well`))
        .finally(() => this.#retiring.delete(connector));
    }
  }

  async close(): Promise<void> {
    const open = [...this.#open.values(), ...this.#retiring];
    this.#open.clear();
    await Promise.allSettled(open.map((connector) => connector.close()));
  }
}
