import { JoineryError } from '../../../../server/errors.ts';
import { workbench } from '../../../../server/index.ts';
import { answer } from '../../answer.ts';

interface Context {
  readonly params: Promise<{ readonly runId: string }>;
}

/** Drops the stored rows of a run that has ended; the run stays in the history and can run again. */
export const DELETE = answer<Context>(async (_request, { params }) => {
  const { runId } = await params;
  const { history, retention } = await workbench();
  const run = await history.run(runId);
  if (!run.hasResult || run.resultExpiredAt !== undefined)
    throw new JoineryError('not_found', 'This run has no stored result.');
  await retention.dropResults([runId]);
});
