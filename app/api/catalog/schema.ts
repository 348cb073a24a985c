/** What the catalog's routes take. */
import { z } from 'zod';

export const MAX_TABLES = 500;
export const MAX_HITS = 200;

const connection = z.string().min(1).max(200);
const name = z.string().min(1).max(1024);

export const schemasQuerySchema = z.object({ connection });
export const tablesQuerySchema = z.object({
  connection,
  schema: name,
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(MAX_TABLES).default(100),
});
export const columnsQuerySchema = z.object({ connection, schema: name, table: name });
export const searchQuerySchema = z.object({
  q: z.string().max(500).default(''),
  limit: z.coerce.number().int().min(1).max(MAX_HITS).default(50),
});
/** Without a connection, all are refreshed. */
export const refreshBodySchema = z.object({ connection: connection.optional() });
