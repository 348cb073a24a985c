import { joinPartRequestSchema } from '../../../../lib/contract/join-routes.ts';
import { workbench } from '../../../../server/index.ts';
import { answer, parseBody } from '../../answer.ts';

export const POST = answer(async (request) => {
  const { document, step, part } = await parseBody(request, joinPartRequestSchema);
  return { sql: await (await workbench()).joins.partSql(document, step, part) };
});
