import { toErrorShape } from '../../lib/client/answer.ts';
import { fetchColumns, fetchSchemas, fetchTables } from '../../lib/client/catalog.ts';
import type { CatalogTable } from '../../lib/contract/catalog.ts';
import { isFlat, type Loaded, pageSize, schemaKey, type TreeData, type TreeRow, tableKey } from './tree-rows.ts';

const rememberedKey = 'joinery.tree';
/** A first visit with no more connections than this shows what is in them. */
const fewConnections = 5;

/** What is open in the tree and what has been fetched for it. Each list is asked for when it is first seen. */
export class TreeStore {
  #data: TreeData = { open: rememberedOpen(), schemas: new Map(), tables: new Map(), columns: new Map() };
  readonly #listeners = new Set<() => void>();
  readonly #asked = new Set<string>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getData = (): TreeData => this.#data;

  /** On a first visit: opens the connections if they are few. */
  begin(connections: readonly string[]): void {
    if (localStorage.getItem(rememberedKey) === null && connections.length <= fewConnections)
      this.#change({ open: new Set(connections) });
    this.reload();
  }

  open(row: TreeRow): void {
    if (row.kind !== 'connection' && row.kind !== 'schema' && row.kind !== 'table') return;
    this.#change({ open: new Set([...this.#data.open, row.key]) });
    if (row.kind === 'connection') void this.#loadSchemas(row.connection.id);
    else if (row.kind === 'schema') void this.loadPage(row.connection.id, row.schema.name, 0);
    else void this.#loadColumns(row.table);
  }

  close(row: TreeRow): void {
    this.#change({ open: new Set([...this.#data.open].filter((key) => key !== row.key)) });
  }

  /** Metadata may have changed: what is open is fetched again, what is closed is forgotten. What is seen stays until the answer is there. */
  reload(connection?: string): void {
    const isAffected = (key: string) =>
      connection === undefined || key === connection || key.startsWith(`${connection}\0`);
    for (const key of [...this.#asked]) if (isAffected(key.slice(2))) this.#asked.delete(key);
    const { open, schemas, tables, columns } = this.#data;
    const kept = <T>(map: ReadonlyMap<string, T>) =>
      new Map([...map].filter(([key]) => !isAffected(key) || open.has(key)));
    const flat = (key: string) => this.#isFlatSchema(key);
    this.#change({
      schemas: kept(schemas),
      tables: new Map([...tables].filter(([key]) => !isAffected(key) || open.has(key) || flat(key))),
      columns: kept(columns),
    });
    for (const key of [...open].filter(isAffected)) this.#loadKey(key);
  }

  async loadPage(connection: string, schema: string, page: number): Promise<void> {
    const key = schemaKey(connection, schema);
    const askKey = `t:${key}\0\0${page}`;
    if (this.#asked.has(askKey)) return;
    this.#asked.add(askKey);
    try {
      const { tables, total } = await fetchTables(connection, schema, page * pageSize, pageSize);
      const before = this.#data.tables.get(key)?.value;
      const pages = new Map(before?.total === total ? before.pages : []).set(page, tables);
      this.#setTables(key, { status: 'ready', value: { total, pages } });
      for (const table of tables) if (this.#data.open.has(tableKey(table))) void this.#loadColumns(table);
    } catch (thrown) {
      this.#asked.delete(askKey);
      this.#setTables(key, { status: 'failed', error: toErrorShape(thrown) });
    }
  }

  #loadKey(key: string): void {
    const [connection = '', schema, name] = key.split('\0');
    if (schema === undefined) void this.#loadSchemas(connection);
    else if (name === undefined) void this.loadPage(connection, schema, 0);
    else {
      const pages = this.#data.tables.get(schemaKey(connection, schema))?.value?.pages;
      const table = [...(pages?.values() ?? [])].flat().find((one) => one.name === name);
      if (table !== undefined) void this.#loadColumns(table);
    }
  }

  async #loadSchemas(connection: string): Promise<void> {
    await this.#load(`s:${connection}`, async () => {
      const schemas = await this.#settle(fetchSchemas(connection).then((answer) => answer.schemas));
      this.#change({ schemas: new Map(this.#data.schemas).set(connection, schemas) });
      const [only] = schemas.value ?? [];
      if (only !== undefined && schemas.value?.length === 1) {
        this.#change({ open: new Set([...this.#data.open, schemaKey(connection, only.name)]) });
        await this.loadPage(connection, only.name, 0);
      }
      return schemas.status;
    });
  }

  async #loadColumns(table: CatalogTable): Promise<void> {
    const key = tableKey(table);
    await this.#load(`c:${key}`, async () => {
      const columns = await this.#settle(
        fetchColumns(table.connection, table.schema, table.name).then((answer) => answer.columns),
      );
      this.#change({ columns: new Map(this.#data.columns).set(key, columns) });
      return columns.status;
    });
  }

  /** Runs a load once; a failed one may be asked for again. */
  async #load(askKey: string, load: () => Promise<Loaded<unknown>['status']>): Promise<void> {
    if (this.#asked.has(askKey)) return;
    this.#asked.add(askKey);
    if ((await load()) === 'failed') this.#asked.delete(askKey);
  }

  async #settle<T>(promise: Promise<T>): Promise<Loaded<T>> {
    return promise.then(
      (value) => ({ status: 'ready', value }),
      (thrown: unknown) => ({ status: 'failed', error: toErrorShape(thrown) }),
    );
  }

  #isFlatSchema(key: string): boolean {
    const [connection = '', schema] = key.split('\0');
    const schemas = this.#data.schemas.get(connection)?.value ?? [];
    return isFlat(schemas) && schemas[0]?.name === schema && this.#data.open.has(connection);
  }

  #setTables(key: string, tables: TreeData['tables'] extends ReadonlyMap<string, infer V> ? V : never): void {
    this.#change({ tables: new Map(this.#data.tables).set(key, tables) });
  }

  #change(change: Partial<TreeData>): void {
    this.#data = { ...this.#data, ...change };
    if (change.open !== undefined) localStorage.setItem(rememberedKey, JSON.stringify([...change.open]));
    for (const listener of this.#listeners) listener();
  }
}

/** What was open at the last visit in this browser. */
function rememberedOpen(): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(rememberedKey) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.filter((key) => typeof key === 'string') : []);
  } catch {
    return new Set();
  }
}
