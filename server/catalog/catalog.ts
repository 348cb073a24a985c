/** The catalog of all connections. See CatalogService in server/workbench.ts for what it promises. */
import { statSync } from 'node:fs';
import type { SearchHit } from '../../lib/contract/catalog.ts';
import type { Config, ConnectionConfig } from '../config/config.ts';
import { didYouMean } from '../config/nearest-names.ts';
import { isSameSource } from '../config/same-source.ts';
import type { Connector } from '../connectors/connector.ts';
import { JoineryError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { CatalogService } from '../workbench.ts';
import { BestHits } from './best-hits.ts';
import { columnAnswer, connectionAnswer, tableAnswer } from './catalog-answers.ts';
import { type CatalogSurroundings, ConnectionCatalog } from './connection-catalog.ts';
import type { Descriptions } from './described.ts';
import { createMetadataStore } from './metadata-store.ts';
import { type FoundItem, squeeze, wordsOf } from './search-index.ts';
import { presentTables, type StoredCatalog, type StoredTable } from './stored-catalog.ts';
import type { TableIndex } from './table-index.ts';

export interface CatalogOptions {
  readonly config: Pick<Config, 'path' | 'dataDir' | 'connections' | 'limits'>;
  /** The open connector of a connection; asked only for connections without an `error`. May throw the reason why there is none. */
  readonly connectors: (id: string) => Connector;
  readonly log: Log;
  /** What people call a driver: "PostgreSQL". Default: its name. */
  readonly driverLabel?: (driver: string) => string;
  /** Refresh what is stale at start and later, unasked. Default true; a command that ends soon wants false. */
  readonly refreshInBackground?: boolean;
  /** Texts that people keep of a connection's tables; they go before the sources' comments. Must not fail. */
  readonly descriptions?: ((connection: string) => Promise<Descriptions>) | undefined;
  /** For tests: milliseconds since 1970. */
  readonly now?: () => number;
}

/** A catalog whose connections may change while it is open. */
export interface LiveCatalog extends CatalogService {
  /** Takes these connections in place of the ones it has. One whose source did not change keeps what is known of it. */
  apply(connections: readonly ConnectionConfig[]): void;
  /** The connection's tables as its source tells them, with the names that SQL gives them; throws like `schemas`. */
  sourceTables(connection: string): Promise<SourceTables>;
  /** Takes up what people keep of the connection's tables now. */
  describeAnew(connection: string): Promise<void>;
}

export interface SourceTables {
  readonly defaultSchema: string;
  /** The same list until the source is read anew; in order of schema and name. */
  readonly tables: readonly StoredTable[];
  sqlName(table: StoredTable): string;
}

/** Answers at once; what lies on disk is loaded, and what is stale is refreshed, in the background. */
export function createCatalog(options: CatalogOptions): LiveCatalog {
  const { config, connectors, log, driverLabel = (driver) => driver, now = Date.now } = options;
  const closing = new AbortController();
  const around: CatalogSurroundings = {
    connectors,
    store: createMetadataStore(config.dataDir, log, () => new Date(now())),
    limits: config.limits,
    log,
    now,
    signal: closing.signal,
    configChangedAt: statSync(config.path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
    refreshInBackground: options.refreshInBackground ?? true,
    descriptions: options.descriptions,
  };
  const present = new WeakMap<StoredCatalog, StoredTable[]>();
  let all: readonly ConnectionCatalog[] = config.connections.map(
    (connection) => new ConnectionCatalog(connection, around),
  );
  const retired = new Set<ConnectionCatalog>();
  const replaced = (connection: ConnectionConfig): ConnectionCatalog => {
    const known = all.find((one) => one.config.id === connection.id);
    if (known === undefined || !isSameSource(known.config, connection))
      return new ConnectionCatalog(connection, { ...around, configChangedAt: now() });
    known.config = connection;
    return known;
  };

  /** Names are matched as in SQL: without regard to case. */
  const connectionOf = (id: string): ConnectionCatalog => {
    const folded = id.toLowerCase();
    const found = all.find((one) => one.config.id === id) ?? all.find((one) => one.config.id.toLowerCase() === folded);
    if (found !== undefined) return found;
    const ids = all.map((one) => one.config.id);
    throw new JoineryError('unknown_connection', `There is no connection ${id}.`, {
      hint:
        didYouMean(id, ids) ?? (ids.length === 0 ? 'No connection is configured.' : `There are: ${ids.join(', ')}.`),
    });
  };

  const isFederatedOnly = ({ id, error }: ConnectionConfig): boolean => {
    if (error !== undefined) return false;
    try {
      return !connectors(id).capabilities.native;
    } catch {
      // Its state says why there is none.
      return false;
    }
  };

  const findTable = async (
    connection: ConnectionCatalog,
    schema: string | undefined,
    name: string,
    mayAsk: boolean,
  ) => {
    const { tables } = await connection.usable();
    const table = tables.find(schema, name);
    if (table !== undefined) return { tables, table };
    if (mayAsk && (await connection.refreshForMissing())) return findTable(connection, schema, name, false);
    throw unknownTable(connection, tables, schema, name);
  };

  return {
    connections: () => ({
      connections: all.map((one) => connectionAnswer(one, driverLabel(one.config.driver), isFederatedOnly(one.config))),
      configPath: config.path,
    }),

    async schemas(id) {
      const { tables } = await connectionOf(id).usable();
      const { connection, defaultSchema } = tables.catalog;
      return {
        schemas: tables.schemas.map((schema) => ({
          connection,
          name: schema.name,
          tableCount: schema.tables.length,
          isDefault: schema.name === defaultSchema,
        })),
      };
    },

    async tables(id, schema, { offset, limit }) {
      const connection = connectionOf(id);
      const { tables } = await connection.usable();
      const found = tables.findSchema(schema);
      if (found === undefined) {
        throw new JoineryError('unknown_table', `${connection.config.id} has no schema ${schema}.`, {
          connection: connection.config.id,
          hint: tables.hint(schema, ''),
        });
      }
      const window = found.tables.slice(offset, offset + limit);
      return { tables: window.map((table) => tableAnswer(tables, table)), total: found.tables.length };
    },

    async columns(id, schema, name) {
      const { tables, table } = await findTable(connectionOf(id), schema, name, false);
      return { table: tableAnswer(tables, table), columns: table.columns.map((column) => columnAnswer(table, column)) };
    },

    async search(query, limit, mayShow = () => true) {
      await Promise.all(all.map((one) => one.ready));
      const words = wordsOf(query);
      const best = new BestHits<FoundItem>(Math.max(1, limit));
      const searched = all.filter((one) => mayShow(one.config.id)).flatMap((one) => one.loaded?.search ?? []);
      if (words.length > 0) {
        const whole = squeeze(words.map(({ plain }) => plain).join(''));
        for (const index of searched) index.search(words, whole, best);
      }
      return {
        hits: best.best().map(searchHit),
        total: best.total,
        tableCount: searched.reduce((sum, index) => sum + index.tableCount, 0),
      };
    },

    async lookup(id, schema, name): Promise<StoredTable> {
      return (await findTable(connectionOf(id), schema, name, true)).table;
    },

    async refresh(id) {
      const wanted = id === undefined ? all : [connectionOf(id)];
      await Promise.all(wanted.map((one) => one.refresh()));
    },

    async sourceTables(id) {
      const { own, tables } = await connectionOf(id).usable();
      const list = present.get(own) ?? presentTables(own).sort(bySchemaAndName);
      present.set(own, list);
      return { defaultSchema: own.defaultSchema, tables: list, sqlName: (table) => tables.sqlName(table) };
    },

    async describeAnew(id) {
      await connectionOf(id).describeAnew();
    },

    apply(connections) {
      const before = all;
      all = connections.map(replaced);
      for (const one of before) {
        if (all.includes(one)) continue;
        one.retire();
        retired.add(one);
        void one.settled().finally(() => retired.delete(one));
      }
    },

    async close() {
      closing.abort();
      await Promise.all([...all, ...retired].map((one) => one.settled()));
    },
  };
}

const bySchemaAndName = (one: StoredTable, other: StoredTable): number =>
  one.schema.localeCompare(other.schema) || one.name.localeCompare(other.name);

function searchHit({ index, table, column }: FoundItem): SearchHit {
  const hit = { table: tableAnswer(index, table) };
  return column === undefined ? hit : { ...hit, column: columnAnswer(table, column) };
}

function unknownTable(
  { config, status }: ConnectionCatalog,
  tables: TableIndex,
  schema: string | undefined,
  name: string,
): JoineryError {
  const shown = schema === undefined ? name : `${schema}.${name}`;
  const kept = status === 'ready' ? '' : ` in the catalog kept since ${tables.catalog.introspectedAt}`;
  return new JoineryError('unknown_table', `${config.id} has no table or view ${shown}${kept}.`, {
    connection: config.id,
    hint: tables.hint(schema, name),
  });
}
