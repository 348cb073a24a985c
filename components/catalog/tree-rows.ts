import type { CatalogColumn, CatalogSchemaNode, CatalogTable, ConnectionSummary } from '../../lib/contract/catalog.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';

/** What is known of a node's children. */
export interface Loaded<T> {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly value?: T | undefined;
  readonly error?: ErrorShape | undefined;
}

/** Tables of a schema, fetched page by page as they come into view. */
export interface TablePages {
  readonly total: number;
  readonly pages: ReadonlyMap<number, readonly CatalogTable[]>;
}

export interface TreeData {
  readonly open: ReadonlySet<string>;
  readonly schemas: ReadonlyMap<string, Loaded<readonly CatalogSchemaNode[]>>;
  readonly tables: ReadonlyMap<string, Loaded<TablePages>>;
  readonly columns: ReadonlyMap<string, Loaded<readonly CatalogColumn[]>>;
}

interface RowBase {
  /** Identity across changes of the tree. */
  readonly key: string;
  /** 1 = connection. */
  readonly level: number;
  readonly connection: ConnectionSummary;
  /** Place among its siblings, from 1, and their number. */
  readonly place: number;
  readonly siblings: number;
}

export type TreeRow = RowBase &
  (
    | { readonly kind: 'connection'; readonly isOpen: boolean }
    | { readonly kind: 'schema'; readonly isOpen: boolean; readonly schema: CatalogSchemaNode }
    | { readonly kind: 'table'; readonly isOpen: boolean; readonly table: CatalogTable }
    | { readonly kind: 'column'; readonly table: CatalogTable; readonly column: CatalogColumn }
    | { readonly kind: 'pending'; readonly schema: string; readonly page: number }
    | { readonly kind: 'loading' }
    | { readonly kind: 'empty'; readonly text: string }
    | { readonly kind: 'problem'; readonly error: ErrorShape; readonly canRetry: boolean }
  );

export const pageSize = 200;
export const schemaKey = (connection: string, schema: string): string => `${connection}\0${schema}`;
export const tableKey = (table: CatalogTable): string => `${schemaKey(table.connection, table.schema)}\0${table.name}`;

/** A connection with nothing but one schema called as its driver calls it shows its tables at once: `main` says nothing to anybody. */
export const isFlat = (schemas: readonly CatalogSchemaNode[]): boolean =>
  schemas.length === 1 && schemas[0]?.isDefault === true && schemas[0].name === 'main';

/** The tree as the list of rows that are to be seen, top to bottom. */
export function visibleRows(connections: readonly ConnectionSummary[], data: TreeData): TreeRow[] {
  const rows: TreeRow[] = [];
  for (const [index, connection] of connections.entries()) {
    const isOpen = data.open.has(connection.id);
    const base = { level: 1, connection, place: index + 1, siblings: connections.length };
    rows.push({ ...base, key: connection.id, kind: 'connection', isOpen });
    if (isOpen) addConnection(rows, connection, data);
  }
  return rows;
}

function addConnection(rows: TreeRow[], connection: ConnectionSummary, data: TreeData): void {
  const note = { level: 2, connection, place: 1, siblings: 1, key: `${connection.id}\0\0note` };
  if (connection.error !== undefined) {
    const canRetry = connection.status !== 'misconfigured';
    rows.push({ ...note, key: `${note.key}error`, kind: 'problem', error: connection.error, canRetry });
    if (connection.tableCount === 0) return;
  }
  const loaded = data.schemas.get(connection.id);
  if (loaded?.status === 'failed' && loaded.error !== undefined) {
    if (connection.error === undefined) rows.push({ ...note, kind: 'problem', error: loaded.error, canRetry: true });
    return;
  }
  if (loaded?.value === undefined) {
    rows.push({ ...note, kind: 'loading' });
    return;
  }
  const schemas = loaded.value;
  if (schemas.length === 0) {
    rows.push({ ...note, kind: 'empty', text: 'No tables that this account may read' });
    return;
  }
  const [only] = schemas;
  if (only !== undefined && isFlat(schemas)) {
    addTables(rows, connection, only.name, 2, data);
    return;
  }
  for (const [index, schema] of schemas.entries()) {
    const key = schemaKey(connection.id, schema.name);
    const isOpen = data.open.has(key);
    rows.push({
      key,
      level: 2,
      connection,
      kind: 'schema',
      schema,
      isOpen,
      place: index + 1,
      siblings: schemas.length,
    });
    if (isOpen) addTables(rows, connection, schema.name, 3, data);
  }
}

function addTables(
  rows: TreeRow[],
  connection: ConnectionSummary,
  schema: string,
  level: number,
  data: TreeData,
): void {
  const key = schemaKey(connection.id, schema);
  const loaded = data.tables.get(key);
  const note = { level, connection, place: 1, siblings: 1, key: `${key}\0\0note` };
  if (loaded?.value === undefined) {
    if (loaded?.error !== undefined) rows.push({ ...note, kind: 'problem', error: loaded.error, canRetry: true });
    else rows.push({ ...note, kind: 'loading' });
    return;
  }
  const { total, pages } = loaded.value;
  if (total === 0) rows.push({ ...note, kind: 'empty', text: 'No tables' });
  for (let index = 0; index < total; index += 1) {
    const page = Math.floor(index / pageSize);
    const table = pages.get(page)?.[index % pageSize];
    const base = { level, connection, place: index + 1, siblings: total };
    if (table === undefined) {
      rows.push({ ...base, key: `${key}\0\0${index}`, kind: 'pending', schema, page });
      continue;
    }
    const isOpen = data.open.has(tableKey(table));
    rows.push({ ...base, key: tableKey(table), kind: 'table', table, isOpen });
    if (isOpen) addColumns(rows, connection, table, level + 1, data);
  }
}

function addColumns(
  rows: TreeRow[],
  connection: ConnectionSummary,
  table: CatalogTable,
  level: number,
  data: TreeData,
): void {
  const key = tableKey(table);
  const loaded = data.columns.get(key);
  const note = { level, connection, place: 1, siblings: 1, key: `${key}\0\0note` };
  if (loaded?.error !== undefined) rows.push({ ...note, kind: 'problem', error: loaded.error, canRetry: true });
  else if (loaded?.value === undefined) rows.push({ ...note, kind: 'loading' });
  else
    for (const [index, column] of loaded.value.entries())
      rows.push({
        key: `${key}\0${column.name}`,
        level,
        connection,
        kind: 'column',
        table,
        column,
        place: index + 1,
        siblings: loaded.value.length,
      });
}
