/** What the routes of stored results take. */
import { z } from 'zod';
import { exportFormatSchema } from '../../../lib/contract/result.ts';

export const MAX_ROWS = 1_000;

const columnRange = z
  .string()
  .regex(/^\d{1,6}-\d{1,6}$/, 'two positions such as 0-19, both included')
  .transform((range) => {
    const [first = 0, last = 0] = range.split('-').map(Number);
    return { first, last };
  });

export const rowsQuerySchema = z.object({
  offset: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(MAX_ROWS).default(200),
  columns: columnRange.default({ first: 0, last: 999_999 }),
});

export const exportQuerySchema = z.object({
  format: exportFormatSchema.default('csv'),
  /** `true`: text that a spreadsheet would run as a formula gets an apostrophe in front. */
  guardFormulas: z.enum(['true', 'false']).default('false'),
});
