import { historyQuerySchema } from '../../../lib/contract/history.ts';
import { workbench } from '../../../server/index.ts';
import { answer, parseQuery } from '../answer.ts';

/** Runs, newest first; `cursor` is the `nextCursor` of the page before. */
export const GET = answer(async (request) => (await workbench()).history.runs(parseQuery(request, historyQuerySchema)));
