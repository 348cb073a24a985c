import { workbench } from '../../../../../../server/index.ts';
import { answer } from '../../../../answer.ts';

interface Context {
  readonly params: Promise<{ readonly runId: string }>;
}

/** Stops a run, on the sources too; one that has ended stays as it is. */
export const POST = answer<Context>(async (_request, { params }) =>
  (await workbench()).runs.cancel((await params).runId),
);
