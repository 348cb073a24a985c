import { workbench } from '../../../../server/index.ts';
import { answer, parseQuery } from '../../answer.ts';
import { searchQuerySchema } from '../schema.ts';

export const GET = answer(async (request) => {
  const { q, limit } = parseQuery(request, searchQuerySchema);
  return (await workbench()).catalog.search(q, limit);
});
