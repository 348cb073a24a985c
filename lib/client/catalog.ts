import {
  type ColumnsAnswer,
  type ConnectionsAnswer,
  columnsAnswerSchema,
  connectionsAnswerSchema,
  type SchemasAnswer,
  type SearchAnswer,
  schemasAnswerSchema,
  searchAnswerSchema,
  type TablesAnswer,
  tablesAnswerSchema,
} from '../contract/catalog.ts';
import { fetchJson, query } from './fetch-json.ts';

/** Catalog windows over HTTP. Each call is one bounded request; `signal` aborts it. */
export const fetchConnections = (signal?: AbortSignal): Promise<ConnectionsAnswer> =>
  fetchJson(connectionsAnswerSchema, '/api/catalog/connections', init(signal));

export const fetchSchemas = (connection: string, signal?: AbortSignal): Promise<SchemasAnswer> =>
  fetchJson(schemasAnswerSchema, query('/api/catalog/schemas', { connection }), init(signal));

export const fetchTables = (
  connection: string,
  schema: string,
  offset: number,
  limit: number,
  signal?: AbortSignal,
): Promise<TablesAnswer> =>
  fetchJson(tablesAnswerSchema, query('/api/catalog/tables', { connection, schema, offset, limit }), init(signal));

export const fetchColumns = (
  connection: string,
  schema: string,
  table: string,
  signal?: AbortSignal,
): Promise<ColumnsAnswer> =>
  fetchJson(columnsAnswerSchema, query('/api/catalog/columns', { connection, schema, table }), init(signal));

export const searchCatalog = (q: string, limit: number, signal?: AbortSignal): Promise<SearchAnswer> =>
  fetchJson(searchAnswerSchema, query('/api/catalog/search', { q, limit }), init(signal));

/** Reads the metadata of one connection, or all, from the sources again. Answers how they stand when that is done. */
export const refreshCatalog = (connection?: string): Promise<ConnectionsAnswer> =>
  fetchJson(connectionsAnswerSchema, '/api/catalog/refresh', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ connection }),
  });

const init = (signal: AbortSignal | undefined): RequestInit => (signal === undefined ? {} : { signal });
