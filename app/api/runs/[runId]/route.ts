import { workbench } from '../../../../server/index.ts';
import { answer } from '../../answer.ts';

interface Context {
  readonly params: Promise<{ readonly runId: string }>;
}

/** The state of a run. */
export const GET = answer<Context>(async (_request, { params }) => (await workbench()).runs.get((await params).runId));
