import { z } from 'zod';
import type { JoinDocument } from '../contract/join.ts';
import { type SuggestFrame, suggestFrameSchema, type TableReference } from '../contract/suggestion.ts';
import { failureOf, fetchJson } from './fetch-json.ts';
import { readNdjson } from './ndjson.ts';

/** Joins between the tables, each frame the whole list. Aborting ends the questions at the sources. */
export const streamSuggestions = (
  tables: readonly TableReference[],
  signal: AbortSignal,
): AsyncGenerator<SuggestFrame> => stream('/api/suggestions', { tables }, signal);

/** Tables of all connections that join to this one. */
export const streamPartners = (table: TableReference, signal: AbortSignal): AsyncGenerator<SuggestFrame> =>
  stream('/api/suggestions/partners', table, signal);

/** It is not proposed again for these tables until it is restored. */
export const dismissSuggestion = (id: string): Promise<void> => setDismissed(id, 'PUT');
export const restoreSuggestion = (id: string): Promise<void> => setDismissed(id, 'DELETE');

const sqlAnswerSchema = z.object({ sql: z.string() });

/** Federated SQL of a join document, with its columns named as the catalog knows them. */
export const sqlOfJoin = async (document: JoinDocument): Promise<string> =>
  (await fetchJson(sqlAnswerSchema, '/api/joins/sql', post({ document }))).sql;

async function* stream(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<SuggestFrame> {
  const response = await fetch(path, { ...post(body), signal });
  if (!response.ok || response.body === null) throw await failureOf(response);
  for await (const line of readNdjson(response.body)) yield suggestFrameSchema.parse(line);
}

async function setDismissed(id: string, method: 'PUT' | 'DELETE'): Promise<void> {
  const response = await fetch(`/api/suggestions/${encodeURIComponent(id)}/dismissal`, { method });
  if (!response.ok) throw await failureOf(response);
}

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
