import { joinKeyRequestSchema } from '../../../../lib/contract/join-routes.ts';
import { workbench } from '../../../../server/index.ts';
import { answer, parseBody } from '../../answer.ts';

export const POST = answer(async (request) => {
  const { document, step, key } = await parseBody(request, joinKeyRequestSchema);
  return (await workbench()).joins.examples(document, step, key, request.signal);
});
