import { workbench } from '../../../../server/index.ts';
import { answer, parseQuery } from '../../answer.ts';
import { schemasQuerySchema } from '../schema.ts';

export const GET = answer(async (request) => {
  const { connection } = parseQuery(request, schemasQuerySchema);
  return (await workbench()).catalog.schemas(connection);
});
