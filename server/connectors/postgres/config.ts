import { z } from 'zod';
import { serverOptions } from '../server-options.ts';

export const postgresOptionsSchema = z.strictObject({
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Name or address of the server, or the folder of its Unix socket.'),
  port: z.number().int().min(1).max(65535).default(5432).describe('Port of the server.'),
  database: z.string().min(1).describe('Database to read.'),
  ...serverOptions,
  rangeConnections: z
    .number()
    .int()
    .min(1)
    .max(8)
    .default(2)
    .describe('Connections over which a large table is read, or grouped, by ranges of its pages; 1 never splits.'),
  rangeBytes: z
    .number()
    .int()
    .min(1)
    .default(32 * 1_048_576)
    .describe(
      'Size of a table from which on it is read by ranges: below, a further connection costs more than it saves.',
    ),
  flavor: z
    .enum(['postgres', 'compatible'])
    .default('postgres')
    .describe(
      "`compatible` for other systems with PostgreSQL's protocol (CockroachDB, Redshift, Materialize): rows come through a cursor, each fetch sees the data of its own moment.",
    ),
  schema: z.string().min(1).default('public').describe('Schema that `connection.table` means.'),
});

export type PostgresOptions = z.infer<typeof postgresOptionsSchema>;
