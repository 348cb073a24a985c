import { z } from 'zod';
import { type Comment, commentListSchema } from '../contract/comment.ts';
import { joinDocumentSchema } from '../contract/join.ts';
import {
  type Query,
  type QueryList,
  type QueryVersion,
  queryListSchema,
  querySchema,
  queryVersionSchema,
  type Share,
  shareSchema,
} from '../contract/query.ts';
import { historyAnswerSchema, type Run } from '../contract/run.ts';
import { fetchJson, query } from './fetch-json.ts';

export interface QueriesFilter {
  readonly q: string;
  readonly tag: string | undefined;
  readonly collection: string | undefined;
  readonly isFavourite: boolean;
  /** Only those that others share with the person or the team. */
  readonly isOthers: boolean;
}

export const allQueries: QueriesFilter = {
  q: '',
  tag: undefined,
  collection: undefined,
  isFavourite: false,
  isOthers: false,
};

const PAGE = 50;

/** One page of the queries that match, last changed first; their texts are cut. */
export const fetchQueries = (
  { q, tag, collection, isFavourite, isOthers }: QueriesFilter,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<QueryList> => {
  const words = q.trim() === '' ? undefined : q.trim();
  const favourite = isFavourite ? 'true' : undefined;
  const shared = isOthers ? 'true' : undefined;
  const path = query('/api/queries', { q: words, tag, collection, favourite, shared, cursor, limit: PAGE });
  return fetchJson(queryListSchema, path, { signal });
};

const pathOf = (id: string): string => `/api/queries/${encodeURIComponent(id)}`;

export const fetchQuery = (id: string): Promise<Query> => fetchJson(querySchema, pathOf(id));

/** Newest first. */
export const fetchVersions = (id: string): Promise<QueryVersion[]> =>
  fetchJson(z.array(queryVersionSchema), `${pathOf(id)}/versions`);

export const fetchShares = (id: string): Promise<Share[]> => fetchJson(z.array(shareSchema), `${pathOf(id)}/shares`);

/** Oldest first. */
export const fetchComments = (id: string): Promise<Comment[]> => fetchJson(commentListSchema, `${pathOf(id)}/comments`);

/** The statement of a query: its text, or what its join stands for. */
export async function sqlOf({ kind, text }: Pick<QueryVersion, 'kind' | 'text'>): Promise<string> {
  if (kind === 'statement') return text;
  const document = joinDocumentSchema.parse(JSON.parse(text));
  const answer = await fetchJson(z.object({ sql: z.string() }), '/api/joins/sql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ document }),
  });
  return answer.sql;
}

const LONGEST_SEARCH = 500;

/** Newest runs of one of the statements of `sql` whose result is still kept. */
export async function runsWithResult(sql: string, statements: readonly string[]): Promise<Run[]> {
  const [first] = statements;
  if (first === undefined) return [];
  const q = first.trim().slice(0, LONGEST_SEARCH);
  const path = query('/api/history', { q, status: 'succeeded', limit: PAGE });
  const { runs } = await fetchJson(historyAnswerSchema, path);
  return runs.filter((run) => run.hasResult && sql.includes(run.text));
}
