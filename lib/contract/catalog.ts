/** Catalog messages: what the schema browser and the editor's completion read. All windows are bounded; nothing ships a whole catalog. */
import { z } from 'zod';
import { errorSchema } from './errors.ts';

export const connectionStatusSchema = z.enum(['unknown', 'loading', 'ready', 'unreachable', 'misconfigured']);
export type ConnectionStatus = z.infer<typeof connectionStatusSchema>;

export const connectionSummarySchema = z.object({
  /** Also the catalog name in federated SQL. */
  id: z.string(),
  driver: z.string(),
  /** What people call the driver, with the server's version once known: "PostgreSQL 18". */
  driverLabel: z.string(),
  /** Origin colour, 1 to 8: `--o1` ... `--o8`. Given in the order of the configuration, or as configured. */
  color: z.number().int().min(1).max(8),
  /** Two letters which tell origins apart where colour cannot. */
  mark: z.string(),
  status: connectionStatusSchema,
  /** Why it is unreachable or misconfigured. */
  error: errorSchema.optional(),
  /** Rows of the catalog cache; 0 before the first introspection. */
  tableCount: z.number().int(),
  /** ISO time of the last successful introspection, if any: the cache stays usable while a source is down. */
  introspectedAt: z.string().optional(),
  /** ISO time of the last change of what people keep of its tables (the dictionary), if any since the start: readers fetch anew. */
  describedAt: z.string().optional(),
  defaultSchema: z.string(),
  /** Present where the source has no SQL of its own (files): statements over all connections read it, and none can go to it alone. */
  isFederatedOnly: z.literal(true).optional(),
});
export type ConnectionSummary = z.infer<typeof connectionSummarySchema>;

export const columnSchema = z.object({
  name: z.string(),
  /** Type in the source's words: `numeric(12,2)`, `varchar(40)`. */
  sourceType: z.string(),
  /** DuckDB type that the engine gives it: `DECIMAL(12,2)`, `VARCHAR`. */
  type: z.string(),
  nullable: z.boolean(),
  comment: z.string().optional(),
  /** Part of the primary key / of a unique key on its own / of a foreign key (target as `schema.table.column`). */
  isPrimaryKey: z.boolean(),
  isUnique: z.boolean(),
  references: z.string().optional(),
});
export type CatalogColumn = z.infer<typeof columnSchema>;

export const tableSchema = z.object({
  connection: z.string(),
  schema: z.string(),
  name: z.string(),
  kind: z.enum(['table', 'view']),
  comment: z.string().optional(),
  rowEstimate: z.number().optional(),
  columnCount: z.number().int(),
  /** Shortest name that federated SQL understands, quoted where needed: `shop.orders`, `shop.audit."Log"`. */
  sqlName: z.string(),
});
export type CatalogTable = z.infer<typeof tableSchema>;

export const schemaNodeSchema = z.object({
  connection: z.string(),
  name: z.string(),
  tableCount: z.number().int(),
  isDefault: z.boolean(),
});
export type CatalogSchemaNode = z.infer<typeof schemaNodeSchema>;

/** `GET /api/catalog/connections` */
export const connectionsAnswerSchema = z.object({
  connections: z.array(connectionSummarySchema),
  configPath: z.string(),
});
/** `GET /api/catalog/schemas?connection=` */
export const schemasAnswerSchema = z.object({ schemas: z.array(schemaNodeSchema) });
/** `GET /api/catalog/tables?connection=&schema=&offset=&limit=` (limit at most 500) */
export const tablesAnswerSchema = z.object({ tables: z.array(tableSchema), total: z.number().int() });
/** `GET /api/catalog/columns?connection=&schema=&table=` */
export const columnsAnswerSchema = z.object({ table: tableSchema, columns: z.array(columnSchema) });

/** One hit: a table, or a column of a table (`column` set). Ranked best first. */
export const searchHitSchema = z.object({ table: tableSchema, column: columnSchema.optional() });
export type SearchHit = z.infer<typeof searchHitSchema>;
/** `GET /api/catalog/search?q=&limit=` (limit at most 200); `total` counts what was found, `tableCount` what was searched. */
export const searchAnswerSchema = z.object({
  hits: z.array(searchHitSchema),
  total: z.number().int(),
  tableCount: z.number().int(),
});

export type ConnectionsAnswer = z.infer<typeof connectionsAnswerSchema>;
export type SchemasAnswer = z.infer<typeof schemasAnswerSchema>;
export type TablesAnswer = z.infer<typeof tablesAnswerSchema>;
export type ColumnsAnswer = z.infer<typeof columnsAnswerSchema>;
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;
