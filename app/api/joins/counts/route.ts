import { joinCountsRequestSchema } from '../../../../lib/contract/join-routes.ts';
import { workbench } from '../../../../server/index.ts';
import { answer, parseBody } from '../../answer.ts';

export const POST = answer(async (request) => {
  const { document, step } = await parseBody(request, joinCountsRequestSchema);
  return (await workbench()).joins.counts(document, step, request.signal);
});
