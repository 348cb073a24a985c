import { joinFromSqlRequestSchema } from '../../../../lib/contract/join-routes.ts';
import { workbench } from '../../../../server/index.ts';
import { answer, parseBody } from '../../answer.ts';

export const POST = answer(async (request) => {
  const { sql } = await parseBody(request, joinFromSqlRequestSchema);
  return (await workbench()).joins.fromSql(sql);
});
