import { startApiRunSchema, waitQuerySchema } from '../../../../lib/contract/api.ts';
import { workbench } from '../../../../server/index.ts';
import { answer, parseBody, parseQuery } from '../../answer.ts';
import { endedRun } from '../ended-run.ts';
import { withValues } from '../given-values.ts';

/** Starts a statement. */
export const POST = answer(async (request) => {
  const { wait } = parseQuery(request, waitQuerySchema);
  const { parameters: given, ...statement } = await parseBody(request, startApiRunSchema);
  const parameters = given === undefined || Array.isArray(given) ? given : withValues(statement.text, [], given);
  const { runs } = await workbench();
  const { id } = await runs.start({ ...statement, ...(parameters === undefined ? {} : { parameters }) });
  return endedRun(id, wait, request.signal);
});
