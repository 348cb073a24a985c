/** History: which runs are listed, what is kept of them and for how long. */
import { z } from 'zod';
import { fingerprintSchema } from './performance.ts';
import { runStatusSchema } from './run.ts';

export const MAX_HISTORY_PAGE = 200;

/** As the `person` of a filter: the runs of all people. */
export const EVERYONE = 'everyone';

/** `unsuccessful`: failed or interrupted, which the dashboard counts as one. */
export const statusFilterSchema = z.enum([...runStatusSchema.options, 'unsuccessful']);
export type StatusFilter = z.infer<typeof statusFilterSchema>;

/**
 * `GET /api/history?q=&status=&connection=&from=&to=&minMs=&maxMs=&fingerprint=&pinned=&person=&cursor=&limit=`. All that is given must hold. The page
 * `/history` takes the same words in its address.
 */
export const runFilterSchema = z.object({
  /** Words that the text or the error must all hold, without regard to case; words in double quotes are looked for as they stand. */
  q: z.string().max(500).optional(),
  status: statusFilterSchema.optional(),
  connection: z.string().min(1).max(200).optional(),
  /** Started in `[from, to)`: ISO times. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Whole time in `[minMs, maxMs]`. */
  minMs: z.coerce.number().min(0).optional(),
  maxMs: z.coerce.number().min(0).optional(),
  fingerprint: fingerprintSchema.optional(),
  /** `true`: pinned runs only. */
  pinned: z.enum(['true', 'false']).optional(),
  /** Whose runs: the id of a person, or `everyone`; for admins alone, who see no results of others. Absent = one's own. */
  person: z.string().min(1).max(100).optional(),
});
export type RunFilter = z.infer<typeof runFilterSchema>;

export const historyQuerySchema = runFilterSchema.extend({
  cursor: z.string().min(1).max(300).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_HISTORY_PAGE).default(50),
});
export type HistoryQuery = z.infer<typeof historyQuerySchema>;

/** What is kept, and how much there is now: `GET /api/history/retention`. */
export const retentionStatusSchema = z.object({
  /** The limits of config.yaml. Pinned runs and those that an open link shows are kept beyond all of them. */
  limits: z.object({ historyAgeMs: z.number(), historyRuns: z.number().int(), resultStoreBytes: z.number() }),
  runs: z.number().int(),
  pinned: z.number().int(),
  oldestAt: z.string().optional(),
  results: z.number().int(),
  resultBytes: z.number(),
  /** When it was looked through last since the server started. */
  cleanedAt: z.string().optional(),
});
export type RetentionStatus = z.infer<typeof retentionStatusSchema>;
