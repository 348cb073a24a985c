import { workbench } from '../../../../../server/index.ts';
import { answer, parseQuery } from '../../../answer.ts';
import { chartQuerySchema } from '../../schema.ts';

interface Context {
  readonly params: Promise<{ readonly runId: string }>;
}

/** Points of a chart of a stored result. */
export const GET = answer<Context>(async (request, { params }) => {
  const { spec } = parseQuery(request, chartQuerySchema);
  const { runId } = await params;
  const { results } = await workbench();
  return results.chart(runId, spec, request.signal);
});
