import { joinSqlRequestSchema } from '../../../../lib/contract/join-routes.ts';
import { workbench } from '../../../../server/index.ts';
import { answer, parseBody } from '../../answer.ts';

export const POST = answer(async (request) => {
  const { document } = await parseBody(request, joinSqlRequestSchema);
  return (await workbench()).joins.toSql(document);
});
