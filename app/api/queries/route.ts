import { workbench } from '../../../server/index.ts';
import { answer, parseQuery } from '../answer.ts';
import { queryFilterSchema } from './schema.ts';

/** Saved queries, last changed first; `cursor` is the `nextCursor` of the page before. */
export const GET = answer(async (request) => {
  const { favourite, shared, ...filter } = parseQuery(request, queryFilterSchema);
  const { queries } = await workbench();
  return queries.list({ ...filter, isFavourite: favourite === 'true', isOthers: shared === 'true' });
});
