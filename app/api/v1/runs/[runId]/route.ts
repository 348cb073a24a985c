import { waitQuerySchema } from '../../../../../lib/contract/api.ts';
import { answer, parseQuery } from '../../../answer.ts';
import { endedRun } from '../../ended-run.ts';

interface Context {
  readonly params: Promise<{ readonly runId: string }>;
}

/** The state of a run. */
export const GET = answer<Context>(async (request, { params }) => {
  const { wait } = parseQuery(request, waitQuerySchema);
  return endedRun((await params).runId, wait, request.signal);
});
