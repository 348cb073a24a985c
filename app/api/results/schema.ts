/** What the routes of stored results take. */
import { z } from 'zod';
import { chartSpecSchema, exportFormatSchema, resultViewSchema, wholeResult } from '../../../lib/contract/result.ts';

export const MAX_ROWS = 1_000;

const columnRange = z
  .string()
  .regex(/^\d{1,6}-\d{1,6}$/, 'two positions such as 0-19, both included')
  .transform((range) => {
    const [first = 0, last = 0] = range.split('-').map(Number);
    return { first, last };
  });

/** JSON in the query: a view is read, never kept, so all its routes are plain GETs. */
const json = z
  .string()
  .max(12_000, 'a view of this size cannot be asked for; use fewer or shorter values')
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
  });
const view = json.pipe(resultViewSchema).default(wholeResult);

export const chartQuerySchema = z.object({ spec: json.pipe(chartSpecSchema) });
export const viewQuerySchema = z.object({ view });
export const summaryQuerySchema = z.object({ column: z.coerce.number().int().min(0).max(999_999), view });

export const rowsQuerySchema = z.object({
  view,
  offset: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(MAX_ROWS).default(200),
  columns: columnRange.default({ first: 0, last: 999_999 }),
});

const positions = z
  .string()
  .regex(/^\d{1,6}(,\d{1,6})*$/, 'positions such as 2,0,1')
  .transform((text) => text.split(',').map(Number));

export const exportQuerySchema = z.object({
  view,
  /** Positions of the columns taken, in their order; all without it. */
  columns: positions.optional(),
  format: exportFormatSchema.default('csv'),
  /** `true`: text that a spreadsheet would run as a formula gets an apostrophe in front. */
  guardFormulas: z.enum(['true', 'false']).default('false'),
});
