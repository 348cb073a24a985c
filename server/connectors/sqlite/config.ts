import { z } from 'zod';
import { normalizeTypeName, overrideTypePattern } from './types.ts';

const overrideType = z
  .string()
  .transform(normalizeTypeName)
  .refine((type) => overrideTypePattern.test(type), {
    message:
      'Use one of BIGINT, DOUBLE, DECIMAL(p,s), BOOLEAN, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, VARCHAR, JSON, BLOB.',
  });

export const sqliteOptionsSchema = z.strictObject({
  path: z.string().min(1).describe('The database file, relative to the folder of config.yaml.'),
  columnTypes: z
    .record(z.string(), overrideType)
    .default({})
    .describe(
      'DuckDB types for columns whose declared type does not tell the truth, by `table.column`: `{ tickets.code: VARCHAR }`.',
    ),
  busyTimeoutMs: z
    .number()
    .int()
    .min(0)
    .max(600_000)
    .default(5000)
    .describe('How long to wait while another program holds the file for writing, in milliseconds. Default 5,000.'),
});

export type SqliteOptions = z.infer<typeof sqliteOptionsSchema>;
