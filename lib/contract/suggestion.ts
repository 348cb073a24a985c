/** Join suggestions: proposed joins with the evidence for each. The recommender makes them from the data; a model may only re-rank and explain. */
import { z } from 'zod';
import { errorSchema } from './errors.ts';
import { joinTypeSchema, normaliserSchema } from './join.ts';

export const tableReferenceSchema = z.object({ connection: z.string(), schema: z.string(), table: z.string() });
export type TableReference = z.infer<typeof tableReferenceSchema>;

/** One pair of columns that is compared: `normalisers` are applied to both sides where they differ from plain equality. */
export const suggestedPairSchema = z.object({
  left: z.string(),
  right: z.string(),
  leftNormalisers: z.array(normaliserSchema),
  rightNormalisers: z.array(normaliserSchema),
});
export type SuggestedPair = z.infer<typeof suggestedPairSchema>;

export const cardinalitySchema = z.enum(['1:1', '1:n', 'n:1', 'n:m']);
export type Cardinality = z.infer<typeof cardinalitySchema>;

/** What a suggestion rests on. Shares are 0 to 1; absent = not measured. */
export const evidenceSchema = z.object({
  /** Likeness of the names. */
  nameScore: z.number(),
  /** Share of the sampled left rows with a key that found a partner, and of the right rows. */
  leftMatch: z.number().optional(),
  rightMatch: z.number().optional(),
  /** Sampled keys asked for and found. */
  keysProbed: z.number().int(),
  keysFound: z.number().int(),
  /** Share of the found keys that chance alone would have found. */
  byChance: z.number().optional(),
  leftUnique: z.number().optional(),
  rightUnique: z.number().optional(),
  /** Where uniqueness comes from. */
  uniqueFrom: z.enum(['declared', 'verified', 'sampled', 'unknown']),
  /** Rows of the join for each row of the left side. */
  fanOut: z.number().optional(),
  worstKeys: z.array(z.object({ key: z.string(), rows: z.number() })).max(5),
  /** A few keys that met, and some that did not, as text; empty where the connection's policy keeps values in. */
  matchedExamples: z.array(z.string()).max(5),
  unmatchedExamples: z.array(z.string()).max(5),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const confidenceTierSchema = z.enum(['confident', 'likely', 'possible']);

export const suggestionSchema = z.object({
  /** Same for the same tables and pairs, so that cards are refined in place and a dismissal is remembered. */
  id: z.string(),
  left: tableReferenceSchema,
  right: tableReferenceSchema,
  pairs: z.array(suggestedPairSchema).min(1),
  type: z.union([joinTypeSchema, z.literal('union')]),
  cardinality: cardinalitySchema,
  /** 0 to 1, calibrated: of suggestions at .9, nine in ten are right. */
  confidence: z.number(),
  tier: confidenceTierSchema,
  /** One or two plain sentences: why this join, why this type. */
  reason: z.string(),
  warnings: z.array(z.string()),
  evidence: evidenceSchema,
  /** True while probes for it are still under way. */
  isProvisional: z.boolean(),
  /** Suggestions that mean another role of the same table (bill to, ship to): shown as alternatives of each other. */
  alternativeOf: z.string().optional(),
  /** What a model added, if one was asked: never a figure. */
  explainedBy: z.string().optional(),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

export const suggestRequestSchema = z.object({ tables: z.array(tableReferenceSchema).min(1).max(20) });
export type SuggestRequest = z.infer<typeof suggestRequestSchema>;

/** `POST /api/suggestions` answers newline-delimited frames, each the whole list best first; the last has `isDone`. */
export const suggestFrameSchema = z.object({
  suggestions: z.array(suggestionSchema),
  /** Edges of the join tree over all tables asked for, as ids of suggestions; for two tables the best one. */
  tree: z.array(z.string()),
  /** Said where nothing is proposed: why. */
  abstention: z.string().optional(),
  /** Tables that could not be read, and why; the rest goes on. */
  problems: z.array(z.object({ table: tableReferenceSchema, error: errorSchema })),
  stage: z.enum(['profiling', 'probing', 'done']),
  queries: z.number().int(),
  rowsRead: z.number(),
  ms: z.number(),
  isDone: z.boolean(),
});
export type SuggestFrame = z.infer<typeof suggestFrameSchema>;
