/** What a result's columns are: written from lineage and comments, edited and confirmed by people, kept with the run. */
import { z } from 'zod';
import { columnOriginSchema } from './run.ts';

/** Who wrote a text: `lineage` = composed from the statement and the sources' comments, `model` = proposed by a model, `person` = typed. */
const writtenBySchema = z.enum(['lineage', 'model', 'person']);

export const columnDescriptionSchema = z.object({
  /** Place in the result, from 0. */
  position: z.number().int().min(0),
  /** Name as the result shows it; differs from all others. */
  label: z.string(),
  type: z.string(),
  title: z.string().max(200),
  description: z.string().max(4_000),
  unit: z.string().max(60).optional(),
  caveats: z.array(z.string().max(1_000)).max(20),
  /** Columns of sources that its values come from; empty = from none, or not known. */
  sources: z.array(columnOriginSchema).max(200),
  /** How they become the value; absent = as they are. */
  expression: z.string().max(10_000).optional(),
  writtenBy: writtenBySchema,
  /** A person has read it and says that it is so. Any change of the text by a model takes that back. */
  isConfirmed: z.boolean(),
});
export type ColumnDescription = z.infer<typeof columnDescriptionSchema>;

export const resultDescriptionSchema = z.object({
  runId: z.string(),
  documentId: z.string().optional(),
  title: z.string().max(200),
  description: z.string().max(8_000),
  /** Who wrote title and description of the result. */
  writtenBy: writtenBySchema.default('lineage'),
  caveats: z.array(z.string().max(1_000)).max(50),
  columns: z.array(columnDescriptionSchema).max(10_000),
  /** 0 = composed and not saved yet; grows with each save, which names the one it changes. */
  version: z.number().int().min(0),
  updatedAt: z.string().optional(),
});
export type ResultDescription = z.infer<typeof resultDescriptionSchema>;

export const descriptionFormatSchema = z.enum(['dbt', 'markdown']);
export type DescriptionFormat = z.infer<typeof descriptionFormatSchema>;
