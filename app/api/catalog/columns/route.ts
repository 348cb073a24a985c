import { workbench } from '../../../../server/index.ts';
import { answer, parseQuery } from '../../answer.ts';
import { columnsQuerySchema } from '../schema.ts';

export const GET = answer(async (request) => {
  const { connection, schema, table } = parseQuery(request, columnsQuerySchema);
  return (await workbench()).catalog.columns(connection, schema, table);
});
