import { z } from 'zod';
import { serverOptions } from '../server-options.ts';

export const trinoOptionsSchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('Name or address of the coordinator.'),
  port: z.number().int().min(1).max(65535).default(8080).describe('Port of the coordinator.'),
  catalog: z.string().min(1).describe('Catalog of Trino to read; each catalog is a connection of its own.'),
  schema: z.string().min(1).default('default').describe('Schema that `connection.table` means.'),
  ...serverOptions,
  token: z.string().default('').describe('JSON web token, where the coordinator asks for one instead of a password.'),
  roles: z
    .string()
    .min(1)
    .optional()
    .describe('Role to take in the catalog, where its access control asks for one: `analyst`.'),
  sessionProperties: z
    .record(z.string().regex(/^[A-Za-z0-9_.]+$/), z.string())
    .default({})
    .describe('Session properties of Trino: `{"query_max_run_time": "10m"}`.'),
  statistics: z
    .boolean()
    .default(true)
    .describe('Whether row estimates are asked for, one small query a table, when metadata is refreshed.'),
});

export type TrinoOptions = z.infer<typeof trinoOptionsSchema>;
