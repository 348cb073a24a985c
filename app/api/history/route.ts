import { workbench } from '../../../server/index.ts';
import { answer, parseQuery } from '../answer.ts';
import { historyQuerySchema } from './schema.ts';

/** Runs, newest first; `cursor` is the `nextCursor` of the page before. */
export const GET = answer(async (request) => {
  const { limit, q, status, connection, cursor } = parseQuery(request, historyQuerySchema);
  return (await workbench()).history.runs({
    limit,
    ...(q === undefined ? {} : { q }),
    ...(status === undefined ? {} : { status }),
    ...(connection === undefined ? {} : { connection }),
    ...(cursor === undefined ? {} : { cursor }),
  });
});
