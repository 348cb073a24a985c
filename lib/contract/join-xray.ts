/**
 * The join X-ray: how well one step of a join fits, measured on the sources before it runs. Each frame repeats the whole state, so that a
 * late reader misses nothing; parts not measured yet are absent.
 */
import { z } from 'zod';
import { errorSchema } from './errors.ts';

/** A count and whether it is the exact one; otherwise it is an estimate from a sample or the source's own guess. */
export const measuredSchema = z.object({ value: z.number(), isExact: z.boolean() });
export type Measured = z.infer<typeof measuredSchema>;

export const xraySideSchema = z.object({
  /** Alias of the input; of the left side, the one that the first key names. */
  input: z.string(),
  rows: measuredSchema.optional(),
  /** Rows in which a part of the key is NULL before normalising: they match nothing. */
  nullKeys: measuredSchema.optional(),
  distinctKeys: measuredSchema.optional(),
  /** Keys that more than one row has. */
  duplicateKeys: measuredSchema.optional(),
  /** Rows whose key could not be converted, with a few of the values. */
  failedRows: measuredSchema.optional(),
  failedExamples: z.array(z.string()).max(5).optional(),
  /** Rows that find at least one partner, and distinct keys that do. */
  matchedRows: measuredSchema.optional(),
  matchedKeys: measuredSchema.optional(),
  /** How often a row that finds partners comes out, on average: sums over this side's columns grow by it. 1 = once. */
  repeats: z.number().optional(),
});
export type XraySide = z.infer<typeof xraySideSchema>;

export const xrayWarningSchema = z.object({
  kind: z.enum([
    'fan_out',
    'no_match',
    'all_null',
    'explosion',
    'not_comparable',
    'failed_values',
    'cross',
    'estimate_only',
  ]),
  message: z.string(),
});

/** `POST /api/joins/xray` answers newline-delimited frames; the last has `isDone`. Closing the stream cancels the probes at the sources. */
export const xrayFrameSchema = z.object({
  /** Step of the document, from 0. */
  step: z.number().int(),
  left: xraySideSchema,
  right: xraySideSchema,
  /** Rows that the step gives. */
  expectedRows: measuredSchema.optional(),
  /** Expected rows per row of the larger side that is kept: 1 = none. */
  fanOut: z.number().optional(),
  /** Keys that multiply most: spelled as text, with the rows on both sides. */
  worstKeys: z.array(z.object({ key: z.array(z.string()), leftRows: z.number(), rightRows: z.number() })).max(10),
  warnings: z.array(xrayWarningSchema),
  /** Queries sent to the sources and rows that came from them. */
  queries: z.number().int(),
  rowsRead: z.number(),
  ms: z.number(),
  isDone: z.boolean(),
  error: errorSchema.optional(),
});
export type XrayFrame = z.infer<typeof xrayFrameSchema>;
