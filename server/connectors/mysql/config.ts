import { z } from 'zod';
import { serverOptions } from '../server-options.ts';

export const mysqlOptionsSchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('Name or address of the server, or path of its Unix socket.'),
  port: z.number().int().min(1).max(65535).default(3306).describe('Port of the server.'),
  database: z
    .string()
    .min(1)
    .describe('Default database: what `connection.table` means. The others are seen as schemas.'),
  ...serverOptions,
  rangeConnections: z
    .number()
    .int()
    .min(1)
    .max(8)
    .default(2)
    .describe(
      'Connections over which a large table is read, or grouped, by ranges of its primary key; 1 never splits.',
    ),
  rangeRows: z
    .number()
    .int()
    .min(1)
    .default(250_000)
    .describe(
      'Rows of a table from which on it is read by ranges: below, a further connection costs more than it saves.',
    ),
  zeroDates: z
    .enum(['refuse', 'null'])
    .default('refuse')
    .describe(
      "What to do with dates that no calendar has, such as '0000-00-00': `refuse` ends the fetch with an error, `null` reads them as NULL.",
    ),
});

export type MysqlOptions = z.infer<typeof mysqlOptionsSchema>;
