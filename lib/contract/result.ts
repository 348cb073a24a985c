/** Windows of a stored result. */
import { z } from 'zod';
import { resultColumnSchema } from './run.ts';

/**
 * A value as JSON can hold it exactly: integers up to 32 bit and finite floats as numbers; 64-bit and larger integers, decimals, dates,
 * times, intervals, UUIDs, enums, NaN and infinities as strings; BLOB as `\x` and hex digits; lists as arrays; structs as objects; maps as
 * arrays of `[key, value]`. Decided by the column's type, never guessed from the text.
 */
export type JsonCell = null | boolean | number | string | JsonCell[] | { [key: string]: JsonCell };
export const jsonCellSchema: z.ZodType<JsonCell> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    z.array(jsonCellSchema),
    z.record(z.string(), jsonCellSchema),
  ]),
);

/** `GET /api/results/<runId>/rows?offset=&limit=&columns=a-b` (limit at most 1,000 rows; columns by position, both ends included). */
export const resultWindowSchema = z.object({
  offset: z.number().int(),
  /** Positions of the first and last column in the window. */
  firstColumn: z.number().int(),
  lastColumn: z.number().int(),
  totalRows: z.number().int(),
  rows: z.array(z.array(jsonCellSchema)),
});
export type ResultWindow = z.infer<typeof resultWindowSchema>;

/** The CLI's `--format json` and the API's whole result. */
export const resultDocumentSchema = z.object({
  columns: z.array(resultColumnSchema.pick({ name: true, type: true })),
  rows: z.array(z.array(jsonCellSchema)),
});

export const exportFormats = ['csv', 'tsv', 'json', 'parquet'] as const;
export const exportFormatSchema = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof exportFormatSchema>;
