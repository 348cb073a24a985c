/** The HTTP API for scripts and notebooks, `/api/v1`: what it takes beyond the contracts that the page uses too. */
import { z } from 'zod';
import { parameterNameSchema, statementParameterSchema } from './parameter.ts';
import { startRunSchema } from './run.ts';

export const LONGEST_WAIT_SECONDS = 60;

/** `?wait=SECONDS`: the answer comes when the run has ended, or else after that time with its state then. */
export const waitQuerySchema = z.object({
  wait: z.coerce.number().min(0).max(LONGEST_WAIT_SECONDS).default(0),
});

/** A value as JSON has it. Whole numbers beyond 2^53 and decimals are exact only as strings. */
const givenValueSchema = z.union([
  z.null(),
  z.boolean(),
  z.number().refine((value) => !Number.isInteger(value) || Number.isSafeInteger(value), {
    error: 'a whole number of this size is exact only as a string',
  }),
  z.string().max(100_000),
  z.array(z.string().max(10_000)).max(10_000),
]);
export type GivenValue = z.infer<typeof givenValueSchema>;

/** Values by name; a type is told from its value, and a list of parameters says types itself. */
const givenValuesSchema = z.record(parameterNameSchema, givenValueSchema);

/** `POST /api/v1/runs` */
export const startApiRunSchema = startRunSchema.extend({
  parameters: z.union([givenValuesSchema, z.array(statementParameterSchema).max(200)]).optional(),
});

/** `POST /api/v1/queries/<id or title>/runs` */
export const runSavedSchema = z.object({
  /** Values by name; those left out keep the value that the query was saved with. */
  parameters: givenValuesSchema.default({}),
  /** Absent: that of the query. null = all rows. */
  rowLimit: z.number().int().min(1).max(1_000_000_000).nullable().optional(),
});
