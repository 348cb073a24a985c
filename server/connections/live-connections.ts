/** The connections of both origins as they are now. Whoever holds connections listens here and takes each change over at once. */
import { type ConnectionPolicy, connectionPolicySchema } from '../../lib/contract/connection.ts';
import type { Config, ConnectionConfig } from '../config/config.ts';
import { assignOrigins } from '../config/origins.ts';
import type { ConnectionRecords, KeptConnection, KeptPolicy } from '../history/index.ts';
import type { Log } from '../log.ts';
import { type ResolveSurroundings, resolveConnection } from './resolve-connection.ts';

export interface LiveConnection {
  readonly config: ConnectionConfig;
  /** The kept record; undefined for one of config.yaml. */
  readonly kept?: KeptConnection | undefined;
  readonly policy: ConnectionPolicy;
  readonly isPolicyFixed: boolean;
  readonly version: number;
}

export const defaultPolicy: ConnectionPolicy = connectionPolicySchema.parse({});

export interface LiveSurroundings extends ResolveSurroundings {
  readonly config: Pick<Config, 'connections' | 'path'>;
  readonly records: ConnectionRecords;
  readonly log: Log;
}

type Listener = (connections: readonly ConnectionConfig[]) => void;

export class LiveConnections {
  readonly #around: LiveSurroundings;
  readonly #listeners: Listener[] = [];
  #all: readonly LiveConnection[] = [];
  #seen = '';
  #work: Promise<unknown> = Promise.resolve();

  constructor(around: LiveSurroundings) {
    this.#around = around;
  }

  get all(): readonly LiveConnection[] {
    return this.#all;
  }

  get configs(): readonly ConnectionConfig[] {
    return this.#all.map(({ config }) => config);
  }

  find(id: string): LiveConnection | undefined {
    const folded = id.toLowerCase();
    return this.#all.find(({ config }) => config.id.toLowerCase() === folded);
  }

  /** Called after each change with all connections. */
  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Reads what is kept, also what another process changed. Nobody is told unless something did change, or `isForced` (a key came back, say). */
  async reload(isForced = false): Promise<void> {
    const turn = this.#work.then(() => this.#reload(isForced));
    this.#work = turn.catch(() => undefined);
    await turn;
  }

  async #reload(isForced: boolean): Promise<void> {
    const { records } = this.#around;
    const [kept, policies] = await Promise.all([records.list(), records.policies()]);
    const print = JSON.stringify([
      kept.map(({ id, version }) => [id, version]),
      policies.map(({ connection, version }) => [connection, version]),
    ]);
    if (print === this.#seen && !isForced) return;
    const isFirst = this.#seen === '';
    this.#all = await this.#merge(kept, policies);
    this.#seen = print;
    if (!isFirst) for (const listener of this.#listeners) listener(this.configs);
  }

  async #merge(kept: readonly KeptConnection[], policies: readonly KeptPolicy[]): Promise<LiveConnection[]> {
    const { config, log } = this.#around;
    const fromFile = config.connections.map((connection) => this.#ofFile(connection, policies));
    const taken = new Set(config.connections.map(({ id }) => id.toLowerCase()));
    const own = kept.filter(({ id }) => {
      if (!taken.has(id.toLowerCase())) return true;
      log.warn(
        { connection: id },
        `${id} stands in ${config.path} now; the connection of that name that was added in the browser is not used`,
      );
      return false;
    });
    const origins = assignOrigins([...config.connections, ...own]).slice(fromFile.length);
    const resolved = own.map(async (one, index) => {
      const connection = await resolveConnection(one, origins[index] ?? { color: 1, mark: 'ZZ' }, this.#around);
      if (connection.error !== undefined)
        log.warn(
          { connection: one.id, code: connection.error.code },
          `${one.id} cannot be used: ${connection.error.message}`,
        );
      return { config: connection, kept: one, policy: one.policy, isPolicyFixed: false, version: one.version };
    });
    return [...fromFile, ...(await Promise.all(resolved))];
  }

  #ofFile(connection: ConnectionConfig, policies: readonly KeptPolicy[]): LiveConnection {
    const chosen = policies.find((one) => one.connection === connection.id);
    const policy = connection.policy ?? chosen?.policy ?? defaultPolicy;
    return {
      config: { ...connection, policy },
      policy,
      isPolicyFixed: connection.policy !== undefined,
      version: chosen?.version ?? 0,
    };
  }
}
