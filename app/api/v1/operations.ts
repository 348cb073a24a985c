/** Every operation of `/api/v1` with its contracts: what the OpenAPI document is written from. A test keeps it and the routes in step. */
import type { z } from 'zod';
import { runSavedSchema, startApiRunSchema, waitQuerySchema } from '../../../lib/contract/api.ts';
import {
  columnsAnswerSchema,
  connectionsAnswerSchema,
  schemasAnswerSchema,
  searchAnswerSchema,
  tablesAnswerSchema,
} from '../../../lib/contract/catalog.ts';
import { errorBodySchema } from '../../../lib/contract/errors.ts';
import { queryListSchema, querySchema } from '../../../lib/contract/query.ts';
import { jsonCellSchema, resultWindowSchema } from '../../../lib/contract/result.ts';
import { runFrameSchema, runSchema } from '../../../lib/contract/run.ts';
import { suggestFrameSchema, suggestRequestSchema } from '../../../lib/contract/suggestion.ts';
import { columnsQuerySchema, schemasQuerySchema, searchQuerySchema, tablesQuerySchema } from '../catalog/schema.ts';
import { queryFilterSchema } from '../queries/schema.ts';
import { exportQuerySchema, rowsQuerySchema } from '../results/schema.ts';

/** Schemas by the names that they have in the document. */
export const bodies = { StartRun: startApiRunSchema, RunSaved: runSavedSchema, SuggestRequest: suggestRequestSchema };
export const answers = {
  Error: errorBodySchema,
  Cell: jsonCellSchema,
  Run: runSchema,
  RunFrame: runFrameSchema,
  ResultWindow: resultWindowSchema,
  Query: querySchema,
  QueryList: queryListSchema,
  Connections: connectionsAnswerSchema,
  Schemas: schemasAnswerSchema,
  Tables: tablesAnswerSchema,
  Columns: columnsAnswerSchema,
  SearchHits: searchAnswerSchema,
  SuggestFrame: suggestFrameSchema,
} satisfies Record<string, z.ZodType>;

export interface Operation {
  /** What generated clients call it. */
  readonly id: string;
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: keyof typeof bodies;
  /** A contract as JSON, one object per line, or a file. */
  readonly answer: keyof typeof answers | { readonly lines: keyof typeof answers } | 'file' | 'openapi';
}

export const operations: readonly Operation[] = [
  {
    id: 'startRun',
    method: 'post',
    path: '/runs',
    summary: 'Start a statement. With `wait` the answer comes when it has ended.',
    query: waitQuerySchema,
    body: 'StartRun',
    answer: 'Run',
  },
  {
    id: 'getRun',
    method: 'get',
    path: '/runs/{runId}',
    summary: 'State of a run.',
    query: waitQuerySchema,
    answer: 'Run',
  },
  {
    id: 'watchRun',
    method: 'get',
    path: '/runs/{runId}/events',
    summary: 'State of a run now and at each change, to its end.',
    answer: { lines: 'RunFrame' },
  },
  {
    id: 'cancelRun',
    method: 'post',
    path: '/runs/{runId}/cancel',
    summary: 'Stop a run, on the sources too.',
    answer: 'Run',
  },
  {
    id: 'readRows',
    method: 'get',
    path: '/runs/{runId}/rows',
    summary: 'A window of the stored rows.',
    query: rowsQuerySchema,
    answer: 'ResultWindow',
  },
  {
    id: 'exportResult',
    method: 'get',
    path: '/runs/{runId}/export',
    summary: 'The whole stored result as a file; nothing runs again.',
    query: exportQuerySchema,
    answer: 'file',
  },
  {
    id: 'listQueries',
    method: 'get',
    path: '/queries',
    summary: 'Saved queries.',
    query: queryFilterSchema,
    answer: 'QueryList',
  },
  {
    id: 'getQuery',
    method: 'get',
    path: '/queries/{name}',
    summary: 'A saved query by its id or title.',
    answer: 'Query',
  },
  {
    id: 'runQuery',
    method: 'post',
    path: '/queries/{name}/runs',
    summary: 'Run a saved query, by its id or title, with values for its parameters.',
    query: waitQuerySchema,
    body: 'RunSaved',
    answer: 'Run',
  },
  {
    id: 'listConnections',
    method: 'get',
    path: '/catalog/connections',
    summary: 'The connections and their state.',
    answer: 'Connections',
  },
  {
    id: 'listSchemas',
    method: 'get',
    path: '/catalog/schemas',
    summary: 'Schemas of a connection.',
    query: schemasQuerySchema,
    answer: 'Schemas',
  },
  {
    id: 'listTables',
    method: 'get',
    path: '/catalog/tables',
    summary: 'Tables of a schema.',
    query: tablesQuerySchema,
    answer: 'Tables',
  },
  {
    id: 'listColumns',
    method: 'get',
    path: '/catalog/columns',
    summary: 'Columns of a table.',
    query: columnsQuerySchema,
    answer: 'Columns',
  },
  {
    id: 'searchCatalog',
    method: 'get',
    path: '/catalog/search',
    summary: 'Tables and columns by words.',
    query: searchQuerySchema,
    answer: 'SearchHits',
  },
  {
    id: 'suggestJoins',
    method: 'post',
    path: '/suggestions',
    summary: 'Joins between tables, as they are found; each line is the whole list, best first.',
    body: 'SuggestRequest',
    answer: { lines: 'SuggestFrame' },
  },
  { id: 'describeApi', method: 'get', path: '/openapi.json', summary: 'This description.', answer: 'openapi' },
];
