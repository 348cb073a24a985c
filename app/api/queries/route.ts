import { workbench } from '../../../server/index.ts';
import { answer, parseQuery } from '../answer.ts';
import { queryFilterSchema } from './schema.ts';

/** Saved queries, last changed first; `cursor` is the `nextCursor` of the page before. */
export const GET = answer(async (request) => {
  const { favourite, ...filter } = parseQuery(request, queryFilterSchema);
  return (await workbench()).queries.list({ ...filter, isFavourite: favourite === 'true' ? true : undefined });
});
