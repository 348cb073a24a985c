import { waitQuerySchema } from '../../../../lib/contract/api.ts';
import { startRunSchema } from '../../../../lib/contract/run.ts';
import { workbench } from '../../../../server/index.ts';
import { answer, parseBody, parseQuery } from '../../answer.ts';
import { endedRun } from '../ended-run.ts';

/** Starts a statement. */
export const POST = answer(async (request) => {
  const { wait } = parseQuery(request, waitQuerySchema);
  const { id } = await (await workbench()).runs.start(await parseBody(request, startRunSchema));
  return endedRun(id, wait, request.signal);
});
