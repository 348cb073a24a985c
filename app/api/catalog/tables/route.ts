import { workbench } from '../../../../server/index.ts';
import { answer, parseQuery } from '../../answer.ts';
import { tablesQuerySchema } from '../schema.ts';

export const GET = answer(async (request) => {
  const { connection, schema, offset, limit } = parseQuery(request, tablesQuerySchema);
  return (await workbench()).catalog.tables(connection, schema, { offset, limit });
});
