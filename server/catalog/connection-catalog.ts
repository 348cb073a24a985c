/** The cached catalog of one connection: loaded from disk once, refreshed from the source, usable while the source is down. */
import type { ConnectionStatus } from '../../lib/contract/catalog.ts';
import type { ConnectionConfig, Limits } from '../config/config.ts';
import { connectionIdProblem } from '../config/connection-id.ts';
import type { Connector } from '../connectors/connector.ts';
import { Cancelled, JoineryError } from '../errors.ts';
import type { Log } from '../log.ts';
import { type Descriptions, described } from './described.ts';
import { introspectWithin } from './introspect-within.ts';
import type { MetadataStore } from './metadata-store.ts';
import { SearchIndex } from './search-index.ts';
import { mergeIntrospection, type StoredCatalog } from './stored-catalog.ts';
import { TableIndex } from './table-index.ts';

/** A source is asked again for a table it did not have, or after a failure with no cache, at most this often. */
const RETRY_MS = 5_000;
/** A source that was unreachable is asked again in the background at most this often. */
const RECOVERY_MS = 60_000;

export interface CatalogSurroundings {
  readonly connectors: (id: string) => Connector;
  readonly store: MetadataStore;
  readonly limits: Pick<Limits, 'introspectTimeMs' | 'catalogMaxAgeMs'>;
  readonly log: Log;
  readonly now: () => number;
  /** Ends all work at close. */
  readonly signal: AbortSignal;
  /** When config.yaml was last changed: a catalog older than that may be of another database. Milliseconds since 1970. */
  readonly configChangedAt: number;
  /** Whether stale catalogs are refreshed without being asked. */
  readonly refreshInBackground: boolean;
  /** Texts that people keep of the connection's tables. */
  readonly descriptions?: ((connection: string) => Promise<Descriptions>) | undefined;
}

export interface Loaded {
  /** As the source and the metadata file say it, without what the dictionary adds. */
  readonly own: StoredCatalog;
  readonly tables: TableIndex;
  readonly search: SearchIndex;
}

export class ConnectionCatalog {
  /** Colour, mark and policy may change while it lives; a source that changes gets a catalog of its own. */
  config: ConnectionConfig;
  status: ConnectionStatus;
  error: JoineryError | undefined;
  loaded: Loaded | undefined;
  /** When what people keep of its tables last changed, since the start. */
  describedAt: string | undefined;
  readonly #around: CatalogSurroundings;
  readonly #retired = new AbortController();
  readonly #loading: Promise<void>;
  #refreshing: Promise<void> | undefined;
  #lastAttemptAt = Number.NEGATIVE_INFINITY;

  constructor(config: ConnectionConfig, around: CatalogSurroundings) {
    this.config = config;
    this.#around = { ...around, signal: AbortSignal.any([around.signal, this.#retired.signal]) };
    this.error = config.error;
    this.status = config.error === undefined ? 'loading' : 'misconfigured';
    this.#loading = this.#load();
  }

  /** Settles when what lies on disk is there to be read; never fails. */
  get ready(): Promise<void> {
    return this.#loading;
  }

  /** The cache; waits for the source only if there is none yet. Throws the connection's error if there is none to be had. */
  async usable(): Promise<Loaded> {
    await this.#loading;
    if (this.loaded === undefined && this.config.error === undefined && this.#mayAsk(RETRY_MS)) await this.refresh();
    if (this.loaded !== undefined) {
      this.#refreshIfDue();
      return this.loaded;
    }
    throw this.error ?? new Cancelled('The catalog is closing');
  }

  /** Asks the source anew. One refresh at a time: a second caller gets the first one's. Never fails: `error` says how it went. */
  async refresh(): Promise<void> {
    await this.#loading;
    if (this.config.error !== undefined) return;
    this.#refreshing ??= this.#introspect().finally(() => {
      this.#refreshing = undefined;
    });
    await this.#refreshing;
  }

  /** What people keep of its tables has changed. */
  async describeAnew(): Promise<void> {
    await this.#loading;
    if (this.loaded === undefined) return;
    await this.#show();
    this.describedAt = new Date(this.#around.now()).toISOString();
  }

  /** For a table that the cache does not have: asks the source unless that was done a moment ago. Answers whether the cache is new. */
  async refreshForMissing(): Promise<boolean> {
    if (this.#refreshing === undefined && !this.#mayAsk(RETRY_MS)) return false;
    const before = this.loaded;
    await this.refresh();
    return this.loaded !== before;
  }

  /** Ends what goes on; nothing that still comes from the source is kept. For a connection that was changed or removed. */
  retire(): void {
    this.#retired.abort();
  }

  /** Settles when nothing of this connection is going on any more. */
  async settled(): Promise<void> {
    await this.#loading;
    await this.#refreshing;
  }

  #mayAsk(everyMs: number): boolean {
    return this.#refreshing !== undefined || this.#around.now() - this.#lastAttemptAt >= everyMs;
  }

  #refreshIfDue(): void {
    const { refreshInBackground, limits, now, signal, configChangedAt } = this.#around;
    if (!refreshInBackground || signal.aborted || this.config.error !== undefined || !this.#mayAsk(RECOVERY_MS)) return;
    const introspectedAt = Date.parse(this.loaded?.tables.catalog.introspectedAt ?? '');
    const isFresh = now() - introspectedAt < limits.catalogMaxAgeMs && introspectedAt >= configChangedAt;
    if (!isFresh || this.status !== 'ready') void this.refresh();
  }

  async #load(): Promise<void> {
    const { id } = this.config;
    if (connectionIdProblem(id) !== undefined) return;
    let isDamaged = false;
    try {
      const found = await this.#around.store.load(id);
      isDamaged = found.isDamaged;
      if (found.catalog !== undefined) await this.#show(found.catalog);
    } catch (cause) {
      this.#around.log.warn({ connection: id, err: cause }, `The kept catalog of ${id} could not be read from disk`);
    }
    if (this.config.error !== undefined) return;
    this.status = this.loaded === undefined ? 'unknown' : 'ready';
    if (!this.#around.refreshInBackground || this.#around.signal.aborted) return;
    if (this.loaded === undefined || isDamaged) queueMicrotask(() => void this.refresh());
    else this.#refreshIfDue();
  }

  async #introspect(): Promise<void> {
    const { connectors, limits, log, now, signal } = this.#around;
    const { id } = this.config;
    this.#lastAttemptAt = now();
    if (this.loaded === undefined) this.status = 'loading';
    try {
      if (signal.aborted) throw new Cancelled();
      log.debug({ connection: id }, `Asking ${id} for its tables`);
      const startedAt = performance.now();
      const found = await introspectWithin(connectors(id), limits.introspectTimeMs, signal);
      signal.throwIfAborted();
      const introspectedAt = new Date(now()).toISOString();
      const catalog = await this.#keep((before) => mergeIntrospection(id, found, introspectedAt, before));
      await this.#show(catalog);
      this.error = undefined;
      this.status = 'ready';
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      const columns = found.tables.reduce((sum, table) => sum + table.columns.length, 0);
      log.info(
        { connection: id, tables: found.tables.length, columns },
        `Read the catalog of ${id} (${found.serverLabel}): ${count(found.tables.length, 'table')}, ${count(columns, 'column')} in ${seconds} s`,
      );
    } catch (thrown) {
      this.#failed(thrown);
    }
  }

  /** On disk if that is possible; a full disk must not hide what the source has just told. */
  async #keep(merge: (before: StoredCatalog | undefined) => StoredCatalog): Promise<StoredCatalog> {
    try {
      return await this.#around.store.update(this.config.id, merge);
    } catch (cause) {
      const { id } = this.config;
      this.#around.log.warn(
        { connection: id, err: cause },
        `The catalog of ${id} could not be kept on disk; it is used from memory until the next refresh`,
      );
      return merge(this.loaded?.own);
    }
  }

  /** Without a catalog: the one that is shown, with what people keep of it now. */
  async #show(catalog?: StoredCatalog): Promise<void> {
    const descriptions = await this.#around.descriptions?.(this.config.id);
    const own = catalog === undefined ? this.loaded?.own : { ...catalog, connection: this.config.id };
    if (own === undefined) return;
    const tables = new TableIndex(described(own, descriptions));
    this.loaded = { own, tables, search: new SearchIndex(tables) };
  }

  #failed(thrown: unknown): void {
    const { log, signal } = this.#around;
    const { id } = this.config;
    if (thrown instanceof Cancelled || signal.aborted) {
      this.status = this.loaded === undefined ? 'unknown' : this.error === undefined ? 'ready' : 'unreachable';
      return;
    }
    this.error = asConnectionError(thrown, id);
    this.status = ['config_invalid', 'secret_unavailable'].includes(this.error.code) ? 'misconfigured' : 'unreachable';
    const kept = this.loaded?.tables.catalog.introspectedAt;
    log.warn(
      { connection: id, code: this.error.code },
      `The tables of ${id} could not be read: ${this.error.message}${kept === undefined ? '' : ` Its catalog of ${kept} stays in use.`}`,
    );
    log.debug({ connection: id, err: thrown }, `Why the tables of ${id} could not be read`);
  }
}

function asConnectionError(thrown: unknown, connection: string): JoineryError {
  if (thrown instanceof JoineryError) return thrown;
  return new JoineryError('source_failed', `${connection} could not tell its tables.`, {
    connection,
    hint: 'The server log says more.',
    cause: thrown,
  });
}

const count = (number: number, what: string): string =>
  `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
