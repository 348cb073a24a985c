import { workbench } from '../../../../../server/index.ts';
import { answer, parseQuery } from '../../../answer.ts';
import { viewQuerySchema } from '../../schema.ts';

interface Context {
  readonly params: Promise<{ readonly runId: string }>;
}

/** Sorts and filters a stored result, and says how many rows are left. Ending the request stops the work. */
export const GET = answer<Context>(async (request, { params }) => {
  const { view } = parseQuery(request, viewQuerySchema);
  const { runId } = await params;
  const { results } = await workbench();
  return results.prepare(runId, view, request.signal);
});
