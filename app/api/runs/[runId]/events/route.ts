import { workbench } from '../../../../../server/index.ts';
import { answer } from '../../../answer.ts';
import { streamFrames } from '../../../stream-frames.ts';

interface Context {
  readonly params: Promise<{ readonly runId: string }>;
}

/** The run's state now and at each change, as newline-delimited JSON, to its end. Closing the stream stops watching, not the run. */
export const GET = answer<Context>(async (request, { params }) => {
  const { runs } = await workbench();
  const { runId } = await params;
  return streamFrames(request, (signal) => runs.watch(runId, signal));
});
