/** What the routes under `/api/joins` take and answer. `POST /api/joins/xray` is in `join-xray.ts`. */
import { z } from 'zod';
import { errorSchema, positionSchema } from './errors.ts';
import { joinDocumentSchema } from './join.ts';

const step = z.number().int().min(0).max(19);

/** `POST /api/joins/sql`; answers `{sql, columns: [{name, input, column}]}`, both empty for the source column of a union. */
export const joinSqlRequestSchema = z.object({ document: joinDocumentSchema });

/** `POST /api/joins/from-sql` */
export const joinFromSqlRequestSchema = z.object({ sql: z.string().min(1).max(1_048_576) });
export const joinFromSqlAnswerSchema = z.union([
  z.object({ document: joinDocumentSchema }),
  z.object({ beyond: z.object({ reason: z.string(), position: positionSchema.optional() }) }),
]);

const joinStepRequestSchema = z.object({ document: joinDocumentSchema, step });

/** `POST /api/joins/xray`. `isExact`: whatever it takes, within the limits of a run, instead of small questions only. */
export const joinXrayRequestSchema = joinStepRequestSchema.extend({ isExact: z.boolean().default(false) });

/** `POST /api/joins/counts` */
export const joinCountsRequestSchema = joinStepRequestSchema;

/** `POST /api/joins/part-sql` */
export const joinPartSchema = z.enum(['matched', 'leftOnly', 'rightOnly']);
export const joinPartRequestSchema = joinStepRequestSchema.extend({ part: joinPartSchema });
export const joinPartAnswerSchema = z.object({ sql: z.string() });

/** What counts answers: rows of each side with and without a partner, exact; may take as long as a run. */
export const joinCountsSchema = z.object({
  left: z.object({ matched: z.number(), only: z.number() }),
  right: z.object({ matched: z.number(), only: z.number() }),
});
export type JoinCounts = z.infer<typeof joinCountsSchema>;

/** `POST /api/joins/examples`: what the normalisers of one key do to a few values, each side on its own. */
export const joinKeyRequestSchema = joinStepRequestSchema.extend({ key: z.number().int().min(0).max(19) });
export const keyExampleSchema = z.object({
  before: z.string(),
  /** As text; null = the value could not be converted and matches nothing. */
  after: z.string().nullable(),
});
export const sideExamplesSchema = z.object({
  examples: z.array(keyExampleSchema).max(10),
  /** Why there are none. */
  error: errorSchema.optional(),
});
export type SideExamples = z.infer<typeof sideExamplesSchema>;
export const joinExamplesSchema = z.object({ left: sideExamplesSchema, right: sideExamplesSchema });
export type JoinExamples = z.infer<typeof joinExamplesSchema>;
