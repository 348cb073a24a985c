/** The dictionary: descriptions of the sources' tables and columns, from the sources' comments, written by people, or proposed until a person confirms. */
import { z } from 'zod';
import { tableReferenceSchema } from './suggestion.ts';

/** Who wrote a text that is kept: `names` = composed from names, keys and figures; a proposal of `names` or `model` is kept when a person confirms it. */
const writtenBySchema = z.enum(['person', 'names', 'model', 'import']);

const textsSchema = z.object({
  description: z.string().max(4_000),
  title: z.string().max(200).optional(),
  /** Of a column's values: `EUR`, `ms`. */
  unit: z.string().max(60).optional(),
});
export type DictionaryTexts = z.infer<typeof textsSchema>;

const proposalSchema = textsSchema.extend({ by: z.enum(['names', 'model']) });
export type DictionaryProposal = z.infer<typeof proposalSchema>;

/** What is known of a table or a column. */
export const dictionaryItemSchema = textsSchema.extend({
  /** Where the description comes from: `kept` = the dictionary, `source` = the source's comment, `none` = there is none. */
  from: z.enum(['kept', 'source', 'none']),
  writtenBy: writtenBySchema.optional(),
  /** The source's own words, also where the dictionary says something else. */
  comment: z.string().optional(),
  /** Waits for a person; nothing else uses it until then. */
  proposal: proposalSchema.optional(),
  /** Of what is kept; '' where nothing is. A save names the one that it changes. */
  version: z.string(),
});
export type DictionaryItem = z.infer<typeof dictionaryItemSchema>;

export const dictionaryColumnSchema = dictionaryItemSchema.extend({
  name: z.string(),
  type: z.string(),
  isPrimaryKey: z.boolean(),
  references: z.string().optional(),
});
export type DictionaryColumn = z.infer<typeof dictionaryColumnSchema>;

export const dictionaryTableSchema = dictionaryItemSchema.extend({
  table: tableReferenceSchema,
  sqlName: z.string(),
  kind: z.enum(['table', 'view']),
  rowEstimate: z.number().optional(),
  columns: z.array(dictionaryColumnSchema),
});
export type DictionaryTable = z.infer<typeof dictionaryTableSchema>;

/** `undocumented`: the table or one of its columns has no description. `proposed`: something waits for a person. `kept`: something is in the dictionary. */
export const dictionaryFilterSchema = z.enum(['all', 'undocumented', 'proposed', 'kept']);
export type DictionaryFilter = z.infer<typeof dictionaryFilterSchema>;

/** `GET /api/dictionary?q=&connection=&show=&offset=&limit=`: all words of `q` are found in names or texts of the table and its columns. */
export const dictionaryQuerySchema = z.object({
  q: z.string().max(200).default(''),
  connection: z.string().max(200).optional(),
  show: dictionaryFilterSchema.default('all'),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type DictionaryQuery = z.infer<typeof dictionaryQuerySchema>;

export const dictionaryRowSchema = z.object({
  table: tableReferenceSchema,
  sqlName: z.string(),
  kind: z.enum(['table', 'view']),
  description: z.string(),
  from: z.enum(['kept', 'source', 'none']),
  columns: z.number().int(),
  /** Columns with a description. */
  described: z.number().int(),
  /** The table and its columns for which something is proposed. */
  proposed: z.number().int(),
});
export type DictionaryRow = z.infer<typeof dictionaryRowSchema>;

export const dictionaryListSchema = z.object({
  rows: z.array(dictionaryRowSchema),
  /** Tables that pass the filter. */
  total: z.number().int(),
  /** Of the connections asked for, whatever the rest of the filter. */
  coverage: z.object({
    tables: z.number().int(),
    describedTables: z.number().int(),
    columns: z.number().int(),
    describedColumns: z.number().int(),
    proposed: z.number().int(),
  }),
  /** What could not be read, in words: a connection without a catalog, a file that was kept aside. */
  problems: z.array(z.string()),
});
export type DictionaryList = z.infer<typeof dictionaryListSchema>;

/** `column` absent = the table itself. Empty texts take the entry away: the source's comment shows again. */
export const dictionaryChangeSchema = z.object({
  table: tableReferenceSchema,
  column: z.string().max(1_000).optional(),
  texts: textsSchema,
  /** Of the entry as it was read; another one is a `conflict`. */
  version: z.string(),
  /** As the proposal says it: its writer stays named. */
  confirms: z.enum(['names', 'model']).optional(),
});
export type DictionaryChange = z.infer<typeof dictionaryChangeSchema>;

/** Proposals of a model for one table; kept apart from the dictionary until a person confirms them. */
export const tableProposalsSchema = z.object({
  table: tableReferenceSchema,
  by: z.enum(['names', 'model']),
  texts: textsSchema.optional(),
  columns: z.array(textsSchema.extend({ name: z.string() })).max(2_000),
});
export type TableProposals = z.infer<typeof tableProposalsSchema>;

export const dictionaryFormatSchema = z.enum(['dbt', 'markdown']);
export type DictionaryFormat = z.infer<typeof dictionaryFormatSchema>;

/** dbt properties to take over. `connection`: whose tables `models:` and sources of unknown names mean. */
export const dictionaryImportSchema = z.object({
  text: z.string().max(5_000_000),
  connection: z.string().max(200).optional(),
  /** False = only say what would change. */
  isApplied: z.boolean(),
});
export type DictionaryImport = z.infer<typeof dictionaryImportSchema>;

export const importReportSchema = z.object({
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  /** What changes, the first of them: `shop.orders.total: "old" becomes "new"`. */
  changes: z.array(z.object({ item: z.string(), before: z.string(), after: z.string() })),
  /** What no table or column is known for, or what cannot be taken over, in words. */
  leftOut: z.array(z.string()),
});
export type ImportReport = z.infer<typeof importReportSchema>;
