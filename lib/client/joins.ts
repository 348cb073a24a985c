import type { z } from 'zod';
import type { JoinDocument } from '../contract/join.ts';
import {
  type JoinCounts,
  type JoinExamples,
  joinCountsSchema,
  joinExamplesSchema,
  joinFromSqlAnswerSchema,
  joinPartAnswerSchema,
  type joinPartSchema,
} from '../contract/join-routes.ts';
import { type XrayFrame, xrayFrameSchema } from '../contract/join-xray.ts';
import { failureOf, fetchJson } from './fetch-json.ts';
import { readNdjson } from './ndjson.ts';

/** Rows of one side with or without a partner. */
export type JoinPart = z.infer<typeof joinPartSchema>;

/** The document that says the same as a statement, or why the builder cannot say it. */
export const joinFromSql = (sql: string): Promise<z.infer<typeof joinFromSqlAnswerSchema>> =>
  fetchJson(joinFromSqlAnswerSchema, '/api/joins/from-sql', post({ sql }));

/** The statement whose rows a step leaves behind. */
export const joinPartSql = async (document: JoinDocument, step: number, part: JoinPart): Promise<string> =>
  (await fetchJson(joinPartAnswerSchema, '/api/joins/part-sql', post({ document, step, part }))).sql;

/** Rows of each side with and without a partner, exact. Takes as long as a run. */
export const joinCounts = (document: JoinDocument, step: number, signal: AbortSignal): Promise<JoinCounts> =>
  fetchJson(joinCountsSchema, '/api/joins/counts', { ...post({ document, step }), signal });

/** What the normalisers of one key do to a few values of each side. */
export const joinExamples = (
  document: JoinDocument,
  step: number,
  key: number,
  signal: AbortSignal,
): Promise<JoinExamples> =>
  fetchJson(joinExamplesSchema, '/api/joins/examples', { ...post({ document, step, key }), signal });

/** Frames of a measurement, each the whole state. Aborting ends the probes at the sources. */
export async function* streamXray(
  document: JoinDocument,
  step: number,
  isExact: boolean,
  signal: AbortSignal,
): AsyncGenerator<XrayFrame> {
  const response = await fetch('/api/joins/xray', { ...post({ document, step, isExact }), signal });
  if (!response.ok || response.body === null) throw await failureOf(response);
  for await (const line of readNdjson(response.body)) yield xrayFrameSchema.parse(line);
}

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
