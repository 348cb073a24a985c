/** Documents: the drafts behind the workbench's tabs. They save themselves on the server. */
import { z } from 'zod';
import { DEFAULT_ROW_LIMIT, FEDERATED, runTargetSchema, statementTextSchema } from './run.ts';

/** Tabs that one person may have open. */
export const MAX_OPEN_DOCUMENTS = 500;

/** What `text` holds: SQL, or a `JoinDocument` as JSON (empty while no input has been chosen). Given once, when the document is made. */
export const documentKindSchema = z.enum(['statement', 'join']);
export type DocumentKind = z.infer<typeof documentKindSchema>;

export const documentSchema = z.object({
  id: z.string(),
  kind: documentKindSchema.default('statement'),
  title: z.string().min(1).max(200),
  text: statementTextSchema,
  target: runTargetSchema.default(FEDERATED),
  rowLimit: z.number().int().nullable().default(DEFAULT_ROW_LIMIT),
  /** Place among the open tabs, from 0. */
  position: z.number().int(),
  isOpen: z.boolean(),
  /** Run whose result the tab shows. */
  lastRunId: z.string().optional(),
  /** Saved query that the tab belongs to, and the version of it that the tab began with or saved last. */
  queryId: z.string().optional(),
  queryVersion: z.number().int().optional(),
  /** Grows by one with each save; a save names the version it changes, so that two windows cannot overwrite each other unseen. */
  version: z.number().int(),
  updatedAt: z.string(),
});
export type SqlDocument = z.infer<typeof documentSchema>;

export const saveDocumentSchema = documentSchema
  .pick({
    id: true,
    title: true,
    text: true,
    target: true,
    rowLimit: true,
    position: true,
    isOpen: true,
    version: true,
  })
  .extend({
    lastRunId: z.string().optional(),
    queryId: z.string().max(100).optional(),
    queryVersion: z.number().int().optional(),
  });
export type SaveDocument = z.infer<typeof saveDocumentSchema>;
