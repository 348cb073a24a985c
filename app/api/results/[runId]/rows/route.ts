import { workbench } from '../../../../../server/index.ts';
import { answer, parseQuery } from '../../../answer.ts';
import { rowsQuerySchema } from '../../schema.ts';

interface Context {
  readonly params: Promise<{ readonly runId: string }>;
}

/** A window of a stored result. */
export const GET = answer<Context>(async (request, { params }) => {
  const { offset, limit, columns, view } = parseQuery(request, rowsQuerySchema);
  const { runId } = await params;
  const { results } = await workbench();
  const window = { offset, limit, firstColumn: columns.first, lastColumn: columns.last, view };
  return results.window(runId, window, request.signal);
});
