/** Queries: saved, versioned statements and joins, with links that show one to somebody else. */
import { z } from 'zod';
import { documentKindSchema } from './document.ts';
import { statementParameterSchema } from './parameter.ts';
import { fingerprintSchema } from './performance.ts';
import { personNameSchema } from './person.ts';
import { DEFAULT_ROW_LIMIT, FEDERATED, runSchema, runTargetSchema, statementTextSchema } from './run.ts';

export const MAX_TAGS = 20;
export const MAX_TAG_LENGTH = 50;
export const tagSchema = z.string().trim().min(1).max(MAX_TAG_LENGTH);

/** What a version of a query holds. */
const contentSchema = z.object({
  title: z.string().trim().min(1).max(200),
  description: z.string().max(10_000).default(''),
  kind: documentKindSchema.default('statement'),
  /** SQL, or a `JoinDocument` as JSON. */
  text: statementTextSchema.min(1),
  target: runTargetSchema.default(FEDERATED),
  rowLimit: z.number().int().nullable().default(DEFAULT_ROW_LIMIT),
  /** Types and last values of the placeholders. */
  parameters: z.array(statementParameterSchema).max(200).default([]),
});

export const querySchema = contentSchema.extend({
  id: z.string(),
  tags: z.array(tagSchema).max(MAX_TAGS),
  /** Name of the collection it lies in; empty = none. */
  collection: z.string().trim().max(100),
  isFavourite: z.boolean(),
  /** Grows by one with each save of the content; all versions are kept. */
  version: z.number().int(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Whose it is, and what the one who asks may do with it: told by the server to pages and scripts. */
  owner: personNameSchema.optional(),
  access: z.enum(['owner', 'edit', 'view']).optional(),
  /** Of its runs, in the history and the dashboard; told where one query is asked for that holds one statement. */
  fingerprint: fingerprintSchema.optional(),
});
export type Query = z.infer<typeof querySchema>;

/** `id` and `version` absent = a new query; otherwise `version` names the one that is changed (`conflict` if another is kept). */
export const saveQuerySchema = contentSchema.extend({
  id: z.string().optional(),
  version: z.number().int().optional(),
  /** `updatedAt` of the query as it was read: `conflict` also if only its tags or collection, which make no version, have changed since. */
  readUpdatedAt: z.iso.datetime().optional(),
  tags: z.array(tagSchema).max(MAX_TAGS).default([]),
  collection: z.string().trim().max(100).default(''),
});
export type SaveQuery = z.infer<typeof saveQuerySchema>;

export const queryVersionSchema = contentSchema.extend({
  version: z.number().int(),
  savedAt: z.string(),
  /** Absent for versions of which that was not kept yet. */
  savedBy: personNameSchema.optional(),
});
export type QueryVersion = z.infer<typeof queryVersionSchema>;

/** `GET /api/queries?q=&tag=&collection=&favourite=&shared=&cursor=&limit=`: last changed first. Entries carry the first 500 characters of their text. */
export const queryListSchema = z.object({
  queries: z.array(querySchema),
  nextCursor: z.string().optional(),
  /** All there are, for the filters. */
  tags: z.array(z.string()),
  collections: z.array(z.string()),
});
export type QueryList = z.infer<typeof queryListSchema>;

export const shareSchema = z.object({
  id: z.string(),
  queryId: z.string(),
  /** Run whose result the link shows with its ledger; absent = only the query. */
  runId: z.string().optional(),
  createdAt: z.string(),
  /** After this the link shows nothing; absent = until it is revoked. */
  expiresAt: z.string().optional(),
  revokedAt: z.string().optional(),
  /** How often it was opened. */
  views: z.number().int(),
});
export type Share = z.infer<typeof shareSchema>;

/** The token is told once, when the link is made; only its hash is kept. */
export const newShareSchema = z.object({ share: shareSchema, token: z.string() });
export type NewShare = z.infer<typeof newShareSchema>;

export const shareRequestSchema = z.object({
  queryId: z.string().min(1).max(100),
  runId: z.string().min(1).max(100).optional(),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});
export type ShareRequest = z.infer<typeof shareRequestSchema>;

/** What a link opens: the query as it was shared, and the run with its ledger if its result is shared too. */
export const sharedViewSchema = z.object({
  share: shareSchema,
  query: queryVersionSchema,
  /** Who made the link. */
  sharedBy: personNameSchema.optional(),
  run: runSchema.optional(),
  /** The link shows a result, but not to this person: they may not use all connections that it was read from. */
  isResultWithheld: z.boolean().optional(),
});
export type SharedView = z.infer<typeof sharedViewSchema>;
