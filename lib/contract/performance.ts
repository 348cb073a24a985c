/** The performance dashboard: how long queries take, split by what they waited for. Times in milliseconds. */
import { z } from 'zod';

/** Same for statements that differ only in literals, comments, blanks and case: 16 hex digits. */
export const fingerprintSchema = z.string().regex(/^[0-9a-f]{16}$/);

/** Exact over the runs that succeeded; absent where none did. */
const timesSchema = z.object({
  averageMs: z.number().optional(),
  p50Ms: z.number().optional(),
  p95Ms: z.number().optional(),
  p99Ms: z.number().optional(),
});

const outcomesSchema = z.object({
  /** All that ended. */
  runs: z.number().int(),
  succeeded: z.number().int(),
  /** Failed or interrupted. */
  failed: z.number().int(),
  cancelled: z.number().int(),
});

/** `GET /api/performance?from=&to=&timeZone=&connection=&fingerprint=`: runs that started in `[from, to)` (ISO times). */
export const performanceQuerySchema = z.object({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  /** IANA name: days begin at its midnight. */
  timeZone: z.string().max(64).default('UTC'),
  connection: z.string().min(1).max(200).optional(),
  fingerprint: fingerprintSchema.optional(),
  /** Only runs of this person. Absent = those of everybody for an admin, else one's own. */
  person: z.string().min(1).max(100).optional(),
});
export type PerformanceQuery = z.infer<typeof performanceQuerySchema>;

/** `GET /api/performance/progress`: runs whose figures have been made ready, of those there are; nothing while none are. */
export const figuresProgressSchema = z.object({ copied: z.number().int(), of: z.number().int() }).partial();
export type FiguresProgress = z.infer<typeof figuresProgressSchema>;

/**
 * Averages of what successful runs spent. Queue, plan, source and join add up to the average time until the first row can be seen, which is the end of the run:
 * rows are shown when all are there.
 */
export const stagesSchema = z.object({
  /** Runs that these averages are of: those that tell `waitMs` and `transferMs` apart; where none does, all that succeeded. */
  runs: z.number().int(),
  queueMs: z.number(),
  planMs: z.number(),
  /** The sources and the way from them: `waitMs` and `transferMs` together; the longest fetch where they are not told apart. */
  sourceMs: z.number(),
  /** Until the first bytes came from the sources: of the fetches that followed each other longest. Absent where no run tells it (those of earlier versions do not). */
  waitMs: z.number().optional(),
  /** From the first bytes to the last, without the time for which this side took no more. What is joined meanwhile counts here. */
  transferMs: z.number().optional(),
  /** What remains of the total: joining, reading files in place, storing. */
  joinMs: z.number(),
});
export type Stages = z.infer<typeof stagesSchema>;

export const dayFiguresSchema = outcomesSchema.extend(timesSchema.shape).extend({
  /** `2026-11-22` in the time zone asked for. */
  day: z.string(),
});
export type DayFigures = z.infer<typeof dayFiguresSchema>;

/** What runs read from one connection: times are those of its longest fetch in each run. */
export const connectionFiguresSchema = timesSchema.extend({
  connection: z.string(),
  runs: z.number().int(),
  rows: z.number(),
  bytes: z.number(),
  /** Average until its first bytes, and from those to the last; absent where no run tells it, and for what is read in place. */
  waitMs: z.number().optional(),
  transferMs: z.number().optional(),
  /** The source's own words: average time at the server, sums of what it charges for. Absent where it tells none. */
  serverMs: z.number().optional(),
  sourceQueueMs: z.number().optional(),
  bytesBilled: z.number().optional(),
});
export type ConnectionFigures = z.infer<typeof connectionFiguresSchema>;

export const personFiguresSchema = outcomesSchema.extend(timesSchema.shape).extend({
  personId: z.string(),
  /** Empty where the server knows none. */
  name: z.string().default(''),
  /** Time of all successful runs of the person. */
  totalMs: z.number(),
  rows: z.number(),
});
export type PersonFigures = z.infer<typeof personFiguresSchema>;

export const fingerprintFiguresSchema = outcomesSchema.extend(timesSchema.shape).extend({
  fingerprint: fingerprintSchema,
  /** The statement without its literals, cut to 2,000 characters. */
  text: z.string(),
  /** Time of all its successful runs. */
  totalMs: z.number(),
  /** Rows that came from sources, all runs together. */
  rows: z.number(),
  lastRunId: z.string(),
});
export type FingerprintFigures = z.infer<typeof fingerprintFiguresSchema>;

export const runFiguresSchema = z.object({
  runId: z.string(),
  text: z.string(),
  startedAt: z.string(),
  outcome: z.string(),
  totalMs: z.number(),
  fetchedRows: z.number(),
  fetchedBytes: z.number(),
});
export type RunFigures = z.infer<typeof runFiguresSchema>;

export const performanceAnswerSchema = z.object({
  totals: outcomesSchema
    .extend(timesSchema.shape)
    .extend({ fetchedRows: z.number(), fetchedBytes: z.number(), stages: stagesSchema.optional() }),
  days: z.array(dayFiguresSchema),
  connections: z.array(connectionFiguresSchema),
  /** At most 50 each: those that took the most time in all, and the most frequent. */
  fingerprints: z.array(fingerprintFiguresSchema),
  /** By person, those whose runs took the most time first; at most 100. */
  people: z.array(personFiguresSchema).default([]),
  slowest: z.array(runFiguresSchema),
  mostRows: z.array(runFiguresSchema),
});
export type PerformanceAnswer = z.infer<typeof performanceAnswerSchema>;
