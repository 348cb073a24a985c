import { workbench } from '../../../../../server/index.ts';
import { answer, parseQuery } from '../../../answer.ts';
import { summaryQuerySchema } from '../../schema.ts';

interface Context {
  readonly params: Promise<{ readonly runId: string }>;
}

/** Figures of one column of a stored result. */
export const GET = answer<Context>(async (request, { params }) => {
  const { column, view } = parseQuery(request, summaryQuerySchema);
  const { runId } = await params;
  const { results } = await workbench();
  return results.summary(runId, column, view, request.signal);
});
