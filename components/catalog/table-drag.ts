import { z } from 'zod';

/** What a table row of the schema browser carries beside its name in SQL, for those who want the table itself. */
export const tableDragType = 'application/x-joinery-table';

const tableDragSchema = z.object({ connection: z.string(), schema: z.string(), name: z.string() });
export type TableDrag = z.infer<typeof tableDragSchema>;

export const writeTableDrag = (data: DataTransfer, { connection, schema, name }: TableDrag): void =>
  data.setData(tableDragType, JSON.stringify({ connection, schema, name } satisfies TableDrag));

/** Undefined if something else was dropped. */
export function readTableDrag(data: DataTransfer): TableDrag | undefined {
  const text = data.getData(tableDragType);
  if (text === '') return undefined;
  const parsed = tableDragSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}
