import { performanceQuerySchema } from '../../../lib/contract/performance.ts';
import { workbench } from '../../../server/index.ts';
import { answer, parseQuery } from '../answer.ts';

/** How long runs of a time range took, and what they waited for. */
export const GET = answer(async (request) =>
  (await workbench()).history.performance(parseQuery(request, performanceQuerySchema)),
);
